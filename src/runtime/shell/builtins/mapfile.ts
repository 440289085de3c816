// mapfile, readarray (bash): the lines of standard input become an array.
import { concat, decode } from '../../bytes.ts'
import { setElements } from '../arrays.ts'
import type { Builtin } from '../builtins.ts'

export const mapfile: Builtin = async (shell, argv) => {
  const strips = argv.includes('-t')
  const name = argv.slice(1).find((word) => !word.startsWith('-')) ?? 'MAPFILE'
  const parts: Uint8Array[] = []
  let size = 0
  for (let chunk = await shell.process.read(0); chunk; chunk = await shell.process.read(0)) {
    parts.push(chunk)
    size += chunk.length
    if (size > shell.process.kernel.largestValue) shell.process.endOutOfMemory()
  }
  const lines = parts.length ? decode(concat(parts)).match(/[^\n]*\n|[^\n]+$/g) : []
  setElements(
    shell,
    name,
    (lines ?? []).map((line) => (strips ? line.replace(/\n$/, '') : line)),
    false,
  )
  return 0
}
