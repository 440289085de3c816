// echo: prints its arguments.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { withoutEscapes } from './escapes.ts'

const echo: Program = async (process) => {
  let newline = true
  let escapes = false
  let first = 1
  for (; /^-[neE]+$/.test(process.argv[first] ?? ''); first++) {
    for (const letter of process.argv[first]!.slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = toBytes(process.argv.slice(first).join(' '))
  const result = escapes ? withoutEscapes(text) : { text, stopped: false }
  await process.write(1, chunkOf(result.text + (newline && !result.stopped ? '\n' : '')))
  return 0
}
export default echo
