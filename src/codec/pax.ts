// The records of an extended header (POSIX pax): `LENGTH NAME=VALUE\n`, read and written as Go's archive/tar does.
import { Buffer } from 'node:buffer'
import { invalidHeader } from './tar-block.ts'

/** Values are bytes, one character each. */
export type PaxRecords = Map<string, string>

/** Maps of sparse files in the oldest form are many records of the same two names; they are put together under this. */
export const sparseMap = 'GNU.sparse.map'
const sparseOffset = 'GNU.sparse.offset'
const sparseLength = 'GNU.sparse.numbytes'

/** Values of these are names of files or accounts. */
const names = new Set(['path', 'linkpath', 'uname', 'gname'])

/** Throws `archive/tar: invalid tar header`. A later record of a name takes the place of an earlier one. */
export function parsePax(bytes: Uint8Array): PaxRecords {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const records: PaxRecords = new Map()
  const map: string[] = []
  for (let at = 0; at < text.length; ) {
    const blank = text.indexOf(' ', at)
    const digits = blank < 0 ? '' : text.slice(at, blank)
    const end = at + Number(digits)
    if (!/^\d+$/.test(digits) || end > text.length || end < blank + 2) throw invalidHeader()
    const [, name, value] = /^([^=]+)=([\s\S]*)\n$/.exec(text.slice(blank + 1, end)) ?? []
    if (name === undefined || value === undefined) throw invalidHeader()
    if ((names.has(name) ? value : name).includes('\0')) throw invalidHeader()
    if (name === sparseOffset || name === sparseLength) addToMap(map, name, value)
    else records.set(name, value)
    at = end
  }
  if (map.length > 0) records.set(sparseMap, map.join(','))
  return records
}

/** Offsets and lengths take turns. */
function addToMap(map: string[], name: string, value: string): void {
  const expected = map.length % 2 === 0 ? sparseOffset : sparseLength
  if (name !== expected || value.includes(',')) throw invalidHeader()
  map.push(value)
}

/** Sorted by name. */
export function formatPax(records: ReadonlyMap<string, string>): Buffer {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.from(sorted.map(([name, value]) => formatRecord(` ${name}=${value}\n`)).join(''), 'latin1')
}

/** The length counts its own digits. */
function formatRecord(rest: string): string {
  let length = rest.length + `${rest.length}`.length
  // one digit more may make the number longer
  if (`${length}`.length + rest.length !== length) length++
  return `${length}${rest}`
}

/** A whole number with or without a sign, of 64 bits. */
export function paxInteger(value: string): number {
  if (!/^[+-]?\d+$/.test(value)) throw invalidHeader()
  const number = BigInt(value)
  if (number >= 2n ** 63n || number < -(2n ** 63n)) throw invalidHeader()
  return Number(number)
}

/** Seconds with a fraction, which may be empty: ms. */
export function paxTime(value: string): number {
  if (!/^-?\d+(\.\d*)?$/.test(value)) throw invalidHeader()
  return Math.floor(Number(value.replace(/\.$/, '')) * 1000)
}
