// A hijacked connection whose bytes are changed on their way, in one or both directions.
import type { Duplex } from 'node:stream'
import { type Bytes, Cut, type Transform } from '../api/wire.ts'
import { roomIn } from '../codec/room.ts'
import { cutConnection } from './cut.ts'
import { duplexPair } from './pair.ts'

export interface Shapes {
  /** what the client reads */
  readonly body?: Transform
  /** what the client writes */
  readonly input?: Transform
}

/**
 * Lets `serve` have a stream that leads to the socket, through the transforms. Resolves when what it wrote has left;
 * rejects as `serve` does, and when a transform throws.
 */
export async function serveShaped(
  socket: Duplex,
  { body = same, input = same }: Shapes,
  serve: (stream: Duplex) => Promise<void>,
): Promise<void> {
  const [ours, theirs] = duplexPair()
  socket.once('close', () => ours.destroy())
  let cut: Cut | undefined
  const out = pump(body(bytesOf(ours)), socket).catch((error: unknown) => {
    // what was cut in the other direction ends this one in its middle
    if (cut) throw cut
    // only we destroy our side: the client has gone, or `serve` tells what went wrong
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
  // an end of stdin ends the operation's, not the connection
  pump(input(bytesOf(socket)), ours).then(
    () => ours.end(),
    (error: unknown) => {
      if (error instanceof Cut) {
        cut = error
        cutConnection(socket, error.kind)
      }
      ours.destroy()
    },
  )
  const served = serve(theirs).then(
    () => theirs.end(),
    (error: unknown) => {
      theirs.destroy()
      throw error
    },
  )
  await Promise.all([served, out])
}

/** Not destroyed at its end: the other direction may go on. */
const bytesOf = (stream: Duplex): Bytes => stream.iterator({ destroyOnReturn: false })

const same: Transform = (bytes) => bytes

async function pump(bytes: Bytes, to: Duplex): Promise<void> {
  for await (const piece of bytes) {
    if (to.destroyed || to.writableEnded) return
    if (piece.length > 0 && !to.write(piece)) await roomIn(to)
  }
}
