// The sockets of TCP that connections of TLS run over.
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

const sockets = new WeakMap<Duplex, Socket>()

export const runsOver = (secured: Duplex, socket: Socket): void => void sockets.set(secured, socket)

/** The socket itself where there is no TLS. */
export const socketUnder = (socket: Duplex): Duplex => sockets.get(socket) ?? socket
