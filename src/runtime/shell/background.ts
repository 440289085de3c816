// Commands behind which an `&` stands.

import type { KernelProcess } from '../kernel-process.ts'
import { openPath } from '../open.ts'
import { Signal } from '../signals.ts'
import type { Node } from './ast.ts'
import { controlsJobs, forkChild, joinJob } from './launch.ts'
import { forkPipeline } from './pipeline.ts'
import type { Shell } from './shell.ts'
import { beginSubshell } from './subshell.ts'

/** Begins a command and does not wait for it. */
export async function executeBackground(shell: Shell, node: Node, text: string): Promise<void> {
  const processes =
    node.type === 'pipeline' && node.commands.length > 1
      ? forkPipeline(shell, node, (first) => detach(shell, first))
      : [forkOne(shell, node)]
  const last = processes.at(-1)!
  if (!shell.interactive) shell.jobs.dropWaited()
  // without job control nobody keeps what was typed
  const job = shell.jobs.add(processes, controlsJobs(shell) || shell.dialect.bash ? text : '')
  shell.background = last.pid
  shell.status = 0
  if (shell.interactive && controlsJobs(shell) && shell.dialect.bash)
    await shell.print(2, `[${job.number}] ${last.pid}\n`)
}

function forkOne(shell: Shell, node: Node): KernelProcess {
  const child = forkChild(shell)
  joinJob(shell, child, undefined)
  detach(shell, child)
  beginSubshell(shell, child, node)
  return child
}

/** Without job control a background command neither reads what the shell reads nor feels its ^C. */
function detach(shell: Shell, child: KernelProcess): void {
  if (controlsJobs(shell)) return
  child.descriptors.put(0, openPath(child, '/dev/null', { read: true }))
  child.onSignal(Signal.INT, 'ignore')
  child.onSignal(Signal.QUIT, 'ignore')
}
