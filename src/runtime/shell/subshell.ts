// Subshells: a copy of the shell in a process of its own.
import type { KernelProcess } from '../kernel-process.ts'
import type { Node } from './ast.ts'
import { executeLast } from './execute.ts'
import { redirect } from './redirect.ts'
import { runToEnd } from './run-to-end.ts'
import { Shell } from './shell.ts'

/** Begins to run commands in a child that has been forked for them. `prepare` runs there first. */
export function beginSubshell(
  shell: Shell,
  child: KernelProcess,
  body: Node,
  prepare?: (inner: Shell) => Promise<void>,
  substitutes: boolean = false,
): void {
  const inner = new Shell(child, shell.kind, shell)
  if (substitutes) inner.substituting++
  child.kernel.begin(child, () =>
    runToEnd(inner, async () => {
      await prepare?.(inner)
      if (body.type !== 'subshell') return executeLast(inner, body)
      // `( … ) &`: there is a process already, and `$!` means the one with the traps
      await redirect(inner, child, body.redirections)
      return executeLast(inner, body.body)
    }),
  )
}
