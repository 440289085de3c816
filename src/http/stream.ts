// Writes chunks as they come, no faster than the client reads them.
import { Cut } from '../api/wire.ts'
import { roomIn } from '../codec/room.ts'
import { cutConnection } from './cut.ts'
import type { Exchange } from './read.ts'

/** Writes the body of a streamed reply; the head is out already. */
export async function writeChunks(exchange: Exchange, chunks: AsyncIterable<Uint8Array | string>): Promise<void> {
  const { response } = exchange
  await passOn(exchange, chunks, (chunk) => {
    return response.write(chunk) || response.destroyed ? undefined : roomIn(response)
  })
  response.end()
}

/**
 * Writes piece after piece. The iterator is returned when the client goes. An error of the source cuts the connection
 * without the terminal chunk, so that the client can tell, and is thrown on.
 * @param write gives what must be waited for before the next piece is asked for
 */
export async function passOn<Piece>(
  exchange: Exchange,
  pieces: AsyncIterable<Piece>,
  write: (piece: Piece) => Promise<void> | undefined,
): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]()
  let left = false
  exchange.whenGone(() => {
    left = true
    iterator.return?.().catch(() => {})
  })
  try {
    while (!left) {
      const next = await iterator.next()
      if (next.done || left) break
      const full = write(next.value)
      if (full) await full
    }
  } catch (error) {
    if (!left && !(error instanceof Cut)) cutConnection(exchange.response.socket, 'close')
    throw error
  }
}
