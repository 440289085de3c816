// Waiting for a stream that has more to write than its reader has taken.
import type { EventEmitter } from 'node:events'

/** Resolves when the stream takes more, or is closed and takes nothing any more. Leaves no listeners behind. */
export function roomIn(stream: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
  })
}
