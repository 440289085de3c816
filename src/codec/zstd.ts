// Takes Zstandard off a stream, block by block, so that no more is unpacked than is read (RFC 8878).
import { Buffer } from 'node:buffer'
import { ByteSource } from './byte-source.ts'

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50
/** bytes; zstd's own command and Node refuse larger ones, too */
const largestWindow = 128 * 1024 * 1024
/** a block of this type has one byte that is meant as often as its size says */
const repeated = 1
const reserved = 3

/** Throws `unexpected EOF`, `magic number mismatch`, `window size exceeded` and the like. */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteSource(source)
  try {
    for (let magic = await bytes.take(4); magic.length > 0; magic = await bytes.take(4)) {
      if (magic.length < 4) throw unexpectedEnd()
      const number = Buffer.from(magic).readUInt32LE()
      if (number === frameMagic) yield* decodeFrame(bytes, magic)
      else if ((number & 0xfffffff0) === skippableMagic) await skipFrame(bytes)
      else throw new Error('magic number mismatch')
    }
  } finally {
    await bytes.close()
  }
}

async function skipFrame(bytes: ByteSource): Promise<void> {
  const length = (await exactly(bytes, 4)).readUInt32LE()
  if ((await bytes.skip(length)) < length) throw unexpectedEnd()
}

async function* decodeFrame(bytes: ByteSource, magic: Uint8Array): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd')
  let output: Uint8Array[] = []
  const decoder = new Decompress((chunk) => output.push(chunk))
  const header = await readHeader(bytes)
  push(decoder, Buffer.concat([magic, header.bytes]), false)
  for (let last = false; !last; ) {
    const blockHeader = await exactly(bytes, 3)
    const value = blockHeader.readUIntLE(0, 3)
    last = (value & 1) === 1
    const type = (value >> 1) & 3
    if (type === reserved) throw new Error('invalid input: reserved block type encountered')
    const block = await exactly(bytes, type === repeated ? 1 : value >> 3)
    const checksum = last && header.hasChecksum ? await exactly(bytes, 4) : Buffer.alloc(0)
    push(decoder, Buffer.concat([blockHeader, block, checksum]), last)
    yield* output
    output = []
  }
}

async function readHeader(bytes: ByteSource): Promise<{ readonly bytes: Buffer; readonly hasChecksum: boolean }> {
  const first = await exactly(bytes, 1)
  const descriptor = first[0]!
  const single = (descriptor & 0x20) !== 0
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3]!
  const sizeLength = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!
  const rest = await exactly(bytes, (single ? 0 : 1) + dictionaryLength + sizeLength)
  if (windowOf(rest, single, sizeLength) > largestWindow) throw new Error('window size exceeded')
  return { bytes: Buffer.concat([first, rest]), hasChecksum: (descriptor & 4) !== 0 }
}

/** A frame of a single segment has a window of its own size. */
function windowOf(rest: Buffer, single: boolean, sizeLength: number): number {
  if (!single) return 2 ** (10 + (rest[0]! >> 3)) * (1 + (rest[0]! & 7) / 8)
  const at = rest.length - sizeLength
  if (sizeLength === 8) return Number(rest.readBigUInt64LE(at))
  return rest.readUIntLE(at, sizeLength)
}

/** Errors of the library are of several kinds; some are those of arrays. */
function push(decoder: { push(chunk: Uint8Array, final?: boolean): void }, chunk: Uint8Array, last: boolean): void {
  try {
    decoder.push(chunk, last)
  } catch (error) {
    const { message } = error as Error
    throw message === 'unexpected EOF' ? unexpectedEnd() : new Error('invalid input: corrupt block')
  }
}

async function exactly(bytes: ByteSource, length: number): Promise<Buffer> {
  const taken = await bytes.take(length)
  if (taken.length < length) throw unexpectedEnd()
  return Buffer.from(taken.buffer, taken.byteOffset, taken.length)
}

function unexpectedEnd(): Error {
  return new Error('unexpected EOF')
}
