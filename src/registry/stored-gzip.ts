// A gzip file without compression. What zlib compresses to depends on its version and on the processor, and the digests
// of the built-in images must be the same everywhere.
import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'

/** The longest stored block of deflate (RFC 1951, 3.2.4). */
const BLOCK = 65_535
/** RFC 1952: magic, deflate, no flags, no time, no extra flags, unknown system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

export function storedGzip(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER]
  for (let start = 0; start === 0 || start < bytes.length; start += BLOCK) {
    const block = bytes.subarray(start, start + BLOCK)
    const head = Buffer.alloc(5)
    head.writeUInt8(start + BLOCK >= bytes.length ? 1 : 0, 0)
    head.writeUInt16LE(block.length, 1)
    head.writeUInt16LE(~block.length & 0xffff, 3)
    parts.push(head, block)
  }
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(crc32(bytes), 0)
  tail.writeUInt32LE(bytes.length % 2 ** 32, 4)
  parts.push(tail)
  return Buffer.concat(parts)
}
