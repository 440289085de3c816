// Messages of PostgreSQL's protocol 3: taken out of a connection, and put together.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import { ConnectionReader } from '../connection-reader.ts'
import type { SqlProblem } from '../sql/problem.ts'

/** bytes of a message, as the server accepts at most (PQ_LARGE_MESSAGE_LIMIT is more; nobody needs that here) */
const LONGEST = 64 * 1024 * 1024

/** What comes is no message. */
export class WireProblem extends Error {}

export interface Message {
  /** a letter; none in the first message of a connection */
  readonly type: string
  readonly body: Buffer
}

export class MessageReader {
  readonly #reader: ConnectionReader

  constructor(process: Process, descriptor: number) {
    this.#reader = new ConnectionReader(process, descriptor)
  }

  /** Undefined at the end of the connection. Throws a WireProblem. */
  async next(first = false): Promise<Message | undefined> {
    const head = await this.#reader.take(first ? 4 : 5)
    if (!head) return undefined
    const length = head.readInt32BE(head.length - 4) - 4
    if (length < 0 || length > LONGEST) throw new WireProblem('invalid message length')
    const body = await this.#reader.take(length)
    return body && { type: first ? '' : String.fromCharCode(head[0]!), body }
  }
}

/** Reads the fields of a message one after the other. Throws a WireProblem where there is none left. */
export class Fields {
  readonly #body: Buffer
  #at = 0
  constructor(body: Buffer) {
    this.#body = body
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#body.length
  }
  text(): string {
    const end = this.#body.indexOf(0, this.#at)
    if (end < 0) throw new WireProblem('invalid string in message')
    const text = this.#body.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }
  number(size: 1 | 2 | 4): number {
    const value = this.bytes(size).readIntBE(0, size)
    return value
  }
  bytes(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#body.length) throw new WireProblem('insufficient data left in message')
    this.#at += length
    return this.#body.subarray(this.#at - length, this.#at)
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(0, this.number(2)) }, read)
  }
}

type Part = string | Uint8Array | { readonly int16: number } | { readonly int32: number }

/** A message of parts; a string gets its final zero. */
export function message(type: string, ...parts: readonly Part[]): Buffer {
  const pieces = parts.map(pieceOf)
  const length = pieces.reduce((sum, piece) => sum + piece.length, 4)
  return Buffer.concat([Buffer.from(type, 'latin1'), pieceOf({ int32: length }), ...pieces])
}

function pieceOf(part: Part): Uint8Array {
  if (typeof part === 'string') return Buffer.from(`${part}\0`)
  if (part instanceof Uint8Array) return part
  const bytes = Buffer.alloc('int16' in part ? 2 : 4)
  if ('int16' in part) bytes.writeInt16BE(part.int16)
  else bytes.writeInt32BE(part.int32)
  return bytes
}

export function errorMessage(problem: SqlProblem, severity: 'ERROR' | 'FATAL' = 'ERROR'): Buffer {
  const { code, message: text, detail, hint } = problem
  const fields = { S: severity, V: severity, C: code, M: text, D: detail, H: hint }
  const parts = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}${value}`]))
  return message('E', ...parts, new Uint8Array(1))
}

export function noticeMessage(code: string, text: string): Buffer {
  return message('N', 'SNOTICE', 'VNOTICE', `C${code}`, `M${text}`, new Uint8Array(1))
}
