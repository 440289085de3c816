// Connections that must wait at the door, or are turned away there.
import net from 'node:net'
import type { Duplex } from 'node:stream'
import { type Arrival, Cut, type Doorkeeper } from '../api/wire.ts'
import { cutConnection } from './cut.ts'

/** Lets the connection in if it may come in; while it waits it is in `outside`, unread. */
export function waitAtDoor<S extends Duplex>(
  socket: S,
  ask: Doorkeeper,
  outside: Set<Duplex>,
  enter: (socket: S) => void,
): void {
  const gone = new AbortController()
  const wait = ask({ way: wayOf(socket), signal: gone.signal })
  if (wait === undefined) {
    enter(socket)
    return
  }
  const leave = (): void => {
    outside.delete(socket)
    gone.abort()
  }
  const ignore = (): void => {}
  outside.add(socket)
  socket.on('close', leave).on('error', ignore)
  wait.then(
    () => {
      outside.delete(socket)
      socket.off('close', leave).off('error', ignore)
      if (!socket.destroyed) enter(socket)
    },
    (error: unknown) => cutConnection(socket, error instanceof Cut ? error.kind : 'close'),
  )
}

function wayOf(socket: Duplex): Arrival['way'] {
  if (!(socket instanceof net.Socket)) return 'process'
  return socket.remoteAddress === undefined ? 'unix' : 'tcp'
}
