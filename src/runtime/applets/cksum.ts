// cksum: POSIX checksums.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { eachInput, readChunks } from './inputs.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

/** CRC-32 of POSIX cksum: polynomial 0x04c11db7, high bit first. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1
  return value >>> 0
})

const cksum: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: '[FILE]...' })
  const good = await eachInput(process, operands, async (descriptor, name) => {
    let sum = 0
    let length = 0
    const add = (byte: number) => {
      sum = ((sum << 8) ^ table[((sum >>> 24) ^ byte) & 255]!) >>> 0
    }
    for await (const chunk of readChunks(process, descriptor)) {
      length += chunk.length
      for (const byte of chunk) add(byte)
    }
    for (let left = length; left > 0; left = Math.floor(left / 256)) add(left & 255)
    const label = operands.length > 0 ? ` ${toBytes(name)}` : ''
    await standardOutput(process).print(`${~sum >>> 0} ${length}${label}\n`)
  })
  return good ? 0 : 1
}
export default cksum
