// Lets an engine answer a request of a client, in the place of the tape.
import type { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { ChunkWriter, headBytes } from './chunk-writer.ts'
import {
  headerOf,
  linesOfRequest,
  type ReplyHead,
  type RequestHead,
  replyFraming,
  replyHead,
  requestFraming,
} from './heads.ts'
import { type Framing, MessageReader } from './message-reader.ts'
import type { Outcome } from './play.ts'

export interface RelayOptions {
  readonly client: Socket
  /** A connection to the engine, for this request alone. */
  readonly engine: Socket
  readonly request: RequestHead
  /** Whether the client is to have the answer that begins like this; it is if nobody asks. */
  accepts?(reply: ReplyHead): boolean
  /** It is not: the engine has been left. */
  rejected?(): void
  /** What the client sends is not HTTP any more. */
  hijacked(): void
  done(outcome: Outcome): void
}

export class Relay {
  readonly #options: RelayOptions
  readonly #chunks = new ChunkWriter()
  #asked = false
  #replied = false
  #rejected = false
  #framing: Framing = 'another'
  #closes = false

  constructor(options: RelayOptions) {
    this.#options = options
    const { client, engine, request } = options
    const replies = new MessageReader({
      head: (lines) => this.#beginReply(replyHead(lines)),
      body: () => {},
      raw: () => {},
      end: () => (this.#replied = true),
    })
    const resume = (): void => void engine.resume()
    const leave = (): void => void engine.destroy()
    client.on('drain', resume).on('close', leave)
    engine.on('drain', () => client.resume()).on('error', () => {})
    engine.on('data', (bytes: Buffer) => {
      try {
        replies.feed(bytes)
      } catch {
        client.destroy()
      }
      if (this.#rejected) {
        engine.destroy()
        return
      }
      if (!client.write(bytes)) engine.pause()
      this.#settle()
    })
    engine.on('end', () => {
      replies.close()
      engine.end()
    })
    engine.on('close', () => {
      client.off('drain', resume).off('close', leave)
      client.resume()
      if (this.#rejected) options.rejected?.()
      else options.done(this.#asked && this.#replied && !this.#closes ? 'next' : 'over')
    })
    engine.write(headBytes(linesOfRequest(request)))
  }

  body(bytes: Buffer, chunk: number | undefined): void {
    this.#send(this.#chunks.framed(bytes, chunk))
  }

  /** The request is complete. */
  end(trailers: readonly string[]): void {
    this.#asked = true
    const last = this.#chunks.last(requestFraming(this.#options.request) === 'chunked', trailers)
    if (last.length > 0) this.#send(last)
    this.#settle()
  }

  /** What comes when nothing is HTTP any more. */
  raw(bytes: Buffer): void {
    this.#send(bytes)
  }

  /** The client has closed its side. */
  clientEnded(): void {
    if (this.#framing === 'raw') this.#options.engine.end()
  }

  #beginReply(reply: ReplyHead): Framing {
    const { request, accepts, hijacked } = this.#options
    this.#framing = replyFraming(reply, request.method)
    if (this.#framing === 'another') return this.#framing
    if (accepts?.(reply) === false) this.#rejected = true
    else if (this.#framing === 'raw') hijacked()
    this.#closes = this.#framing === 'rest' || /close/i.test(headerOf(reply.headers, 'connection') ?? '')
    return this.#framing
  }

  #send(bytes: Buffer): void {
    const { client, engine } = this.#options
    if (!engine.destroyed && !engine.write(bytes)) client.pause()
  }

  /** A request and its reply are complete: the engine's connection has no other use. */
  #settle(): void {
    if (this.#asked && this.#replied) this.#options.engine.destroy()
  }
}
