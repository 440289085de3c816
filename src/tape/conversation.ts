// Writes down what is said on one connection. It only listens: the bytes are carried by somebody else.
import type { Buffer } from 'node:buffer'
import { headerOf, type RequestHead, replyFraming, replyHead, requestFraming, requestHead } from './heads.ts'
import { MaskedLines, type Masks, type Piece } from './masked-lines.ts'
import { type Framing, MessageReader } from './message-reader.ts'
import { type Fact, toData } from './tape-record.ts'
import type { TapeWriter } from './tape-writer.ts'

export interface ConversationOptions {
  readonly tape: TapeWriter
  readonly masks: Masks
  /** Which connection it is, from 1. */
  readonly connection: number
  /** The number of the next exchange of the tape. */
  readonly nextExchange: () => number
}

interface Open {
  readonly number: number
  readonly method: string
  request: Body | undefined
  reply: Body | undefined
  replied: boolean
  hijacked: boolean
  daemonEnded: boolean
}

/** A body on its way to the tape. */
interface Body {
  push(piece: Piece): void
  end(): void
}

export class Conversation {
  readonly #options: ConversationOptions
  readonly #requests: MessageReader
  readonly #replies: MessageReader
  #open: Open | undefined
  /** It was no HTTP: nothing more can be said about it. */
  #lost = false

  constructor(options: ConversationOptions) {
    this.#options = options
    this.#requests = new MessageReader(
      {
        head: (lines) => this.#beginRequest(requestHead(lines)),
        body: (bytes, chunk) => this.#open?.request?.push({ at: this.#now(), bytes, chunk }),
        end: () => this.#endRequest(),
        raw: (bytes) => this.#write({ is: 'from-client', ...toData(bytes) }),
      },
      // what comes behind a request may be the input of an operation that hijacks: the reply tells
      { holds: true },
    )
    this.#replies = new MessageReader({
      head: (lines) => this.#beginReply(lines),
      body: (bytes, chunk) => this.#open?.reply?.push({ at: this.#now(), bytes, chunk }),
      end: (trailers) => this.#endReply(trailers),
      raw: (bytes) => this.#write({ is: 'from-daemon', ...toData(bytes) }),
    })
  }

  fromClient(bytes: Buffer): void {
    this.#listen(() => this.#requests.feed(bytes))
  }

  fromDaemon(bytes: Buffer): void {
    this.#listen(() => this.#replies.feed(bytes))
  }

  /** It sends no more: the end of its input, or it has left and the daemon may end what it waited for. */
  clientEnded(): void {
    this.#write({ is: 'client-end' })
  }

  daemonEnded(): void {
    const open = this.#open
    if (!open) return
    open.daemonEnded = true
    if (open.hijacked) this.#write({ is: 'daemon-end' })
    else this.#listen(() => this.#replies.close())
  }

  /** @param first who went, if somebody went before the end */
  closed(first: 'client' | 'daemon'): void {
    const open = this.#open
    if (!open) return
    open.request?.end()
    open.reply?.end()
    const cut = open.hijacked && open.daemonEnded ? undefined : first
    this.#write({ is: 'end', ...(cut && { cut }) })
    this.#open = undefined
  }

  #now(): number {
    return this.#options.tape.now()
  }

  #write(fact: Fact, at?: number): void {
    if (this.#open) this.#options.tape.write(this.#open.number, fact, at)
  }

  #listen(read: () => void): void {
    if (this.#lost) return
    try {
      read()
    } catch {
      this.#lost = true
    }
  }

  #beginRequest(head: RequestHead): Framing {
    const { masks, connection, nextExchange } = this.#options
    const { method, target, http, headers } = head
    const open: Open = {
      number: nextExchange(),
      method,
      request: undefined,
      reply: undefined,
      replied: false,
      hijacked: false,
      daemonEnded: false,
    }
    this.#open = open
    open.request = this.#body(headers, 'request-body')
    const seen = { http, headers: maskedHeaders(headers, masks) }
    this.#write({ is: 'request', connection, method, target: masks.url(target), ...seen })
    return requestFraming(head)
  }

  #endRequest(): void {
    const open = this.#open
    open?.request?.end()
    if (open) open.request = undefined
    this.#write({ is: 'request-end' })
    this.#settle()
  }

  #beginReply(lines: readonly string[]): Framing {
    const head = replyHead(lines)
    const open = this.#open
    if (!open) throw new Error('a reply without a request')
    const framing = replyFraming(head, open.method)
    this.#write({ is: 'reply', ...head, headers: maskedHeaders(head.headers, this.#options.masks) })
    if (framing === 'raw') {
      open.hijacked = true
      this.#requests.becomeRaw()
    } else if (framing !== 'another') open.reply = this.#body(head.headers, 'reply-body')
    return framing
  }

  #endReply(trailers: readonly string[]): void {
    const open = this.#open
    open?.reply?.end()
    if (open) {
      open.reply = undefined
      open.replied = true
    }
    this.#write({ is: 'reply-end', ...(trailers.length > 0 && { trailers }) })
    this.#settle()
  }

  /** An exchange is over when its request and its reply are. */
  #settle(): void {
    if (!this.#open?.replied || this.#open.request) return
    this.#write({ is: 'end' })
    this.#open = undefined
    this.#requests.next()
  }

  #body(headers: readonly string[], is: 'request-body' | 'reply-body'): Body {
    const write = ({ at, bytes, chunk }: Piece): void => {
      const data = toData(bytes)
      if (is === 'request-body') this.#write({ is, ...data }, at)
      else this.#write({ is, ...(chunk !== undefined && { chunk }), ...data }, at)
    }
    if (!/json/.test(headerOf(headers, 'content-type') ?? '')) return { push: write, end: () => {} }
    return new MaskedLines(this.#options.masks, write)
  }
}

function maskedHeaders(headers: readonly string[], masks: Masks): string[] {
  return headers.map((line) => {
    const name = line.slice(0, line.indexOf(':'))
    return masks.header(name) ? `${name}: ${masks.mark}` : line
  })
}
