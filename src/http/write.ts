// Replies onto the wire.
import type { ServerResponse } from 'node:http'
import { empty, type Reply, type ReplyHeaders } from '../api/reply.ts'
import { compareVersions } from '../api/version.ts'
import { afterMicrotasks } from '../world/turns.ts'
import { begin, SMALL } from './begin.ts'
import type { Heads, Signature } from './heads.ts'
import { hijack } from './hijack.ts'
import type { Identity } from './identity.ts'
import type { Exchange } from './read.ts'
import { failureOf } from './status.ts'
import { writeChunks } from './stream.ts'
import { serveWebsocket } from './websocket.ts'
import { isWritten, writeWired } from './wired.ts'

const JSON_TYPE = 'application/json'

/** Writes what an operation answered. Rejects when a stream or a hijacked connection broke on our side. */
export function writeReply(exchange: Exchange, reply: Reply, heads: Heads, signature: Signature): void | Promise<void> {
  const { response } = exchange
  const { status, headers } = reply
  if (reply.wire && isWritten(reply)) {
    const type = reply.kind === 'empty' ? undefined : reply.kind === 'json' ? JSON_TYPE : reply.type
    return writeWired(exchange, reply, reply.wire, heads.of(signature, type, headers))
  }
  switch (reply.kind) {
    case 'empty':
      return writeEmpty(response, status, heads.of(signature, undefined, headers))
    case 'json':
      return writeText(response, status, heads.of(signature, JSON_TYPE, headers), `${JSON.stringify(reply.value)}\n`)
    case 'text':
      return writeText(response, status, heads.of(signature, reply.type, headers), reply.text, reply.chunked)
    case 'stream':
      gather(response)
      begin(response, status, heads.of(signature, reply.type, headers))
      response.flushHeaders()
      return writeChunks(exchange, reply.chunks)
    case 'hijack':
      return hijack(exchange, reply, heads.identity)
    case 'websocket':
      return serveWebsocket(exchange, reply)
  }
}

export function writeEmpty(response: ServerResponse, status: number, head: string[]): void {
  if (status !== 204 && status !== 304 && !response.req.method?.startsWith('HEAD')) head.push('Content-Length', '0')
  begin(response, status, head)
  response.end()
}

export function writeText(
  response: ServerResponse,
  status: number,
  head: string[],
  text: string | Uint8Array,
  chunked = false,
): void {
  const length = typeof text === 'string' && text.length <= SMALL ? Buffer.byteLength(text) : text.length
  if (chunked) head.push('Transfer-Encoding', 'chunked')
  else if (length <= SMALL) head.push('Content-Length', String(length))
  begin(response, status, head)
  // As many bytes as characters: all of it is ASCII, which node writes faster when it is told.
  if (length <= SMALL && length === text.length) response.end(latin1Of(text), 'latin1')
  else response.end(text)
}

/** The bytes as characters, which node joins to the head: one write costs half as much as two. */
const latin1Of = (text: string | Uint8Array): string =>
  typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1')

/** What a stream has ready leaves with the head in one write: for a short reply that is half of its cost. */
function gather({ socket }: ServerResponse): void {
  socket?.cork()
  afterMicrotasks(() => socket?.uncork())
}

/** An error as dockerd writes it: JSON, or plain text for clients of before 1.24 (moby: server makeHTTPHandler). */
export function failureReply(error: unknown, version: string | undefined, identity: Identity): Reply {
  const { status, message } = failureOf(error)
  if (status === 304) return empty(304)
  if (identity.jsonErrorsOnly || version === undefined || compareVersions(version, '1.24') >= 0) {
    return { kind: 'json', status, value: { message } }
  }
  return { kind: 'text', status, type: 'text/plain; charset=utf-8', text: `${message}\n`, headers: NO_SNIFF }
}

const NO_SNIFF: ReplyHeaders = { 'X-Content-Type-Options': 'nosniff' }
