// Ends connections before their time.
import net from 'node:net'
import type { Duplex } from 'node:stream'
import type { CutKind } from '../api/wire.ts'
import { socketUnder } from './under-tls.ts'

/**
 * `close`: what was written arrives, then the connection ends. `reset`: at once; a unix socket knows no reset, there the
 * client reads the end, as it does from a daemon that was killed.
 */
export function cutConnection(socket: Duplex | null, kind: CutKind): void {
  if (socket === null || socket.destroyed) return
  if (kind === 'close') {
    socket.end(() => socket.destroy())
    return
  }
  // Node's own resetAndDestroy ends the socket first, so that clients may read an end and no reset.
  const under = socketUnder(socket)
  if (under instanceof net.Socket) Object.assign(under, { resetAndClosing: under.remoteAddress !== undefined })
  under.destroy()
}
