// Reads one direction of an HTTP/1.1 connection as its bytes go by: heads, bodies, and what is not HTTP any more.
import type { Buffer } from 'node:buffer'

/**
 * How a message goes on behind its head: so many bytes, chunks, everything up to the end of the connection, bytes that
 * are no HTTP (`raw`), or another head (behind a 1xx).
 */
export type Framing = number | 'chunked' | 'rest' | 'raw' | 'another'

export interface MessageEvents {
  /** The lines of a head, the first of them included. */
  head(lines: readonly string[]): Framing
  /** @param chunk the size of the chunk that begins with these bytes, if one does */
  body(bytes: Buffer, chunk: number | undefined): void
  end(trailers: readonly string[]): void
  raw(bytes: Buffer): void
}

/** Longer heads are nobody's; net/http takes about 1 MiB. */
const MAX_HEAD = 1 << 21

type State = 'head' | 'length' | 'size' | 'chunk' | 'behind-chunk' | 'trailers' | 'rest' | 'raw' | 'held'

export class MessageReader {
  readonly #events: MessageEvents
  readonly #holds: boolean
  #state: State = 'head'
  #partial = ''
  #lines: string[] = []
  #headSize = 0
  /** bytes of the body or chunk that are to come */
  #left = 0
  #chunk: number | undefined
  #kept: Buffer[] = []

  /** @param holds keeps what comes behind a message until `next` or `becomeRaw` says what it is */
  constructor(events: MessageEvents, { holds = false }: { readonly holds?: boolean } = {}) {
    this.#events = events
    this.#holds = holds
  }

  /** Whether it stands between messages. */
  get idle(): boolean {
    return this.#state === 'held' || (this.#state === 'head' && this.#lines.length === 0 && this.#partial === '')
  }

  /** Throws an Error with a sentence for what is not HTTP. */
  feed(bytes: Buffer): void {
    let at = 0
    while (at < bytes.length) {
      switch (this.#state) {
        case 'raw':
          this.#events.raw(bytes.subarray(at))
          return
        case 'held':
          this.#kept.push(bytes.subarray(at))
          return
        case 'rest':
          this.#events.body(bytes.subarray(at), undefined)
          return
        case 'length':
        case 'chunk': {
          const part = bytes.subarray(at, at + this.#left)
          at += part.length
          this.#left -= part.length
          const chunk = this.#chunk
          this.#chunk = undefined
          this.#events.body(part, chunk)
          if (this.#left > 0) break
          if (this.#state === 'length') this.#finish([])
          else this.#state = 'behind-chunk'
          break
        }
        default: {
          const newline = bytes.indexOf(10, at)
          this.#partial += bytes.toString('latin1', at, newline < 0 ? bytes.length : newline)
          if (this.#headSize + this.#partial.length > MAX_HEAD) throw new Error('the head of a message is too long')
          if (newline < 0) return
          at = newline + 1
          const line = this.#partial.replace(/\r$/, '')
          this.#partial = ''
          this.#takeLine(line)
        }
      }
    }
  }

  /** The connection has ended: a body that goes up to there is complete. */
  close(): void {
    if (this.#state === 'rest') this.#finish([])
  }

  /** What was kept is the next message. */
  next(): void {
    if (this.#state === 'held') this.#goOn('head')
  }

  /** What was kept, and what comes, is not HTTP. */
  becomeRaw(): void {
    this.#goOn('raw')
  }

  #goOn(state: State): void {
    this.#state = state
    const kept = this.#kept
    this.#kept = []
    for (const bytes of kept) this.feed(bytes)
  }

  #takeLine(line: string): void {
    switch (this.#state) {
      case 'size': {
        if (!/^[0-9a-f]{1,12}\s*(;|$)/i.test(line)) throw new Error(`the size of a chunk is ${JSON.stringify(line)}`)
        const size = Number.parseInt(line, 16)
        this.#state = size === 0 ? 'trailers' : 'chunk'
        this.#left = size
        this.#chunk = size || undefined
        return
      }
      case 'behind-chunk':
        if (line !== '') throw new Error('a chunk is longer than it says')
        this.#state = 'size'
        return
    }
    if (line !== '') {
      this.#lines.push(line)
      this.#headSize += line.length
      return
    }
    // net/http, too, takes empty lines before a request
    if (this.#lines.length === 0 && this.#state === 'head') return
    const lines = this.#lines
    this.#lines = []
    this.#headSize = 0
    if (this.#state === 'trailers') this.#finish(lines)
    else this.#frame(this.#events.head(lines))
  }

  #frame(framing: Framing): void {
    if (framing === 'another') return
    if (framing === 'chunked') this.#state = 'size'
    else if (framing === 'rest' || framing === 'raw') this.#state = framing
    else if (framing === 0) this.#finish([])
    else {
      this.#state = 'length'
      this.#left = framing
    }
  }

  #finish(trailers: readonly string[]): void {
    this.#state = this.#holds ? 'held' : 'head'
    this.#events.end(trailers)
  }
}
