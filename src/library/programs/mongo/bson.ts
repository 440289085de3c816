// BSON, the binary form of MongoDB's documents (bsonspec.org): read and written.
import { Buffer } from 'node:buffer'
import { type Document, Double, Moment, ObjectId, Raw, Regex, type Value } from './value.ts'

/** What comes is no BSON. */
export class BsonProblem extends Error {}

/** as the server has it */
const DEEPEST = 180

/** Reads one document that stands at a place; `end` is where it ends. Throws a BsonProblem. */
export function readDocument(bytes: Buffer, start = 0): { readonly document: Document; readonly end: number } {
  const reader = new Reader(bytes, start)
  return { document: reader.document(0), end: reader.at }
}

class Reader {
  readonly #bytes: Buffer
  at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  #take(length: number): Buffer {
    if (length < 0 || this.at + length > this.#bytes.length) throw new BsonProblem('incomplete document')
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  #zeroText(): string {
    const end = this.#bytes.indexOf(0, this.at)
    if (end < 0) throw new BsonProblem('text without an end')
    return this.#take(end + 1 - this.at)
      .subarray(0, -1)
      .toString()
  }

  document(depth: number): Document {
    const fields: Document = new Map()
    this.#entries(depth, (name, value) => fields.set(name, value))
    return fields
  }

  #entries(depth: number, add: (name: string, value: Value) => void): void {
    if (depth > DEEPEST) throw new BsonProblem('too deep')
    const end = this.at + this.#take(4).readInt32LE()
    for (;;) {
      const type = this.#take(1)[0]!
      if (type === 0) break
      const name = this.#zeroText()
      add(name, this.#value(type, depth))
    }
    if (this.at !== end) throw new BsonProblem('wrong length of a document')
  }

  #value(type: number, depth: number): Value {
    switch (type) {
      case 0x01: {
        const value = this.#take(8).readDoubleLE()
        return Number.isInteger(value) ? new Double(value) : value
      }
      case 0x02:
        return this.#take(this.#take(4).readInt32LE()).toString('utf8').slice(0, -1)
      case 0x03:
        return this.document(depth + 1)
      case 0x04: {
        const list: Value[] = []
        this.#entries(depth + 1, (_name, value) => list.push(value))
        return list
      }
      case 0x07:
        return new ObjectId(this.#take(12).toString('hex'))
      case 0x08:
        return this.#take(1)[0] === 1
      case 0x09:
        return new Moment(Number(this.#take(8).readBigInt64LE()))
      case 0x06:
      case 0x0a:
        return null
      case 0x0b:
        return new Regex(this.#zeroText(), this.#zeroText())
      case 0x10:
        return this.#take(4).readInt32LE()
      case 0x12:
        return this.#take(8).readBigInt64LE()
      default:
        return new Raw(type, Buffer.from(this.#take(this.#lengthOf(type))))
    }
  }

  #lengthOf(type: number): number {
    const given = (): number => this.#bytes.subarray(this.at, this.at + 4).readInt32LE()
    if (this.at + 4 > this.#bytes.length) throw new BsonProblem('incomplete document')
    if (type === 0x05) return 5 + given()
    if (type === 0x0d || type === 0x0e) return 4 + given()
    if (type === 0x0f) return given()
    if (type === 0x11) return 8
    if (type === 0x13) return 16
    if (type === 0x7f || type === 0xff) return 0
    throw new BsonProblem(`unknown type ${type}`)
  }
}

export function writeDocument(fields: Document): Buffer {
  const parts: Uint8Array[] = []
  for (const [name, value] of fields) {
    const { type, bytes } = encoded(value)
    parts.push(Buffer.from([type]), Buffer.from(`${name}\0`), bytes)
  }
  const size = parts.reduce((sum, { length }) => sum + length, 5)
  return Buffer.concat([int32(size), ...parts, Buffer.alloc(1)])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt.asIntN(64, value))
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

function encoded(value: Value): { readonly type: number; readonly bytes: Uint8Array } {
  if (value === null) return { type: 0x0a, bytes: Buffer.alloc(0) }
  if (typeof value === 'number') {
    return (value | 0) === value && !Object.is(value, -0)
      ? { type: 0x10, bytes: int32(value) }
      : { type: 1, bytes: double(value) }
  }
  if (value instanceof Double) return { type: 1, bytes: double(value.value) }
  if (typeof value === 'bigint') return { type: 0x12, bytes: int64(value) }
  if (typeof value === 'boolean') return { type: 8, bytes: Buffer.from([value ? 1 : 0]) }
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`)
    return { type: 2, bytes: Buffer.concat([int32(text.length), text]) }
  }
  if (value instanceof ObjectId) return { type: 7, bytes: Buffer.from(value.hex, 'hex') }
  if (value instanceof Moment) return { type: 9, bytes: int64(BigInt(Math.floor(value.ms))) }
  if (value instanceof Regex) return { type: 0x0b, bytes: Buffer.from(`${value.source}\0${value.options}\0`) }
  if (value instanceof Raw) return value
  if (Array.isArray(value)) return { type: 4, bytes: writeDocument(new Map(value.map((one, at) => [String(at), one]))) }
  return { type: 3, bytes: writeDocument(value) }
}
