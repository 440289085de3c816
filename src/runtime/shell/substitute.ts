// Command substitution: `$(…)`.
import { concat, decode } from '../bytes.ts'
import { Pipe, PipeReader, PipeWriter } from '../pipe.ts'
import type { Node } from './ast.ts'
import { forkChild } from './launch.ts'
import type { Shell } from './shell.ts'
import { beginSubshell } from './subshell.ts'

const CHUNK = 65_536

/** `$(<file)` (bash) is what `cat` makes of it. */
function onlyInput(body: Node): Node | undefined {
  if (body.type !== 'simple' || body.words.length + body.assignments.length > 0) return undefined
  const [redirection, ...others] = body.redirections
  if (redirection?.operator !== '<' || others.length > 0) return undefined
  return { ...body, words: [[{ type: 'literal', text: 'cat', quoted: true }]] }
}

/** What the commands print, without the newlines at its end. */
export async function substituteCommand(shell: Shell, body: Node): Promise<string> {
  if (body.type === 'list' && body.items.length === 0) return ''
  const file = shell.dialect.bash ? onlyInput(body) : undefined
  const pipe = new Pipe()
  const reader = new PipeReader(pipe)
  const child = forkChild(shell)
  child.descriptors.put(1, new PipeWriter(pipe))
  beginSubshell(shell, child, file ?? body, undefined, true)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const chunk = await reader.read(shell.process, CHUNK)
      if (!chunk) break
      chunks.push(chunk)
      size += chunk.length
      if (size > shell.process.kernel.largestValue) shell.process.endOutOfMemory()
    }
  } finally {
    reader.close()
  }
  const status = await shell.process.waitFor(child)
  shell.substituted = status!.code
  return chunks.length ? decode(concat(chunks)).replaceAll('\0', '').replace(/\n+$/, '') : ''
}
