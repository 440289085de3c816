// shuf: shuffles lines.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { openInput, using } from './inputs.ts'
import { gatherLines } from './lines.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { Output } from './output.ts'
import { Complaint } from './report.ts'

const shuf: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'ei:n:o:zr',
    usage: '[-n NUM] [-o FILE] [-z] [FILE | -e [ARG...] | -i L-H]',
  })
  const end = options.has('z') ? '\0' : '\n'
  const lines: string[] = []
  const range = options.value('i')
  if (options.has('e')) lines.push(...options.operands.map(toBytes))
  else if (range !== undefined) {
    const match = /^(\d+)-(\d+)$/.exec(range)
    const [from, to] = [Number(match?.[1]), Number(match?.[2])]
    if (!match || to < from) throw new Complaint(`bad range '${range}'`)
    if (to - from > 1_000_000) throw new Complaint('out of memory')
    for (let number = from; number <= to; number++) lines.push(String(number))
  } else {
    const [name = '-'] = options.operands
    await using(process, openInput(process, name), (descriptor) => gatherLines(process, descriptor, lines, end))
  }
  const count = Math.min(options.has('n') ? integerOf(options.value('n')!) : Infinity, lines.length)
  const path = options.value('o')
  const output = new Output(
    process,
    path === undefined ? 1 : process.open(path, { write: true, create: true, truncate: true }),
  )
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(process.random() * (lines.length - at))
    ;[lines[at], lines[other]] = [lines[other]!, lines[at]!]
    await output.print(lines[at]! + end)
  }
  await output.flush()
  return 0
}
export default shuf
