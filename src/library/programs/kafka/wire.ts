// Kafka's protocol in bytes: the fields of requests and replies, in the encoding that was there before tagged fields.
import { Buffer } from 'node:buffer'

/** What came is no request. */
export class WireProblem extends Error {}

/** bytes; `socket.request.max.bytes` of a broker */
export const LARGEST = 104_857_600

/** Reads fields one after the other. Throws a WireProblem where there are none left. */
export class Fields {
  readonly #bytes: Buffer
  #at = 0
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  #take(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new WireProblem('incomplete request')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
  int8(): number {
    return this.#take(1).readInt8()
  }
  bool(): boolean {
    return this.int8() !== 0
  }
  int16(): number {
    return this.#take(2).readInt16BE()
  }
  int32(): number {
    return this.#take(4).readInt32BE()
  }
  int64(): number {
    return Number(this.#take(8).readBigInt64BE())
  }
  nullableText(): string | undefined {
    const length = this.int16()
    return length < 0 ? undefined : this.#take(length).toString()
  }
  text(): string {
    return this.nullableText() ?? ''
  }
  /** Without any for null. */
  bytes(): Buffer {
    return this.#take(Math.max(0, this.int32()))
  }
  nullableList<Item>(item: () => Item): Item[] | undefined {
    const count = this.int32()
    if (count < 0) return undefined
    const items: Item[] = []
    for (let index = 0; index < count; index++) items.push(item())
    return items
  }
  list<Item>(item: () => Item): Item[] {
    return this.nullableList(item) ?? []
  }
}

export const int8 = (value: number): Buffer => sized(1, (bytes) => bytes.writeInt8(value))
export const int16 = (value: number): Buffer => sized(2, (bytes) => bytes.writeInt16BE(value))
export const int32 = (value: number): Buffer => sized(4, (bytes) => bytes.writeInt32BE(value))
export const int64 = (value: number): Buffer => sized(8, (bytes) => bytes.writeBigInt64BE(BigInt(value)))
export const bool = (value: boolean): Buffer => int8(value ? 1 : 0)

function sized(length: number, fill: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length)
  fill(bytes)
  return bytes
}

export function text(value: string | undefined): Buffer {
  if (value === undefined) return int16(-1)
  const bytes = Buffer.from(value)
  return Buffer.concat([int16(bytes.length), bytes])
}

export const bytes = (value: Uint8Array): Buffer => Buffer.concat([int32(value.length), value])

export const list = <Item>(items: readonly Item[], item: (one: Item) => readonly Uint8Array[]): Buffer =>
  Buffer.concat([int32(items.length), ...items.flatMap(item)])

/** With its length before it, as it goes over a connection. */
export const message = (...parts: readonly Uint8Array[]): Buffer => bytes(Buffer.concat(parts))
