// Writes replies that something is to happen to on their way: other header lines, other bytes, a cut.
import type { ServerResponse } from 'node:http'
import type { EmptyReply, JsonReply, Reply, StreamReply, TextReply } from '../api/reply.ts'
import { type Bytes, encoded, type Wire } from '../api/wire.ts'
import { begin, SMALL } from './begin.ts'
import type { Exchange } from './read.ts'
import { passOn } from './stream.ts'

type Written = EmptyReply | JsonReply | TextReply | StreamReply

export const isWritten = (reply: Reply): reply is Written => reply.kind !== 'hijack' && reply.kind !== 'websocket'

/**
 * Each piece leaves before the next is asked for, as a chunk of its own where there are chunks. What a transform throws is
 * thrown on, with what came before it written.
 */
export async function writeWired(exchange: Exchange, reply: Written, wire: Wire, head: string[]): Promise<void> {
  const { response } = exchange
  const plain = bytesOf(reply)
  let bytes = wire.body?.(plain) ?? plain
  let length = lengthOf(reply, exchange.method)
  if (wire.reframe && length !== undefined) {
    const pieces = await gathered(bytes)
    length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    bytes = each(pieces)
  }
  if (length !== undefined) head.push('Content-Length', String(length))
  begin(response, reply.status, wire.headers?.(head) ?? head)
  response.flushHeaders()
  await passOn(exchange, bytes, (piece) => (piece.length > 0 ? written(response, piece) : undefined))
  await new Promise<void>((resolve) => {
    response.end(resolve)
    response.once('close', resolve)
  })
  await wire.sent?.()
}

/** The bytes of a reply's body, as they would be written. */
export function bytesOf(reply: Written): Bytes {
  if (reply.kind === 'stream') return encoded(reply.chunks)
  if (reply.kind === 'empty') return each([])
  return each([Buffer.from(reply.kind === 'json' ? `${JSON.stringify(reply.value)}\n` : reply.text)])
}

/** What Content-Length would say; nothing for chunks, and where no body can be. */
function lengthOf(reply: Written, method: string): number | undefined {
  if (reply.kind === 'stream') return undefined
  if (reply.kind === 'empty') return reply.status === 204 || reply.status === 304 || method === 'HEAD' ? undefined : 0
  if (reply.kind === 'text' && reply.chunked) return undefined
  const length = Buffer.byteLength(reply.kind === 'json' ? `${JSON.stringify(reply.value)}\n` : reply.text)
  return length <= SMALL ? length : undefined
}

function written(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.write(piece, () => {
      response.off('close', resolve)
      resolve()
    })
  })
}

async function* each(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces
}

async function gathered(bytes: Bytes): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return pieces
}
