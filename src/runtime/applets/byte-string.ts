// Text as bytes: a "byte string" holds one byte per character, so that nothing is lost and lengths are what C counts.
import { decode, encode } from '../bytes.ts'

const ascii = /^[\0-\x7f]*$/

/** The bytes of a name or argument, as a byte string. */
export function toBytes(text: string): string {
  return ascii.test(text) ? text : bytesOf(encode(text))
}

/** The name or argument that a byte string spells. */
export function fromBytes(bytes: string): string {
  return ascii.test(bytes) ? bytes : decode(chunkOf(bytes))
}

export function bytesOf(chunk: Uint8Array): string {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
}

export function chunkOf(bytes: string): Uint8Array {
  return Buffer.from(bytes, 'latin1')
}
