// The header block of a tar archive: 512 bytes, read and written as Go's archive/tar does (format.go, strconv.go).
import { Buffer } from 'node:buffer'

export const blockSize: number = 512

/** A block as it was read. Names are bytes, one character each. */
export interface Block {
  readonly name: string
  /** One character: `0` of a file, `5` of a directory. */
  readonly type: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** bytes; may be negative or huge */
  readonly size: number
  /** seconds since 1970 */
  readonly mtime: number
  readonly linkname: string
  readonly device: readonly [number, number]
}

/** What the fields of a block to write hold; all of it must fit. Names are bytes, one character each. */
export interface BlockFields extends Block {
  readonly uname: string
  readonly gname: string
  /** What stands before the name, with a slash between. */
  readonly prefix: string
}

/** [offset, length] of the fields */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkname: [157, 100],
  magic: [257, 8],
  uname: [265, 32],
  gname: [297, 32],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const

type Field = keyof typeof fields

const posixMagic = 'ustar\x0000'
const gnuMagic = 'ustar  \0'
/** Jörg Schilling's tar says at the end of a block that its prefix is shorter. */
const starTrailer = 'tar\0'
const starPrefix = 131
const largestInteger = 2n ** 63n

export function invalidHeader(): Error {
  return new Error('archive/tar: invalid tar header')
}

/** Throws `archive/tar: invalid tar header`. */
export function parseBlock(bytes: Uint8Array): Block {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const stated = octal(block, 'checksum')
  if (stated !== sum(block) && stated !== sum(signed(block))) throw invalidHeader()
  const magic = raw(block, 'magic')
  const posix = magic === posixMagic
  const known = posix || magic === gnuMagic
  const prefix = posix ? prefixOf(block) : ''
  const name = text(block, 'name')
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type: raw(block, 'type'),
    mode: numeric(block, 'mode'),
    uid: numeric(block, 'uid'),
    gid: numeric(block, 'gid'),
    size: numeric(block, 'size'),
    mtime: numeric(block, 'mtime'),
    linkname: text(block, 'linkname'),
    device: known ? [numeric(block, 'major'), numeric(block, 'minor')] : [0, 0],
  }
}

/** Extended headers go without owners and devices. */
export function formatBlock(values: BlockFields, isEntry = true): Buffer {
  const block = Buffer.alloc(blockSize)
  put(block, 'name', values.name)
  putOctal(block, 'mode', values.mode)
  putOctal(block, 'uid', values.uid)
  putOctal(block, 'gid', values.gid)
  putOctal(block, 'size', values.size)
  putOctal(block, 'mtime', values.mtime)
  put(block, 'type', values.type)
  put(block, 'linkname', values.linkname)
  put(block, 'magic', posixMagic)
  if (isEntry) {
    put(block, 'uname', values.uname)
    put(block, 'gname', values.gname)
    putOctal(block, 'major', values.device[0])
    putOctal(block, 'minor', values.device[1])
    put(block, 'prefix', values.prefix)
  }
  put(block, 'checksum', `${sum(block).toString(8).padStart(6, '0')}\0 `)
  return block
}

/** Whether a field holds the number in octal digits with a NUL behind them. */
export function fits(field: Field, value: number): boolean {
  return value >= 0 && value < 8 ** (fields[field][1] - 1)
}

export function isZero(block: Uint8Array): boolean {
  for (const byte of block) if (byte !== 0) return false
  return true
}

function raw(block: Buffer, field: Field): string {
  const [offset, length] = fields[field]
  return block.toString('latin1', offset, offset + length)
}

/** Up to the first NUL. */
function text(block: Buffer, field: Field): string {
  const [offset, length] = fields[field]
  let end = offset
  while (end < offset + length && block[end] !== 0) end++
  return end === offset ? '' : block.toString('latin1', offset, end)
}

function cut(value: string): string {
  const end = value.indexOf('\0')
  return end < 0 ? value : value.slice(0, end)
}

function prefixOf(block: Buffer): string {
  const isStar = block.toString('latin1', blockSize - starTrailer.length, blockSize) === starTrailer
  return cut(raw(block, 'prefix').slice(0, isStar ? starPrefix : undefined))
}

/** Octal digits, or a binary number (base 256, two's complement) where the first bit is set. */
function numeric(block: Buffer, field: Field): number {
  const [offset, length] = fields[field]
  if ((block[offset]! & 0x80) === 0) return octal(block, field)
  const negative = (block[offset]! & 0x40) !== 0
  let value = negative ? -1n : 0n
  for (let i = 0; i < length; i++) {
    const byte = i === 0 ? (block[offset]! & 0x3f) | (negative ? 0xc0 : 0) : block[offset + i]!
    value = i === 0 && negative ? BigInt(byte) - 256n : value * 256n + BigInt(byte)
  }
  if (value >= largestInteger || value < -largestInteger) throw invalidHeader()
  return Number(value)
}

/** Blanks and NULs may stand around the digits; behind a NUL there may be anything. */
function octal(block: Buffer, field: Field): number {
  const [offset, length] = fields[field]
  let at = offset
  let end = offset + length
  while (at < end && isPadding(block[at]!)) at++
  while (end > at && isPadding(block[end - 1]!)) end--
  let value = 0
  for (; at < end && block[at] !== 0; at++) {
    const digit = block[at]! - 0x30
    if (digit < 0 || digit > 7) throw invalidHeader()
    value = value * 8 + digit
  }
  return value
}

const isPadding = (byte: number): boolean => byte === 0x20 || byte === 0

/** Of all bytes, with blanks for the field of the sum itself. */
function sum(block: Uint8Array | Int8Array): number {
  const [offset, length] = fields.checksum
  let total = 0
  for (let i = 0; i < blockSize; i++) total += block[i]!
  for (let i = offset; i < offset + length; i++) total += 0x20 - block[i]!
  return total
}

/** Old writers took bytes for signed. */
const signed = ({ buffer, byteOffset }: Buffer): Int8Array => new Int8Array(buffer, byteOffset, blockSize)

function put(block: Buffer, field: Field, value: string): void {
  const [offset, length] = fields[field]
  block.write(value, offset, Math.min(length, value.length), 'latin1')
}

function putOctal(block: Buffer, field: Field, value: number): void {
  put(block, field, value.toString(8).padStart(fields[field][1] - 1, '0'))
}
