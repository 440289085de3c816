// Reads the body of a request ahead of the operation, which gets every byte of it all the same.
import type { Incoming } from './call.ts'

export interface ReadAhead {
  /** All of the body; undefined if it is longer than was read, or breaks. */
  readonly bytes: Buffer | undefined
  /** Whether it goes on behind what was read. */
  readonly isLonger: boolean
  /** To go on with in the place of the one that was read from. */
  readonly incoming: Incoming
}

/** @param limit how many bytes are too many */
export async function readAhead(incoming: Incoming, limit: number): Promise<ReadAhead> {
  const rest = incoming.body[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  let size = 0
  while (size < limit) {
    let next: IteratorResult<Uint8Array>
    try {
      next = await rest.next()
    } catch (error) {
      return { bytes: undefined, isLonger: false, incoming: withBody(incoming, broken(chunks, error)) }
    }
    if (next.done) {
      return { bytes: Buffer.concat(chunks, size), isLonger: false, incoming: withBody(incoming, whole(chunks)) }
    }
    chunks.push(next.value)
    size += next.value.length
  }
  return { bytes: undefined, isLonger: true, incoming: withBody(incoming, continued(chunks, rest)) }
}

async function* whole(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function* broken(chunks: readonly Uint8Array[], error: unknown): AsyncGenerator<Uint8Array> {
  yield* chunks
  throw error
}

async function* continued(chunks: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
  yield* { [Symbol.asyncIterator]: () => rest }
}

function withBody(incoming: Incoming, body: AsyncIterable<Uint8Array>): Incoming {
  const { operation, method, url, version, path, query, headers, upgrade, reused } = incoming
  return {
    operation,
    method,
    url,
    version,
    path,
    query,
    headers,
    body,
    upgrade,
    ...(reused !== undefined && { reused }),
    // made when they are asked for
    get signal() {
      return incoming.signal
    },
    get rawHeaders() {
      return incoming.rawHeaders
    },
    get certificates() {
      return incoming.certificates
    },
  }
}
