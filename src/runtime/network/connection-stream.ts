// A connection of a process as one of node's streams, for libraries that speak a protocol over it.
import { Duplex } from 'node:stream'
import { FileError } from '../../storage/file-error.ts'
import { Killed, type Process } from '../process.ts'

/** Ends with the process; destroying the stream closes the connection. */
export function connectionStream(process: Process, descriptor: number): Duplex {
  return new Duplex({
    allowHalfOpen: true,
    read(size) {
      process.read(descriptor, size).then(
        (bytes) => this.push(bytes ?? null),
        (error: unknown) => this.destroy(unlessOver(error)),
      )
    },
    write(bytes: Uint8Array, _encoding, done) {
      // the caller may use its buffer again, a pipe keeps what it is given
      attempt(() => process.write(descriptor, Uint8Array.from(bytes)), done)
    },
    final(done) {
      attempt(() => process.shutdown(descriptor), done)
    },
    destroy(error, done) {
      attempt(
        () => process.close(descriptor),
        () => done(error),
      )
    },
  })
}

async function attempt(act: () => Promise<void> | undefined | void, done: (error?: Error) => void): Promise<void> {
  try {
    await act()
    done()
  } catch (error) {
    done(unlessOver(error))
  }
}

/** The end of the process, or of the other side, is no error of the stream. */
function unlessOver(error: unknown): Error | undefined {
  if (error instanceof Killed || (error instanceof FileError && error.code === 'EBADF')) return undefined
  return error instanceof Error ? error : new Error(String(error))
}
