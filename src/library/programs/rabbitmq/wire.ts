// Frames of AMQP 0-9-1: taken out of a connection, and put together. Tables are kept as the bytes that they are.
import { Buffer } from 'node:buffer'
import type { ConnectionReader } from '../connection-reader.ts'

/** What comes is no frame. */
export class AmqpProblem extends Error {}

export const METHOD = 1
export const HEADER = 2
export const BODY = 3
const END = 0xce
/** frame_max as the server offers it */
export const FRAME_MAX = 131_072

export interface Frame {
  readonly type: number
  readonly channel: number
  readonly body: Buffer
}

/** Undefined at the end of the connection. Throws an AmqpProblem. */
export async function readFrame(reader: ConnectionReader): Promise<Frame | undefined> {
  const head = await reader.take(7)
  if (!head) return undefined
  const size = head.readUInt32BE(3)
  if (size > FRAME_MAX) throw new AmqpProblem('frame too large')
  const body = await reader.take(size + 1)
  if (!body) return undefined
  if (body[size] !== END) throw new AmqpProblem('frame without its end')
  return { type: head[0]!, channel: head.readUInt16BE(1), body: body.subarray(0, size) }
}

export function frame(type: number, channel: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(7)
  head[0] = type
  head.writeUInt16BE(channel, 1)
  head.writeUInt32BE(body.length, 3)
  return Buffer.concat([head, body, Buffer.from([END])])
}

export function number(value: number | bigint, size: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes.subarray(8 - size)
}

export const shortText = (text: string): Buffer => {
  const bytes = Buffer.from(text).subarray(0, 255)
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

export const longText = (text: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(text as string)
  return Buffer.concat([number(bytes.length, 4), bytes])
}

/** Texts, truths and tables in a table. */
export type Table = { readonly [name: string]: string | boolean | Table }

export function table(fields: Table): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value === 'string') return [shortText(name), Buffer.from('S'), longText(value)]
    if (typeof value === 'boolean') return [shortText(name), Buffer.from('t'), number(value ? 1 : 0, 1)]
    return [shortText(name), Buffer.from('F'), table(value)]
  })
  return longText(Buffer.concat(parts))
}

/** Reads the arguments of a method one after the other. Throws an AmqpProblem where there is none left. */
export class Fields {
  readonly #body: Buffer
  #at = 0
  constructor(body: Buffer) {
    this.#body = body
  }
  bytes(length: number): Buffer {
    if (this.#at + length > this.#body.length) throw new AmqpProblem('incomplete arguments')
    this.#at += length
    return this.#body.subarray(this.#at - length, this.#at)
  }
  number(size: number): number {
    return size === 8 ? Number(this.bytes(8).readBigUInt64BE()) : this.bytes(size).readUIntBE(0, size)
  }
  shortText(): string {
    return this.bytes(this.number(1)).toString()
  }
  longBytes(): Buffer {
    return this.bytes(this.number(4))
  }
  rest(): Buffer {
    return this.bytes(this.#body.length - this.#at)
  }
}
