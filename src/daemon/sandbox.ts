// mockerd inside of a sandbox of Jest's, though it runs outside: code there cannot load it if it is CommonJS.
import { type StartedDaemon, type StartOptions, startDaemon } from './start.ts'
import type { DaemonUnderTest } from './under-test.ts'
import { type Runner, type UseDaemonOptions, useDaemonIn } from './use-daemon.ts'

/** Where the CommonJS of the doors looks first (scripts/commonjs.ts). */
const PLACE = Symbol.for('mockerd')

type Doors = Readonly<Record<string, object>>

export interface Sandbox {
  /** Events of jest-circus. */
  hear(event: string): void
  /** Closes the daemons that the tests have started and forgot; gives how many. They would keep Jest from its end. */
  leave(): Promise<number>
}

/** @param global what code in the sandbox has as its global object */
export function bringInto(global: object, { jest, index, ...doors }: Doors): Sandbox {
  let failed = false
  const open = new Set<StartedDaemon>()
  const start = async (options?: StartOptions): Promise<StartedDaemon> => {
    const daemon = await startDaemon(options)
    const close = async (): Promise<void> => {
      open.delete(started)
      await daemon.close()
    }
    const started = { ...daemon, close, [Symbol.asyncDispose]: close }
    open.add(started)
    return started
  }
  const inside = global as unknown as Partial<Runner> & { readonly process: NodeJS.Process }
  const useDaemon = (options?: UseDaemonOptions, runner: Partial<Runner> = inside): (() => DaemonUnderTest) =>
    useDaemonIn({ env: inside.process.env, hasFailed: () => failed }, runner, options)
  const own = { index: { ...index, startDaemon: start }, jest: { ...jest, startDaemon: start, useDaemon } }
  Object.assign(global, { [PLACE]: { ...doors, ...own } })
  return {
    hear(event) {
      if (event === 'test_start') failed = false
      if (event === 'test_fn_failure' || event === 'hook_failure') failed = true
    },
    async leave() {
      const forgotten = [...open]
      await Promise.all(forgotten.map((daemon) => daemon.close()))
      return forgotten.length
    },
  }
}
