// mapfile, readarray (bash): the lines of standard input become an array.
import { concat, decode } from '../../bytes.ts'
import { setElements } from '../arrays.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'

export const mapfile: Builtin = async (shell, argv) => {
  const values: Record<string, string> = {}
  let strips = false
  let at = 1
  for (; argv[at]?.startsWith('-'); at++) {
    const letter = argv[at]![1]!
    if (letter === 't') strips = true
    else if ('dnsuO'.includes(letter)) values[letter] = argv[at]!.slice(2) || (argv[++at] ?? '')
    else throw new ShellError(`${argv[at]}: invalid option`)
  }
  const name = argv[at] ?? 'MAPFILE'
  const descriptor = Number(values.u ?? 0)
  const end = values.d === undefined ? '\n' : values.d.slice(0, 1) || '\0'
  const parts: Uint8Array[] = []
  let size = 0
  for (let chunk = await shell.process.read(descriptor); chunk; chunk = await shell.process.read(descriptor)) {
    parts.push(chunk)
    size += chunk.length
    if (size > shell.process.kernel.largestValue) shell.process.endOutOfMemory()
  }
  const pieces = parts.length ? decode(concat(parts)).split(end) : []
  const rest = pieces.pop()
  const lines = pieces.map((piece) => (strips ? piece : piece + end))
  if (rest) lines.push(rest)
  const skipped = Number(values.s ?? 0)
  const most = Number(values.n ?? 0) || lines.length
  setElements(shell, name, lines.slice(skipped, skipped + most), false)
  return 0
}
