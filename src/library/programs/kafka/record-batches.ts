// Batches of records as they come and lie: looked at from the outside, numbered, never unpacked.
import { Buffer } from 'node:buffer'

/** Kafka's record batch, magic 2: where its fields are, in bytes. */
const LENGTH = 8
const EPOCH = 12
const MAGIC = 16
const CRC = 17
const CHECKED = 21
const LAST_OFFSET_DELTA = 23
const MAX_TIMESTAMP = 35
const SHORTEST = 61

export interface Batch {
  readonly bytes: Buffer
  /** of the first record */
  readonly offset: number
  /** of the first record of the next batch */
  readonly next: number
  /** ms since 1970, of the youngest record */
  readonly timestamp: number
}

/**
 * The batches of a request, numbered from `offset` on. Undefined if they are not what they say.
 * The checksum does not cover the number, so they need not be made anew.
 */
export function numberBatches(records: Uint8Array, offset: number): Batch[] | undefined {
  const all = Buffer.from(records)
  const batches: Batch[] = []
  let next = offset
  for (let at = 0; at < all.length; ) {
    if (all.length - at < SHORTEST) return undefined
    const end = at + EPOCH + all.readInt32BE(at + LENGTH)
    if (end > all.length || end - at < SHORTEST || all[at + MAGIC] !== 2) return undefined
    const bytes = all.subarray(at, end)
    if (bytes.readUInt32BE(CRC) !== crc32c(bytes.subarray(CHECKED))) return undefined
    const delta = bytes.readInt32BE(LAST_OFFSET_DELTA)
    if (delta < 0) return undefined
    bytes.writeBigInt64BE(BigInt(next), 0)
    bytes.writeInt32BE(0, EPOCH)
    batches.push({
      bytes,
      offset: next,
      next: next + delta + 1,
      timestamp: Number(bytes.readBigInt64BE(MAX_TIMESTAMP)),
    })
    next += delta + 1
    at = end
  }
  return batches
}

/** The polynomial of Castagnoli, bits reversed; Node's own crc32 has another one. */
const POLYNOMIAL = 0x82f63b78
let table: Uint32Array | undefined

export function crc32c(bytes: Uint8Array): number {
  table ??= makeTable()
  let crc = 0xffffffff
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
    return value >>> 0
  })
}
