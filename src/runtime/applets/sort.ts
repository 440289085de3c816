// sort: sorts lines.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { eachInput } from './inputs.ts'
import { gatherLines } from './lines.ts'
import { parseOptions } from './options.ts'
import { Output } from './output.ts'
import { Complaint } from './report.ts'
import { comparison, readKey, type SortKey } from './sort-keys.ts'

const rules = {
  letters: 'ngMucszbrdfihVCo:k:t:T:S:m',
  long: {
    'numeric-sort': 'n',
    'general-numeric-sort': 'g',
    'human-numeric-sort': 'h',
    'month-sort': 'M',
    unique: 'u',
    check: 'c',
    stable: 's',
    'zero-terminated': 'z',
    'ignore-leading-blanks': 'b',
    reverse: 'r',
    'dictionary-order': 'd',
    'ignore-case': 'f',
    'version-sort': 'V',
    output: 'o',
    key: 'k',
    'field-separator': 't',
    merge: 'm',
  },
  usage: '[-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]...',
}

const sort: Program = async (process) => {
  const options = await parseOptions(process, rules)
  const separator = options.value('t')
  if (separator !== undefined && toBytes(separator).length > 1) throw new Complaint(`bad -t parameter`, 2)
  const end = options.has('z') ? '\0' : '\n'
  const global = [...'nghMVbdfir'].filter((letter) => options.has(letter)).join('')
  const keys: SortKey[] = options.values('k').map((text) => readKey(text, global))
  const compare = comparison(keys, global, separator === undefined ? undefined : toBytes(separator), options.has('s'))
  const same = comparison(keys, global, separator === undefined ? undefined : toBytes(separator), true)
  const lines: string[] = []
  const good = await eachInput(process, options.operands, (descriptor) => gatherLines(process, descriptor, lines, end))
  if (!good) return 2
  if (options.has('c') || options.has('C')) {
    for (let at = 1; at < lines.length; at++) {
      const order = compare(lines[at - 1]!, lines[at]!)
      if (order > 0 || (options.has('u') && same(lines[at - 1]!, lines[at]!) === 0)) {
        if (options.has('c')) await process.write(2, chunkOf(`sort: Check line ${at + 1}\n`))
        return 1
      }
    }
    return 0
  }
  lines.sort(compare)
  const path = options.value('o')
  const descriptor = path === undefined ? 1 : process.open(path, { write: true, create: true, truncate: true })
  const output = new Output(process, descriptor)
  let before: string | undefined
  for (const line of lines) {
    if (options.has('u') && before !== undefined && same(before, line) === 0) continue
    before = line
    await output.print(line + end)
  }
  await output.flush()
  return 0
}
export default sort
