// Docker's multiplexed stream: each piece of output behind a header of eight bytes.
import { Buffer } from 'node:buffer'

/** Standard output, standard error, or the daemon's own voice (moby stdcopy: Stdout, Stderr, Systemerr). */
export type StreamNumber = 1 | 2 | 3

const HEADER = 8

/** One frame: stream number, three zeros, the length (big-endian), the bytes. */
export function frame(stream: StreamNumber, bytes: Uint8Array): Uint8Array {
  const framed = Buffer.allocUnsafe(HEADER + bytes.length)
  framed.writeUInt32BE(stream << 24, 0)
  framed.writeUInt32BE(bytes.length, 4)
  framed.set(bytes, HEADER)
  return framed
}
