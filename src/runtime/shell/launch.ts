// Making processes for commands, and waiting for them.
import { FileError } from '../../storage/file-error.ts'
import type { KernelProcess } from '../kernel-process.ts'
import type { WaitStatus } from '../process.ts'
import { describeSignal, Signal } from '../signals.ts'
import { ShellError } from './control.ts'
import type { Shell } from './shell.ts'

/** What a shell at a prompt ignores, and its children do not. */
export const PROMPT_IGNORES: readonly number[] = [Signal.TERM, Signal.QUIT, Signal.TSTP, Signal.TTIN, Signal.TTOU]

/** A child that shares everything and does not run yet. Throws a ShellError when there are too many processes. */
export function forkChild(shell: Shell): KernelProcess {
  try {
    const child = shell.process.fork()
    if (shell.interactive) for (const signal of PROMPT_IGNORES) child.onSignal(signal, 'default')
    return child
  } catch (error) {
    if (error instanceof FileError) throw new ShellError(`can't fork: ${error.message}`)
    throw error
  }
}

/** Whether each job gets a process group of its own: at a prompt. */
export function controlsJobs(shell: Shell): boolean {
  return shell.options.monitor && !shell.isSubshell
}

/** Puts a child into its job's group: that of `leader`, or a new one. */
export function joinJob(shell: Shell, child: KernelProcess, leader: KernelProcess | undefined): void {
  if (controlsJobs(shell)) child.group = (leader ?? child).pid
}

/** Waits for the processes of a pipeline; gives how each ended. Stopped ones become a job. */
export async function waitForeground(
  shell: Shell,
  processes: readonly KernelProcess[],
  text: string,
): Promise<readonly WaitStatus[]> {
  const { terminal } = shell.process
  const controls = controlsJobs(shell)
  if (controls && terminal) terminal.foreground = processes[0]!.group
  const statuses: WaitStatus[] = []
  try {
    for (const process of processes) {
      const status = await shell.process.waitFor(process, { stopped: controls })
      if (!status) {
        const job = shell.jobs.add(processes, text)
        job.told = true
        await shell.print(2, `[${job.number}]+  Stopped                    ${text}\n`)
        return [{ code: 128 + Signal.TSTP, signal: 0 }]
      }
      statuses.push(status)
    }
  } finally {
    if (controls && terminal) terminal.foreground = shell.process.group
  }
  await reportSignal(
    shell,
    statuses.findLast(({ signal }) => signal !== 0),
  )
  return statuses
}

/** Says what killed a child, as long as that was not the person at the keyboard or a reader that had enough. */
export async function reportSignal(shell: Shell, status: WaitStatus | undefined): Promise<void> {
  if (!status?.signal || status.signal === Signal.PIPE) return
  if (status.signal === Signal.INT) {
    if (shell.interactive) await shell.print(2, '\n')
  } else await shell.print(2, `${describeSignal(status.signal)}\n`)
}
