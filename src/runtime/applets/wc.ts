// wc: counts lines, words and bytes.
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { eachInput, readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

interface Counts {
  lines: number
  words: number
  characters: number
  bytes: number
  longest: number
}

async function countIn(process: Process, descriptor: number): Promise<Counts> {
  const counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 }
  let inWord = false
  let column = 0
  for await (const chunk of readChunks(process, descriptor)) {
    counts.bytes += chunk.length
    for (const byte of chunk) {
      if (byte > 32 && byte < 127) {
        inWord = true
        column++
        continue
      }
      const space = byte === 32 || (byte >= 9 && byte <= 13)
      if (!space) continue
      if (inWord) counts.words++
      inWord = false
      if (byte === 9) column = (column | 7) + 1
      else if (byte === 32) column++
      else if (byte === 10 || byte === 12 || byte === 13) {
        counts.longest = Math.max(counts.longest, column)
        column = 0
        if (byte === 10) counts.lines++
      }
    }
  }
  if (inWord) counts.words++
  counts.longest = Math.max(counts.longest, column)
  counts.characters = counts.bytes
  return counts
}

const wc: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'lwcmL',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
    usage: '[-cmlwL] [FILE]...',
  })
  const all = ['lines', 'words', 'characters', 'bytes', 'longest'] as const
  const asked = all.filter((_, index) => options.has('lwmcL'[index]!))
  const shown = asked.length > 0 ? asked : (['lines', 'words', 'bytes'] as const)
  const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 }
  const output = standardOutput(process)
  const print = async (counts: Counts, name: string) => {
    const numbers = shown
      .map((what) => String(counts[what]).padStart(shown.length > 1 || options.operands.length > 1 ? 9 : 0))
      .join(' ')
    await output.print(`${numbers}${name === '' ? '' : ` ${toBytes(name)}`}\n`)
  }
  const good = await eachInput(
    process,
    options.operands,
    async (descriptor, name) => {
      const counts = await countIn(process, descriptor)
      for (const what of all) {
        total[what] = what === 'longest' ? Math.max(total[what], counts[what]) : total[what] + counts[what]
      }
      await print(counts, options.operands.length === 0 ? '' : name)
    },
    (name) => name,
  )
  if (options.operands.length > 1) await print(total, 'total')
  return good ? 0 : 1
}
export default wc
