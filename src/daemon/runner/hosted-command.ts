// A command of the user on the real host.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { hostTimer } from '../../world/real-clock.ts'

/** ms between being asked to end and being made to */
const GRACE = 2000

export interface Ending {
  /** undefined after a signal */
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
}

export interface HostedCommandOptions {
  readonly env: NodeJS.ProcessEnv
  readonly stdio: StdioOptions
  /**
   * Whether it gets a process group of its own, so that its children can be ended with it. In a terminal it then could
   * not be reached by the keyboard.
   */
  readonly ownGroup: boolean
}

/** The command could not be started; `code` is what a shell would exit with. */
export class CannotStart extends Error {
  readonly code: 126 | 127
  constructor(command: string, reason: NodeJS.ErrnoException) {
    super(`${command}: ${reason.code === 'ENOENT' ? 'command not found' : `cannot be run: ${reason.message}`}`)
    this.code = reason.code === 'ENOENT' ? 127 : 126
  }
}

export class HostedCommand {
  readonly child: ChildProcess
  /** When it has exited; what it has started may still run. */
  readonly ended: Promise<Ending>
  readonly #ownGroup: boolean

  private constructor(child: ChildProcess, ownGroup: boolean) {
    this.child = child
    this.#ownGroup = ownGroup
    this.ended = once(child, 'exit').then(([code, signal]) => ({
      code: (code as number | null) ?? undefined,
      signal: (signal as NodeJS.Signals | null) ?? undefined,
    }))
  }

  /** Rejects with a CannotStart. */
  static async start(
    [command = '', ...args]: readonly string[],
    { env, stdio, ownGroup }: HostedCommandOptions,
  ): Promise<HostedCommand> {
    try {
      const child = spawn(command, args, { env, stdio, detached: ownGroup })
      const hosted = new HostedCommand(child, ownGroup)
      // an error before it is there ends the wait for its end, too
      hosted.ended.catch(() => {})
      await once(child, 'spawn')
      return hosted
    } catch (error) {
      throw new CannotStart(command, error as NodeJS.ErrnoException)
    }
  }

  /** To all of its group, also when it has ended itself. */
  signal(signal: NodeJS.Signals): void {
    if (!this.#ownGroup) return void this.child.kill(signal)
    try {
      process.kill(-this.child.pid!, signal)
    } catch {
      // nobody is left
    }
  }

  /** Asks it to end, makes it if it does not, and leaves nothing of its group behind. */
  async end(): Promise<Ending> {
    this.signal('SIGTERM')
    const force = hostTimer(GRACE, () => this.signal('SIGKILL'))
    const ending = await this.ended
    force.cancel()
    this.signal('SIGKILL')
    return ending
  }
}

/** As shells tell it: 128 and the number of the signal. */
export const exitCodeOf = ({ code, signal }: Ending): number =>
  code ?? 128 + (signal === undefined ? 0 : constants.signals[signal])

const passed: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH']

export interface PassedSignals {
  /** From now on, and those that have come before. */
  passTo(command: HostedCommand): void
  stop(): void
}

/**
 * Passes on what this process is told. It listens at once: a signal that comes before the command is there is kept for it.
 */
export function passedSignals(fromKeyboard: boolean): PassedSignals {
  // who shares the terminal has heard of these already
  const heard: readonly NodeJS.Signals[] = fromKeyboard ? ['SIGINT', 'SIGQUIT', 'SIGWINCH'] : []
  const early: NodeJS.Signals[] = []
  let tell = (signal: NodeJS.Signals): unknown => early.push(signal)
  const listener = (signal: NodeJS.Signals): void => {
    if (!heard.includes(signal)) tell(signal)
  }
  for (const signal of passed) process.on(signal, listener)
  return {
    passTo(command) {
      tell = (signal) => command.signal(signal)
      for (const signal of early) tell(signal)
    },
    stop() {
      for (const signal of passed) process.off(signal, listener)
    },
  }
}
