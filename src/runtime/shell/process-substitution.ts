// Process substitution (bash): `<(…)` and `>(…)` are paths of pipes to commands that run beside.
import { Pipe, PipeReader, PipeWriter } from '../pipe.ts'
import type { ProcessSubstitution } from './ast.ts'
import { forkChild } from './launch.ts'
import type { Shell } from './shell.ts'
import { beginSubshell } from './subshell.ts'

/** Descriptors are taken from here downwards, as bash does. */
const HIGHEST = 63

/** Begins the command; gives the path that stands for it. */
export function substituteProcess(shell: Shell, { body, writes }: ProcessSubstitution): string {
  const pipe = new Pipe()
  const reader = new PipeReader(pipe)
  const writer = new PipeWriter(pipe)
  const child = forkChild(shell)
  if (writes) child.descriptors.put(0, reader)
  else child.descriptors.put(1, writer)
  beginSubshell(shell, child, body)
  // nobody waits for it, so it must not stay in the table
  child.adopt(shell.process)
  let descriptor = HIGHEST
  while (shell.process.file(descriptor)) descriptor--
  shell.process.descriptors.put(descriptor, writes ? writer : reader)
  shell.substitutions.push(descriptor)
  return `/dev/fd/${descriptor}`
}

/** Closes what the command that is done now has opened: all but the first `kept`. */
export function closeSubstitutions(shell: Shell, kept: number): void {
  for (const descriptor of shell.substitutions.splice(kept)) {
    if (!shell.process.status) shell.process.descriptors.close(descriptor)
  }
}
