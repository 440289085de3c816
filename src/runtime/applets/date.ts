// date: prints the time, in UTC.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { dateByFormat, parseDate } from './date-text.ts'
import { parseOptions, showUsage } from './options.ts'
import { Complaint, complain } from './report.ts'
import { strftime } from './strftime.ts'

const rules = {
  letters: 'Rs:ud:r:I::D:',
  long: { 'rfc-822': 'R', 'rfc-2822': 'R', set: 's', utc: 'u', date: 'd', reference: 'r', 'iso-8601': 'I' },
  usage: '[OPTIONS] [+FMT] [[-s] TIME]',
}

const isoFormats: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H+00:00',
  minutes: '%Y-%m-%dT%H:%M+00:00',
  seconds: '%Y-%m-%dT%H:%M:%S+00:00',
  ns: '%Y-%m-%dT%H:%M:%S,%N+00:00',
}

const date: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const given = options.operands.find((word) => word.startsWith('+'))
  const setting = options.value('s') ?? options.operands.find((word) => !word.startsWith('+'))
  if (options.operands.length > 1) return showUsage(process, rules)
  const text = options.value('d')
  const file = options.value('r')
  const hint = options.value('D')
  let time = process.now()
  if (file !== undefined) time = process.files.stat(file).mtime
  else if (text !== undefined) time = hint === undefined ? parseDate(text, time) : dateByFormat(text, hint, time)
  else if (setting !== undefined) {
    time = parseDate(setting, time)
    await complain(process, `can't set date: Operation not permitted`)
  }
  let format = '%a %b %e %H:%M:%S %Z %Y'
  if (given !== undefined) format = toBytes(given.slice(1))
  else if (options.has('R')) format = '%a, %d %b %Y %H:%M:%S %z'
  else if (options.has('I')) {
    const wanted = options.value('I') || 'date'
    const name = Object.keys(isoFormats).find((each) => each.startsWith(wanted))
    if (name === undefined) throw new Complaint(`invalid argument '${wanted}' to 'date'`)
    format = isoFormats[name]!
  }
  await process.write(1, chunkOf(`${strftime(format, time)}\n`))
  return text === undefined && file === undefined && setting !== undefined ? 1 : 0
}
export default date
