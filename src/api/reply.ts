// What an operation answers: a plain value that any adapter can write.
import type { Duplex } from 'node:stream'
import type { Wire } from './wire.ts'

export type ReplyHeaders = Readonly<Record<string, string>>

interface Head {
  readonly status: number
  readonly headers?: ReplyHeaders
  /** What is to happen to it on its way, if anything. */
  readonly wire?: Wire
}

/** No body. */
export interface EmptyReply extends Head {
  readonly kind: 'empty'
}

/** A value that the adapter writes as JSON, with a line feed behind it as Go's encoder does. */
export interface JsonReply extends Head {
  readonly kind: 'json'
  readonly value: unknown
}

/** A finished text of the given content type. JSON that is kept ready (long lists) comes this way too. */
export interface TextReply extends Head {
  readonly kind: 'text'
  readonly type: string
  readonly text: string | Uint8Array
  /** Sent without its length, as dockerd does where it begins the reply before it knows the end. */
  readonly chunked?: boolean
}

/**
 * Bytes as they come. The head is sent at once; each chunk is written when the socket has room, and the iterator is
 * returned when the client goes. An error after the first byte cuts the body short, as dockerd does.
 */
export interface StreamReply extends Head {
  readonly kind: 'stream'
  /** undefined where dockerd does not say what it is */
  readonly type: string | undefined
  readonly chunks: AsyncIterable<Uint8Array | string>
}

/**
 * The connection itself: 101 UPGRADED when the client asked for an upgrade, else 200, then raw bytes both ways.
 * `serve` owns the socket from then on; the adapter ends it when `serve` is done. The client's half-close is `end`.
 */
export interface HijackReply extends Head {
  readonly kind: 'hijack'
  readonly type: string
  /** Nothing can be written before another request brings it about. */
  readonly silent?: boolean
  serve(socket: Duplex): Promise<void>
}

/** A websocket: what is written to the stream leaves in frames, what is read came in some. Else as a hijack. */
export interface WebsocketReply extends Head {
  readonly kind: 'websocket'
  /** whether frames are marked as binary, not as text */
  readonly binary: boolean
  serve(stream: Duplex): Promise<void>
}

export type Reply = EmptyReply | JsonReply | TextReply | StreamReply | HijackReply | WebsocketReply

export const empty = (status: number, headers?: ReplyHeaders): EmptyReply =>
  headers ? { kind: 'empty', status, headers } : { kind: 'empty', status }

export const json = (value: unknown, status = 200): JsonReply => ({ kind: 'json', status, value })
