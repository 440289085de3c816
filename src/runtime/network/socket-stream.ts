// A simulated connection as one of node's streams, for who is outside of every machine.
import { Duplex } from 'node:stream'
import type { Caller } from '../open-file.ts'
import type { Socket } from './socket.ts'

/** Nobody's process: it waits, and no signal reaches it. */
const outsider: Caller = {
  pid: 0,
  group: 0,
  block: (subscribe) => new Promise((resolve) => void subscribe(resolve)),
  hold: () => undefined,
  raise: () => false,
}

/** Destroying the stream closes the connection. */
export function socketStream(socket: Socket): Duplex {
  return new Duplex({
    allowHalfOpen: true,
    async read(size) {
      try {
        this.push((await socket.read(outsider, size)) ?? null)
      } catch (error) {
        this.destroy(error as Error)
      }
    },
    async write(bytes: Uint8Array, _encoding, done) {
      try {
        await socket.write(outsider, Uint8Array.from(bytes))
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    final(done) {
      socket.shutdown()
      done()
    },
    destroy(error, done) {
      socket.close()
      done(error)
    },
  })
}
