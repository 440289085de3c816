// xxd: makes a hex dump, or bytes of one.
import type { Process, Program } from '../process.ts'
import { chunkOf } from './byte-string.ts'
import { eachBlock } from './dump/blocks.ts'
import { eachInput } from './inputs.ts'
import { readLines } from './lines.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

async function reverse(process: Process, names: readonly string[], plain: boolean): Promise<boolean> {
  return eachInput(process, names, async (descriptor) => {
    for await (const lines of readLines(process, descriptor)) {
      for (const line of lines) {
        const text = plain ? line : line.replace(/^[0-9a-fA-F]+: ?/, '').split('  ', 1)[0]!
        const digits = /^[0-9a-fA-F\s]*/.exec(text)![0].replace(/\s+/g, '')
        await process.write(1, chunkOf(Buffer.from(digits, 'hex').toString('latin1')))
      }
    }
  })
}

const xxd: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'l:s:c:g:o:pri:u',
    usage: '[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]',
    operands: [0, 1],
  })
  const plain = options.has('p')
  if (options.has('r')) return (await reverse(process, options.operands, plain)) ? 0 : 1
  const size = options.has('c') ? integerOf(options.value('c')!) : plain ? 30 : 16
  const group = options.has('g') ? integerOf(options.value('g')!) : 2
  const range = {
    skip: options.has('s') ? Number(options.value('s')) : 0,
    length: options.has('l') ? Number(options.value('l')) : Infinity,
  }
  const shift = options.has('o') ? Number(options.value('o')) : 0
  const output = standardOutput(process)
  const hex = (byte: number) => byte.toString(16).padStart(2, '0')
  const full = size * 2 + (group > 0 ? Math.ceil(size / group) : 1)
  const good = await eachBlock(process, options.operands, size, range, async (block, offset) => {
    if (plain) {
      await output.print(`${[...block].map(hex).join('')}\n`)
      return
    }
    const bytes = [...block].map((byte, index) => hex(byte) + (group > 0 && (index + 1) % group === 0 ? ' ' : ''))
    const text = [...block].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    const address = (offset + shift).toString(16).padStart(8, '0')
    await output.print(`${address}: ${bytes.join('').padEnd(full)} ${text}\n`)
  })
  return good ? 0 : 1
}
export default xxd
