// mockerd inside of a sandbox of Jest's, though it runs outside: code there cannot load it if it is CommonJS.
import type { DaemonUnderTest } from './under-test.ts'
import { type Runner, type UseDaemonOptions, useDaemonIn } from './use-daemon.ts'

/** Where the CommonJS of the doors looks first (scripts/commonjs.ts). */
const PLACE = Symbol.for('mockerd')

type Doors = Readonly<Record<string, object>>

export interface Sandbox {
  /** Events of jest-circus. */
  hear(event: string): void
}

/** @param global what code in the sandbox has as its global object */
export function bringInto(global: object, { jest, ...doors }: Doors): Sandbox {
  let failed = false
  const inside = global as unknown as Partial<Runner> & { readonly process: NodeJS.Process }
  const useDaemon = (options?: UseDaemonOptions, runner: Partial<Runner> = inside): (() => DaemonUnderTest) =>
    useDaemonIn({ env: inside.process.env, hasFailed: () => failed }, runner, options)
  Object.assign(global, { [PLACE]: { ...doors, jest: { ...jest, useDaemon } } })
  return {
    hear(event) {
      if (event === 'test_start') failed = false
      if (event === 'test_fn_failure' || event === 'hook_failure') failed = true
    },
  }
}
