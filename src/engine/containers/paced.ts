// Writing to a connection no faster than it takes.
import type { Writable } from 'node:stream'
import { roomIn } from '../../codec/room.ts'

/** Writes; when the connection is behind, the promise resolves once it has caught up or is gone. */
export function writePaced(socket: Writable, bytes: Uint8Array): Promise<void> | undefined {
  if (socket.destroyed || socket.writableEnded) return undefined
  if (socket.write(bytes)) return undefined
  return roomIn(socket)
}
