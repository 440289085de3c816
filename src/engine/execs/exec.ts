// A command that runs, ran, or is to run beside the main process of a container.
import type { Machine, Task } from '../../runtime/machine.ts'
import type { Container } from '../containers/container.ts'

export interface ExecConfig {
  readonly command: readonly string[]
  readonly env: readonly string[]
  readonly workingDirectory: string
  readonly user: string
  readonly tty: boolean
  readonly privileged: boolean
  readonly attachStdin: boolean
  readonly attachStdout: boolean
  readonly attachStderr: boolean
  /** as the client wrote them; ctrl-p, ctrl-q if empty */
  readonly detachKeys: string
  /** rows and columns, unless the start says otherwise */
  readonly size?: readonly [number, number] | undefined
}

/** How long an exec that has ended is said to run. */
export interface ExecLag {
  /** so many times that somebody asks, and */
  readonly inspects: number
  /** ms */
  readonly time: number
}

export interface Exec {
  readonly id: string
  readonly container: Container
  readonly config: ExecConfig
  /** The run of the container in which it was made. */
  readonly machine: Machine | undefined
  /** started once already: a second start is refused */
  hasRun: boolean
  running: boolean
  /** unknown until it has ended */
  exitCode: number | null
  /** on the simulated host; 0 before the start */
  pid: number
  task: Task | undefined
  /** ms since 1970; undefined until it has ended */
  endedAt: number | undefined
  /** It has ended, and is said to run for a while. */
  lag: ExecLag | undefined
  /** Those who wait for its start, which may fail. */
  readonly awaited: (() => void)[]
}
