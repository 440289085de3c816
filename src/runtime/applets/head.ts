// head: prints the beginnings of files.
import type { Process, Program } from '../process.ts'
import { eachInput, readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'
import { type Count, countOf, headings, modernCount } from './sections.ts'
import { TailBuffer } from './tail-buffer.ts'

/** The end of the first `count` lines or bytes in a chunk, and how many of them are still missing. */
function cut(chunk: Uint8Array, count: Count, left: number): readonly [end: number, left: number] {
  if (count.unit === 'bytes') return [Math.min(left, chunk.length), left - Math.min(left, chunk.length)]
  let end = 0
  while (left > 0) {
    const newline = chunk.indexOf(10, end)
    if (newline < 0) return [chunk.length, left]
    end = newline + 1
    left--
  }
  return [end, 0]
}

async function beginning(process: Process, descriptor: number, count: Count): Promise<void> {
  let left = count.amount
  while (left > 0) {
    const chunk = await process.read(descriptor, count.unit === 'bytes' ? Math.min(left, 65536) : undefined)
    if (!chunk) return
    const [end, rest] = cut(chunk, count, left)
    left = rest
    await process.write(1, chunk.subarray(0, end))
    await process.tick()
  }
}

/** All but the last lines or bytes. */
async function allBut(process: Process, descriptor: number, count: Count): Promise<void> {
  const buffer = new TailBuffer(process, count.unit, count.amount)
  for await (const chunk of readChunks(process, descriptor)) {
    for (const dropped of buffer.push(chunk)) await process.write(1, dropped)
  }
  await process.write(1, buffer.beforeRest())
}

const head: Program = async (process) => {
  const options = await parseOptions(
    process,
    {
      letters: 'n:c:qv',
      long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v' },
      usage: '[OPTIONS] [FILE]...',
    },
    modernCount(process.argv.slice(1), '-'),
  )
  const count = countOf(options)
  const names = options.operands.length > 0 ? options.operands : ['-']
  const heading = headings(process, options.has('v') || (names.length > 1 && !options.has('q')))
  const good = await eachInput(
    process,
    names,
    async (descriptor, name, index) => {
      await heading(name, index)
      await (count.sign === '-' ? allBut : beginning)(process, descriptor, count)
    },
    (name) => name,
  )
  return good ? 0 : 1
}
export default head
