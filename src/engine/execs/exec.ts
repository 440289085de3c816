// A command that runs, ran, or is to run beside the main process of a container.
import type { Task } from '../../runtime/machine.ts'
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
  readonly detachKeys: string
}

export interface Exec {
  readonly id: string
  readonly container: Container
  readonly config: ExecConfig
  /** started once already: a second start is refused */
  hasRun: boolean
  running: boolean
  /** unknown until it has ended */
  exitCode: number | null
  /** on the simulated host; 0 before the start */
  pid: number
  task: Task | undefined
}
