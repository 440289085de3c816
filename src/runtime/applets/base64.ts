// base64: encodes and decodes.
import type { Program } from '../process.ts'
import { bytesOf, chunkOf } from './byte-string.ts'
import { eachInput, readChunks } from './inputs.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint } from './report.ts'

const base64: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'dw:',
    long: { decode: 'd', wrap: 'w' },
    usage: '[-d] [-w COL] [FILE]',
    operands: [0, 1],
  })
  const width = options.has('w') ? integerOf(options.value('w')!) : 76
  const output = standardOutput(process)
  const encode = async (descriptor: number) => {
    let rest: Uint8Array = new Uint8Array()
    let column = 0
    const print = async (text: string) => {
      if (width === 0) {
        await output.print(text)
        return
      }
      for (let at = 0; at < text.length; ) {
        const part = text.slice(at, at + width - column)
        at += part.length
        column += part.length
        await output.print(part)
        if (column === width) {
          column = 0
          await output.print('\n')
        }
      }
    }
    for await (const chunk of readChunks(process, descriptor)) {
      const bytes = Buffer.concat([rest, chunk])
      const whole = bytes.length - (bytes.length % 3)
      await print(bytes.toString('base64', 0, whole))
      rest = bytes.subarray(whole)
    }
    if (rest.length > 0) await print(Buffer.from(rest).toString('base64'))
    if (column > 0) await output.print('\n')
  }
  const decode = async (descriptor: number) => {
    let rest = ''
    for await (const chunk of readChunks(process, descriptor)) {
      // what is no base64 is passed over
      const text = rest + bytesOf(chunk).replace(/[^A-Za-z0-9+/=]+/g, '')
      const whole = text.length - (text.length % 4)
      for (const group of text.slice(0, whole).match(/[^=]+=*/g) ?? [])
        await process.write(1, Buffer.from(group, 'base64'))
      rest = text.slice(whole)
    }
    if (rest !== '') {
      await process.write(1, chunkOf(Buffer.from(rest, 'base64').toString('latin1')))
      throw new Complaint('truncated input')
    }
  }
  const good = await eachInput(process, options.operands, options.has('d') ? decode : encode)
  return good ? 0 : 1
}
export default base64
