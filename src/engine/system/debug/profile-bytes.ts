// A profile without samples as `go tool pprof` reads it: a gzipped protocol buffer (profile.proto of google/pprof).
import { gzipSync } from 'node:zlib'
import type { Profile } from './profiles.ts'

/** Field numbers of message Profile; ValueType has its type at 1 and its unit at 2. */
const SAMPLE_TYPE = 1
const STRING_TABLE = 6
const TIME = 9
const DURATION = 10

/** Wire types */
const NUMBER = 0
const BYTES = 2

/**
 * @param now milliseconds since 1970
 * @param duration milliseconds that it was looked for
 */
export function emptyProfile(samples: Profile['samples'], now: number, duration: number): Uint8Array {
  // the first string is empty by definition
  const strings = ['', ...new Set((samples ?? []).flat())]
  const types = (samples ?? []).map(([type, unit]) =>
    Buffer.concat([number(1, strings.indexOf(type)), number(2, strings.indexOf(unit))]),
  )
  return gzipSync(
    Buffer.concat([
      ...types.map((type) => bytes(SAMPLE_TYPE, type)),
      ...strings.map((text) => bytes(STRING_TABLE, Buffer.from(text))),
      number(TIME, Math.floor(now * 1e6)),
      number(DURATION, Math.floor(duration * 1e6)),
    ]),
  )
}

const number = (field: number, value: number): Buffer => Buffer.concat([varint(field * 8 + NUMBER), varint(value)])

const bytes = (field: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(field * 8 + BYTES), varint(value.length), value])

/** Seven bits at a time, the lowest first. */
function varint(value: number): Buffer {
  const digits: number[] = []
  let rest = BigInt(value)
  for (; rest >= 0x80n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80)
  return Buffer.from([...digits, Number(rest)])
}
