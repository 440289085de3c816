// Two ends of a connection that never leaves this process.
import { Duplex } from 'node:stream'

type Callback = (error?: Error | null) => void

/**
 * What is written to one end is read from the other, and the writer waits when the reader is behind. The client's end
 * closes when the daemon has ended, as a client's socket does; the daemon's end may be half open. Node's own
 * `duplexPair` loses the writer's turn when the reader asks for more while it is being given a piece.
 */
export function duplexPair(): readonly [client: Duplex, daemon: Duplex] {
  const client = new End({ allowHalfOpen: false })
  const daemon = new End()
  client.meet(daemon)
  daemon.meet(client)
  return [client, daemon]
}

class End extends Duplex {
  #other: End | undefined
  /** The writer at the other end, while it waits for this end to read. */
  #waiting: Callback | undefined

  meet(other: End): void {
    this.#other = other
    // as a socket that was closed: nothing can be read from it or written to it any more
    other.once('close', () => this.destroy())
  }

  override _read(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.()
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    const other = this.#other!
    if (other.destroyed) callback(new Error('write after the other end was closed'))
    else if (chunk.length === 0 || other.push(chunk)) callback()
    else other.#waiting = callback
  }

  override _final(callback: Callback): void {
    const other = this.#other!
    if (other.destroyed) {
      callback()
      return
    }
    other.once('end', () => callback())
    other.push(null)
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this._read()
    callback(error)
  }
}
