// Takes requests out of what a client of redis sends: lists of bulk strings, or plain lines.
import { Buffer } from 'node:buffer'

/** What ends a connection, in the server's words. */
export class ProtocolError extends Error {}

/** bytes of one argument (proto-max-bulk-len) */
const LONGEST = 512 * 1024 * 1024
/** bytes of a line, and of a plain request */
const LONGEST_LINE = 64 * 1024
const MOST_ARGUMENTS = 1024 * 1024

export class RequestReader {
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0
  /** Chunks behind the buffer that nobody has needed yet. */
  #chunks: Uint8Array[] = []
  #args: string[] = []
  #missing = 0
  #length: number | undefined
  /** bytes that are kept */
  size = 0

  feed(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.size += bytes.length
  }

  /** The next whole request, as byte strings; undefined while there is none. Throws a ProtocolError. */
  next(): string[] | undefined {
    while (this.#missing === 0) {
      const line = this.#line()
      if (line === undefined) return undefined
      if (!line.startsWith('*')) {
        const words = inlineWords(line)
        if (words.length > 0) return words
        continue
      }
      const count = lengthOf(line, MOST_ARGUMENTS)
      if (count === undefined) throw new ProtocolError('invalid multibulk length')
      this.#missing = Math.max(0, count)
      this.#args = []
    }
    for (; this.#missing > 0; this.#missing--) {
      const arg = this.#argument()
      if (arg === undefined) return undefined
      this.#args.push(arg)
    }
    return this.#args
  }

  #argument(): string | undefined {
    if (this.#length === undefined) {
      const line = this.#line()
      if (line === undefined) return undefined
      if (!line.startsWith('$')) throw new ProtocolError(`expected '$', got '${line[0] ?? '\r'}'`)
      this.#length = lengthOf(line, LONGEST)
      if (this.#length === undefined || this.#length < 0) throw new ProtocolError('invalid bulk length')
    }
    const whole = this.#length + 2
    if (this.size < whole) return undefined
    this.#gather()
    const text = this.#buffer.toString('latin1', this.#at, this.#at + this.#length)
    this.#skip(whole)
    this.#length = undefined
    return text
  }

  #line(): string | undefined {
    this.#gather()
    const end = this.#buffer.indexOf(10, this.#at)
    if (end < 0) {
      if (this.size > LONGEST_LINE) throw new ProtocolError('too big inline request')
      return undefined
    }
    const line = this.#buffer.toString('latin1', this.#at, end)
    this.#skip(end + 1 - this.#at)
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }

  #gather(): void {
    if (this.#chunks.length === 0) return
    const rest = this.#buffer.subarray(this.#at)
    const [only] = this.#chunks
    if (rest.length === 0 && only && this.#chunks.length === 1) {
      this.#buffer = Buffer.from(only.buffer, only.byteOffset, only.length)
    } else this.#buffer = Buffer.concat([rest, ...this.#chunks])
    this.#at = 0
    this.#chunks = []
  }

  #skip(count: number): void {
    this.#at += count
    this.size -= count
    if (this.size === 0) {
      this.#buffer = Buffer.alloc(0)
      this.#at = 0
    }
  }
}

function lengthOf(line: string, most: number): number | undefined {
  const text = line.slice(1)
  const value = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return value <= most ? value : undefined
}

/** Words of a line, with quotes as redis-cli takes them. Throws a ProtocolError. */
export function inlineWords(line: string): string[] {
  const words: string[] = []
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']\S*))(?=\s|$)|\s+$/gsy
  while (pattern.lastIndex < line.length) {
    const found = pattern.exec(line)
    if (!found) throw new ProtocolError('unbalanced quotes in request')
    const [, double, single, plain] = found
    if (double !== undefined)
      words.push(double.replace(/\\(x[0-9a-fA-F]{2}|.)/gs, (_all, code: string) => escaped(code)))
    else if (single !== undefined) words.push(single.replaceAll("\\'", "'"))
    else if (plain !== undefined) words.push(plain)
  }
  return words
}

/** The same; undefined where the quotes do not match. */
export function inlineWordsOrNone(line: string): string[] | undefined {
  try {
    return inlineWords(line)
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' }

function escaped(code: string): string {
  if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
  return escapes[code] ?? code
}
