// strings: prints the texts in files.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { eachInput, readChunks } from './inputs.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

const strings: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'fan:ot:',
    usage: '[-fo] [-t o|d|x] [-n LEN] [FILE]...',
  })
  const least = Math.max(1, integerOf(options.value('n') ?? '4'))
  const radix = { o: 8, d: 10, x: 16 }[(options.value('t') ?? (options.has('o') ? 'o' : '')) as 'o']
  const output = standardOutput(process)
  const good = await eachInput(process, options.operands, async (descriptor, name) => {
    let text = ''
    let offset = 0
    let shown = false
    for await (const chunk of readChunks(process, descriptor)) {
      for (const byte of chunk) {
        offset++
        if ((byte >= 32 && byte < 127) || byte === 9) {
          text += String.fromCharCode(byte)
          if (shown) {
            await output.print(text)
            text = ''
          } else if (text.length >= least) {
            const start = offset - text.length
            const label = options.has('f') ? `${toBytes(name)}: ` : ''
            const place = radix ? `${start.toString(radix).padStart(7)} ` : ''
            await output.print(label + place + text)
            text = ''
            shown = true
          }
          continue
        }
        if (shown) await output.print('\n')
        shown = false
        text = ''
      }
    }
    if (shown) await output.print('\n')
  })
  return good ? 0 : 1
}
export default strings
