// Writes chunks as they come, no faster than the client reads them.
import { Cut } from '../api/wire.ts'
import { roomIn } from '../codec/room.ts'
import { cutConnection } from './cut.ts'
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
      if (!response.write(next.value) && !response.destroyed) await roomIn(response)
    }
    response.end()
  } catch (error) {
    if (!left && !(error instanceof Cut)) cutConnection(response.socket, 'close')
    throw error
  }
}
