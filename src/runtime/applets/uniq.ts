// uniq: drops repeated lines.
import type { Program } from '../process.ts'
import { chunkOf } from './byte-string.ts'
import { openInput } from './inputs.ts'
import { readLines } from './lines.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { complain, reason } from './report.ts'

const uniq: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'cduf:s:w:iz',
    long: {
      count: 'c',
      repeated: 'd',
      unique: 'u',
      'skip-fields': 'f',
      'skip-chars': 's',
      'check-chars': 'w',
      'ignore-case': 'i',
    },
    usage: '[-cduiz] [-f,s,w N] [FILE [OUTFILE]]',
    operands: [0, 2],
  })
  const [from = '-', to = '-'] = options.operands
  const end = options.has('z') ? '\0' : '\n'
  const fields = integerOf(options.value('f') ?? '0')
  const skipped = integerOf(options.value('s') ?? '0')
  const checked = options.has('w') ? integerOf(options.value('w')!) : undefined
  const skipFields = new RegExp(`^(?:\\s*\\S+){0,${Math.min(fields, 1000)}}`)
  const keyOf = (line: string): string => {
    let key = fields > 0 ? line.slice(skipFields.exec(line)?.[0].length ?? 0) : line
    key = key.slice(skipped)
    if (checked !== undefined) key = key.slice(0, checked)
    return options.has('i') ? key.toLowerCase() : key
  }
  let input: number
  let output = 1
  try {
    input = openInput(process, from)
    if (to !== '-') output = process.open(to, { write: true, create: true, truncate: true })
  } catch (error) {
    await complain(process, `${from}: ${reason(error)}`)
    return 1
  }
  let first: string | undefined
  let key = ''
  let count = 0
  let pending = ''
  const finish = () => {
    if (first === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return
    pending += `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${first}${end}`
  }
  for await (const lines of readLines(process, input, end)) {
    for (const line of lines) {
      const next = keyOf(line)
      if (first !== undefined && next === key) count++
      else {
        finish()
        first = line
        key = next
        count = 1
      }
    }
    const text = pending
    pending = ''
    if (text !== '') await process.write(output, chunkOf(text))
  }
  finish()
  if (pending !== '') await process.write(output, chunkOf(pending))
  return 0
}
export default uniq
