// split: cuts a file into pieces.
import type { Program } from '../process.ts'
import { openInput, readChunks } from './inputs.ts'
import { integerOf, sizeOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

/** `aa`, `ab`, … */
function suffix(number: number, length: number): string {
  let text = ''
  for (let place = 0; place < length; place++) {
    text = String.fromCharCode(97 + (number % 26)) + text
    number = Math.floor(number / 26)
  }
  if (number > 0) throw new Complaint('suffixes exhausted')
  return text
}

const split: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'l:b:a:',
    usage: '[OPTIONS] [INPUT [PREFIX]]',
    operands: [0, 2],
  })
  const [input = '-', prefix = 'x'] = options.operands
  const bytes = options.has('b') ? sizeOf(options.value('b')!) : undefined
  const amount = bytes ?? (options.has('l') ? sizeOf(options.value('l')!) : 1000)
  if (amount < 1) throw new Complaint(`invalid number '0'`)
  const length = integerOf(options.value('a') ?? '2')
  const descriptor = openInput(process, input)
  let output: number | undefined
  let left = 0
  let count = 0
  for await (const chunk of readChunks(process, descriptor)) {
    for (let at = 0; at < chunk.length; ) {
      if (output === undefined) {
        output = process.open(prefix + suffix(count++, length), { write: true, create: true, truncate: true })
        left = amount
      }
      let end = at
      if (bytes !== undefined) {
        end = Math.min(chunk.length, at + left)
        left -= end - at
      } else {
        while (end < chunk.length && left > 0) {
          const newline = chunk.indexOf(10, end)
          end = newline < 0 ? chunk.length : newline + 1
          if (newline >= 0) left--
        }
      }
      await process.write(output, chunk.subarray(at, end))
      at = end
      if (left === 0) {
        process.close(output)
        output = undefined
      }
    }
  }
  return 0
}
export default split
