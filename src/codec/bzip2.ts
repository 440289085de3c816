// Takes bzip2 off a stream: one block (900 kB at most) in memory at a time, however much it grows to. Libraries that do
// it unpack everything that has come at once, which a few bytes from a stranger make as much as they like.
import { Buffer } from 'node:buffer'
import { BitReader } from './bit-reader.ts'
import { decodeBlock } from './bzip2-block.ts'
import { invalidBzip2 } from './bzip2-error.ts'

const blockMagic = 0x314159265359
const endMagic = 0x177245385090
/** bytes before compression of a block of level 1 */
const levelSize = 100_000
/** bytes given out at a time */
const chunkSize = 64 * 1024

/** Throws with the words of Go's compress/bzip2: `bzip2 data invalid: …`, `unexpected EOF`. */
export async function* bunzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bits = new BitReader(source)
  let continues = false
  try {
    do {
      yield* decodeStream(bits, continues)
      continues = true
      bits.align()
    } while (await bits.fill(1))
  } finally {
    await bits.close()
  }
}

async function* decodeStream(bits: BitReader, continues: boolean): AsyncGenerator<Uint8Array> {
  await bits.fill(64)
  if (bits.read(16) !== 0x425a) throw invalidBzip2(`bad magic value${continues ? ' in continuation file' : ''}`)
  if (bits.read(8) !== 0x68) throw invalidBzip2('non-Huffman entropy encoding')
  const level = bits.read(8) - 0x30
  if (level < 1 || level > 9) throw invalidBzip2('invalid compression level')
  const size = level * levelSize
  let all = 0
  for (;;) {
    // no code is longer than 20 bits; the rest is for tables
    await bits.fill(size * 2.5 + 64 * 1024)
    const magic = bits.read(24) * 2 ** 24 + bits.read(24)
    if (magic === endMagic) break
    if (magic !== blockMagic) throw invalidBzip2('bad magic value found')
    const expected = readSum(bits)
    const sum = yield* expand(decodeBlock(bits, size))
    if (sum !== expected) throw invalidBzip2('checksum mismatch')
    all = ((all << 1) | (all >>> 31)) ^ sum
  }
  if (readSum(bits) !== all >>> 0) throw invalidBzip2('checksum mismatch')
}

function readSum(bits: BitReader): number {
  return bits.read(16) * 2 ** 16 + bits.read(16)
}

/** After four equal bytes comes the number of further ones. Returns the checksum. */
function* expand(block: Iterable<number>): Generator<Uint8Array, number> {
  let sum = 0xffffffff
  let chunk = Buffer.allocUnsafe(chunkSize)
  let length = 0
  let last = -1
  let equal = 0
  for (const byte of block) {
    const isCount = equal === 4
    let copies = isCount ? byte : 1
    if (!isCount) {
      equal = byte === last ? equal + 1 : 1
      last = byte
    } else equal = 0
    for (; copies > 0; copies--) {
      sum = (sum << 8) ^ sums[((sum >>> 24) ^ last) & 0xff]!
      chunk[length++] = last
      if (length < chunkSize) continue
      yield chunk
      chunk = Buffer.allocUnsafe(chunkSize)
      length = 0
    }
    if (isCount) last = -1
  }
  if (length > 0) yield chunk.subarray(0, length)
  return ~sum >>> 0
}

/** CRC-32 with the highest bit first */
const sums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  return sum >>> 0
})
