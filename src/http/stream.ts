// Writes chunks as they come, no faster than the client reads them.
import type { ServerResponse } from 'node:http'
import type { Exchange } from './read.ts'

/**
 * Writes the body of a streamed reply; the head is out already. The iterator is returned when the client goes. An
 * error of the source cuts the connection without the terminal chunk, so that the client can tell, and is thrown on.
 */
export async function writeChunks(exchange: Exchange, chunks: AsyncIterable<Uint8Array | string>): Promise<void> {
  const { response } = exchange
  const iterator = chunks[Symbol.asyncIterator]()
  let left = false
  exchange.whenGone(() => {
    left = true
    iterator.return?.().catch(() => {})
  })
  try {
    while (!left) {
      const next = await iterator.next()
      if (next.done || left) break
      if (!response.write(next.value)) await room(response)
    }
    response.end()
  } catch (error) {
    if (!left) cut(response)
    throw error
  }
}

/** Resolves when there is room in the socket again, or when there is no socket any more. */
function room(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

/** What was written arrives, then the connection ends. */
function cut(response: ServerResponse): void {
  const { socket } = response
  socket?.end(() => socket.destroy())
}
