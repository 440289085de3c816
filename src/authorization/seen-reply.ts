// Lets somebody look at a reply before it leaves, as far as dockerd does: up to its first flush, or 64 KiB of it
// (moby pkg/authorization/response.go).
import type { OperationId } from '../api/call.ts'
import type { HijackReply, Reply, StreamReply, TextReply, WebsocketReply } from '../api/reply.ts'
import type { Refusal } from '../world/refusal.ts'
import type { SeenResponse } from './question.ts'

/** What is said against a reply; undefined if nothing is. */
export type Look = (seen: SeenResponse) => Promise<Refusal | undefined>

/** bytes that are kept back */
const LARGEST = 64 * 1024

/** They are written without a flush. */
const unflushed: ReadonlySet<OperationId> = new Set<OperationId>(['ContainerArchive', 'ContainerExport'])

/** Their head is out before there is anything to say. */
const flushed: ReadonlySet<OperationId> = new Set<OperationId>(['ContainerWait'])

/** Nobody gives their type or length to begin with: Go finds out when it writes. */
const untyped: ReadonlySet<OperationId> = new Set<OperationId>(['SystemPing'])

/**
 * The reply as it may leave. Throws what is said against it as long as nothing of it has left; later, that is what its
 * body ends with.
 *
 * @param signed headers that every reply has
 */
export async function seen(
  operation: OperationId,
  reply: Reply,
  signed: Readonly<Record<string, string>>,
  look: Look,
): Promise<Reply> {
  const headers = {
    ...signed,
    ...(typeof typeOf(reply) === 'string' && !untyped.has(operation) && { 'Content-Type': typeOf(reply) as string }),
    ...(operation === 'SystemPingHead' && { 'Content-Length': '0' }),
    ...reply.headers,
  }
  switch (reply.kind) {
    case 'empty':
      // 200 is what Go says when nobody says anything
      await refuse(look({ status: reply.status === 200 ? undefined : reply.status, headers }))
      return reply
    case 'json':
      return seenText({ ...reply, kind: 'text', type: 'application/json', text: `${JSON.stringify(reply.value)}\n` })
    case 'text':
      return seenText(reply)
    case 'stream':
      if (reply.type === 'application/json' && operation === 'ContainerStats') return seenOnce(reply)
      return unflushed.has(operation) ? seenBuffered(reply) : { ...reply, chunks: seenChunks(reply.chunks, look) }
    default:
      return seenConnection(reply, signed, look)
  }

  async function seenText(text: TextReply): Promise<Reply> {
    const body = Buffer.from(text.text)
    if (body.length > LARGEST || flushed.has(operation)) {
      const refusal = await look({ headers: {} })
      return refusal ? { ...text, text: sentence(refusal) } : reply
    }
    await refuse(look({ status: statusOf(text), headers, body }))
    return reply
  }

  async function seenOnce(stream: StreamReply): Promise<Reply> {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream.chunks) chunks.push(Buffer.from(chunk))
    await refuse(look({ status: stream.status, headers, body: Buffer.concat(chunks) }))
    return { ...stream, chunks: pieces(chunks) }
  }

  async function seenBuffered(stream: StreamReply): Promise<Reply> {
    const rest = stream.chunks[Symbol.asyncIterator]()
    const kept: Uint8Array[] = []
    let size = 0
    for (;;) {
      const next = await rest.next()
      if (next.done) {
        await refuse(look({ headers, body: Buffer.concat(kept) }))
        return { ...stream, chunks: pieces(kept) }
      }
      kept.push(Buffer.from(next.value))
      size += next.value.length
      if (size > LARGEST) return { ...stream, chunks: seenChunks(continued(kept, rest), look) }
    }
  }
}

const typeOf = (reply: Reply): string | undefined =>
  reply.kind === 'json' ? 'application/json' : 'type' in reply ? reply.type : undefined

/** Lists are JSON with a status of its own; whoever writes other texts leaves it to Go. */
const statusOf = ({ type, status }: TextReply): number | undefined => (type === 'application/json' ? status : undefined)

async function refuse(looking: Promise<Refusal | undefined>): Promise<void> {
  const refusal = await looking
  if (refusal) throw refusal
}

const sentence = ({ message }: Refusal): string => `${JSON.stringify({ message })}\n`

async function* pieces(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function* continued(
  kept: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string> {
  yield* kept
  yield* { [Symbol.asyncIterator]: () => rest }
}

/** Everything has left already when the end of it is looked at. */
async function* seenChunks(
  chunks: AsyncIterable<Uint8Array | string>,
  look: Look,
): AsyncGenerator<Uint8Array | string> {
  let isWhole = false
  try {
    yield* chunks
    isWhole = true
  } finally {
    if (!isWhole) void look({ headers: {} })
  }
  const refusal = await look({ headers: {} })
  if (refusal) yield sentence(refusal)
}

/** Nobody can say anything any more when a connection is over. */
function seenConnection<Kind extends HijackReply | WebsocketReply>(
  reply: Kind,
  signed: Readonly<Record<string, string>>,
  look: Look,
): Kind {
  return {
    ...reply,
    async serve(stream: Parameters<Kind['serve']>[0]) {
      try {
        await reply.serve(stream)
      } finally {
        void look({ headers: signed })
      }
    },
  }
}
