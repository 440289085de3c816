// Pipelines: all commands run at once, each in a process of its own.
import type { KernelProcess } from '../kernel-process.ts'
import { Pipe, PipeReader, PipeWriter } from '../pipe.ts'
import type { Pipeline } from './ast.ts'
import { checkErrexit, execute, tested } from './execute.ts'
import { forkChild, joinJob, waitForeground } from './launch.ts'
import type { Shell } from './shell.ts'
import { beginSubshell } from './subshell.ts'

export async function executePipeline(shell: Shell, node: Pipeline): Promise<number> {
  const started = shell.process.now()
  if (node.negated) await tested(shell, () => run(shell, node))
  else await run(shell, node)
  if (node.timed) await reportTime(shell, shell.process.now() - started)
  if (node.negated) return (shell.status = shell.status === 0 ? 1 : 0)
  return checkErrexit(shell)
}

async function run(shell: Shell, node: Pipeline): Promise<void> {
  if (node.commands.length === 1) {
    await execute(shell, node.commands[0]!)
    return
  }
  const statuses = await waitForeground(shell, forkPipeline(shell, node), '…')
  const codes = statuses.map(({ code }) => code)
  const failed = shell.options.pipefail ? codes.findLast((code) => code !== 0) : undefined
  shell.status = failed ?? codes.at(-1) ?? 0
  shell.pipeStatus = codes
}

/** Begins every command of a pipeline. `prepare` may change the first one. */
export function forkPipeline(
  shell: Shell,
  { commands, withErrors }: Pipeline,
  prepare?: (first: KernelProcess) => void,
): KernelProcess[] {
  const children: KernelProcess[] = []
  let input: PipeReader | undefined
  for (const [index, command] of commands.entries()) {
    const child = forkChild(shell)
    joinJob(shell, child, children[0])
    if (index === 0) prepare?.(child)
    if (input) child.descriptors.put(0, input)
    if (index < commands.length - 1) {
      const pipe = new Pipe()
      input = new PipeReader(pipe)
      const writer = new PipeWriter(pipe)
      child.descriptors.put(1, writer)
      if (withErrors[index]) child.descriptors.put(2, writer.share())
    }
    beginSubshell(shell, child, command)
    children.push(child)
  }
  return children
}

async function reportTime(shell: Shell, ms: number): Promise<void> {
  const minutes = Math.floor(ms / 60_000)
  const seconds = (ms % 60_000) / 1000
  const lines = shell.dialect.bash
    ? `\nreal\t${minutes}m${seconds.toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`
    : `real\t${minutes}m ${seconds.toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`
  await shell.print(2, lines)
}
