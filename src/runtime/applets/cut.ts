// cut: prints parts of lines.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { eachInput } from './inputs.ts'
import { readLines } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint } from './report.ts'

/** From and to, counted from 1. */
type Range = readonly [from: number, to: number]

const rules = {
  letters: 'b:c:f:d:sno:DF:O:',
  long: { bytes: 'b', characters: 'c', fields: 'f', delimiter: 'd', 'only-delimited': 's', 'output-delimiter': 'O' },
  usage: '{-b|c LIST | -f LIST [-d SEP] [-s]} [-D] [-O SEP] [FILE]...',
}

function rangesOf(list: string): Range[] {
  const ranges = list.split(',').map((part): Range => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part)
    if (!match || part === '' || part === '-') throw new Complaint(`invalid range ${list}`)
    const from = match[1] === '' ? 1 : Number(match[1])
    const to = match[2] === '' ? from : match[3] === '' ? Infinity : Number(match[3])
    if (from < 1 || to < 1) throw new Complaint('missing list of positions')
    if (to < from) throw new Complaint(`invalid range ${part}`)
    return [from, to]
  })
  ranges.sort((left, right) => left[0] - right[0])
  const merged: Range[] = []
  for (const range of ranges) {
    const before = merged.at(-1)
    if (before && range[0] <= before[1]) merged[merged.length - 1] = [before[0], Math.max(before[1], range[1])]
    else merged.push(range)
  }
  return merged
}

const cut: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const letter = options.last('bcf')
  if (letter === undefined) throw new Complaint('expected a list of bytes, characters, or fields')
  const byField = letter === 'f'
  if (!byField && options.has('d')) throw new Complaint('a delimiter may be specified only when operating on fields')
  if (!byField && options.has('s'))
    throw new Complaint('suppressing non-delimited lines makes sense only when operating on fields')
  const ranges = rangesOf(options.value(letter)!)
  const delimiter = toBytes(options.value('d') ?? '\t')
  const joiner = options.has('O') ? toBytes(options.value('O')!) : byField ? delimiter : ''
  const select = (line: string): string | undefined => {
    if (!byField) return ranges.map(([from, to]) => line.slice(from - 1, to)).join(joiner)
    if (!line.includes(delimiter)) return options.has('s') ? undefined : line
    const fields = line.split(delimiter)
    return ranges.flatMap(([from, to]) => fields.slice(from - 1, to)).join(joiner)
  }
  const output = standardOutput(process)
  const good = await eachInput(
    process,
    options.operands,
    async (descriptor) => {
      for await (const lines of readLines(process, descriptor)) {
        for (const line of lines) {
          const text = select(line)
          if (text !== undefined) await output.print(`${text}\n`)
        }
        await output.flush()
      }
    },
    (name) => name,
  )
  return good ? 0 : 1
}
export default cut
