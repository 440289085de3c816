// Packets of MySQL's protocol: taken out of a connection, and put together. Numbers are little-endian.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import { ConnectionReader } from '../connection-reader.ts'
import type { MySqlProblem } from './problem.ts'

/** What comes is no packet. */
export class WireProblem extends Error {}

const LONGEST_PART = 0xffffff
/** max_allowed_packet */
const LONGEST = 64 * 1024 * 1024

export class PacketStream {
  readonly #process: Process
  readonly #descriptor: number
  readonly #reader: ConnectionReader
  #sequence = 0
  #out: Uint8Array[] = []

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
    this.#reader = new ConnectionReader(process, descriptor)
  }

  /** Undefined at the end of the connection. Throws a WireProblem. */
  async next(): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let size = 0
    for (;;) {
      const head = await this.#reader.take(4)
      if (!head) return undefined
      const length = head.readUIntLE(0, 3)
      size += length
      if (size > LONGEST) throw new WireProblem('packet too large')
      this.#sequence = (head[3]! + 1) & 255
      const body = await this.#reader.take(length)
      if (!body) return undefined
      parts.push(body)
      if (length < LONGEST_PART) return Buffer.concat(parts)
    }
  }

  /** A command begins anew to count. */
  restart(): void {
    this.#sequence = 0
  }

  add(body: Uint8Array): void {
    for (let at = 0; at <= body.length; at += LONGEST_PART) {
      const part = body.subarray(at, at + LONGEST_PART)
      const head = Buffer.alloc(4)
      head.writeUIntLE(part.length, 0, 3)
      head[3] = this.#sequence
      this.#sequence = (this.#sequence + 1) & 255
      this.#out.push(head, part)
    }
  }

  async flush(): Promise<void> {
    if (this.#out.length === 0) return
    const bytes = Buffer.concat(this.#out)
    this.#out = []
    await this.#process.write(this.#descriptor, bytes)
  }

  async send(body: Uint8Array): Promise<void> {
    this.add(body)
    await this.flush()
  }
}

export const byte = (value: number): Buffer => Buffer.from([value])

export function number(value: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntLE(value, 0, size)
  return bytes
}

/** A number that says itself how long it is. */
export function lengthNumber(value: number | bigint): Buffer {
  const big = BigInt(value)
  if (big < 251n) return byte(Number(big))
  if (big < 0x10000n) return Buffer.concat([byte(0xfc), number(Number(big), 2)])
  if (big < 0x1000000n) return Buffer.concat([byte(0xfd), number(Number(big), 3)])
  const bytes = Buffer.alloc(9, 0xfe)
  bytes.writeBigUInt64LE(big, 1)
  return bytes
}

export function lengthText(text: string | Uint8Array): Buffer {
  const bytes = Buffer.from(text as string)
  return Buffer.concat([lengthNumber(bytes.length), bytes])
}

export const zeroText = (text: string): Buffer => Buffer.from(`${text}\0`)

export const errorPacket = ({ number: code, state, message }: MySqlProblem): Buffer =>
  Buffer.concat([byte(0xff), number(code, 2), Buffer.from(`#${state}${message}`)])

/** Reads the fields of a packet one after the other. Throws a WireProblem where there is none left. */
export class Fields {
  readonly #body: Buffer
  #at = 0
  constructor(body: Buffer) {
    this.#body = body
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#body.length
  }
  bytes(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#body.length) throw new WireProblem('malformed packet')
    this.#at += length
    return this.#body.subarray(this.#at - length, this.#at)
  }
  number(size: number): number {
    return this.bytes(size).readUIntLE(0, size)
  }
  lengthNumber(): number {
    const first = this.number(1)
    if (first < 0xfb) return first
    if (first === 0xfe) return Number(this.bytes(8).readBigUInt64LE())
    if (first !== 0xfc && first !== 0xfd) throw new WireProblem('malformed packet')
    return this.number(first === 0xfc ? 2 : 3)
  }
  lengthBytes(): Buffer {
    return this.bytes(this.lengthNumber())
  }
  /** Null, as rows have it, or bytes. */
  cell(): Buffer | null {
    if (this.#body[this.#at] !== 0xfb) return this.lengthBytes()
    this.#at++
    return null
  }
  zeroText(): string {
    const end = this.#body.indexOf(0, this.#at)
    if (end < 0) return this.rest().toString()
    return this.bytes(end + 1 - this.#at)
      .subarray(0, -1)
      .toString()
  }
  rest(): Buffer {
    return this.bytes(this.#body.length - this.#at)
  }
}
