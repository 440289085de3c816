// A set of bytes, as a pattern's brackets name it.
import { byteClasses } from '../byte-classes.ts'

/** 256 entries: 1 where the byte belongs to the set. */
export type ByteSet = Uint8Array

export function setOf(bytes: Iterable<number>): ByteSet {
  const set = new Uint8Array(256)
  for (const byte of bytes) set[byte] = 1
  return set
}

export function complement(set: ByteSet): ByteSet {
  return set.map((member) => 1 - member)
}

/** Adds the other case of every letter. */
export function withBothCases(set: ByteSet): ByteSet {
  const result = set.slice()
  for (let byte = 65; byte <= 90; byte++) {
    if (set[byte] || set[byte + 32]) result[byte] = result[byte + 32] = 1
  }
  return result
}

export const anyByte: ByteSet = new Uint8Array(256).fill(1)
export const wordBytes: ByteSet = setOf([...byteClasses.alnum!, 95])
export const spaceBytes: ByteSet = setOf(byteClasses.space!)
