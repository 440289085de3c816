// nl: numbers lines.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { mapLines } from './each-line.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'

const nl: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'pw:l:v:i:s:b:n:',
    long: {
      'body-numbering': 'b',
      'number-width': 'w',
      'number-separator': 's',
      'starting-line-number': 'v',
      'line-increment': 'i',
    },
    usage: '[OPTIONS] [FILE]...',
  })
  const style = options.value('b') ?? 't'
  const width = integerOf(options.value('w') ?? '6')
  const separator = toBytes(options.value('s') ?? '\t')
  const step = integerOf(options.value('i') ?? '1')
  let number = integerOf(options.value('v') ?? '1')
  return mapLines(process, options.operands, (line) => {
    if (style !== 'a' && (style === 'n' || line === '')) return `${' '.repeat(width + separator.length)}${line}\n`
    const text = `${String(number).padStart(width)}${separator}${line}\n`
    number += step
    return text
  })
}
export default nl
