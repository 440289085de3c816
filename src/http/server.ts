// The server: one HTTP parser for every way in, be it a unix socket, TCP, TLS or a pair of streams in this process.
import http, { type RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Door } from '../api/wire.ts'
import { type Connection, remember } from './connection.ts'
import { waitAtDoor } from './door.ts'
import { type Listener, listen } from './listen.ts'
import { answerMalformed } from './malformed.ts'
import { acceptUpgrades } from './upgrade.ts'

/** net/http: DefaultMaxHeaderBytes, and the slop that its reader adds. */
const MAX_HEADER_BYTES = (1 << 20) + 4096

export interface DockerServer {
  /** Serves a client that came in on any stream. */
  accept(stream: Duplex): void
  /** Opens a way in: `unix:///path` or `tcp://host:port` (port 0: any free one). */
  listen(address: string): Promise<Listener>
  /**
   * Closes all ways in and all connections that nobody waits on. The others may go on until `patience` is over, then
   * they are cut (moby: daemon shutdown).
   */
  close(patience?: Promise<unknown>): Promise<void>
}

/** What a server has beside its application. */
export interface ServerOptions {
  /** Who may come in. */
  readonly door?: Door | undefined
}

export function createServer(app: RequestListener, { door }: ServerOptions = {}): DockerServer {
  const server = http.createServer({ maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false }, app)
  // As in dockerd a kept connection never grows old, and a client that has closed its side still gets its answer.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, maxHeadersCount: 0, httpAllowHalfOpen: true })
  acceptUpgrades(server, (request) => new ServerResponse(request), app)
  answerMalformed(server)

  const listeners = new Set<Listener>()
  const open = new Set<Connection>()
  // a socket comes again after each request for an upgrade that was not one
  const forgets = new WeakMap<Duplex, () => void>()
  let closing = false
  server.on('connection', (socket: Duplex) => {
    const before = forgets.get(socket)
    if (before) {
      socket.off('close', before)
      before()
    }
    const connection = remember(socket)
    open.add(connection)
    const forget = (): void => void open.delete(connection)
    forgets.set(socket, forget)
    socket.on('close', forget)
    if (closing) socket.destroy()
  })

  const serve = (socket: Duplex): void => void server.emit('connection', socket)
  const outside = new Set<Duplex>()
  const enter = (socket: Duplex): void => (door?.ask ? waitAtDoor(socket, door.ask, outside, serve) : serve(socket))
  return {
    accept: enter,
    async listen(address) {
      const listener = await listen(address, enter)
      listeners.add(listener)
      return listener
    },
    async close(patience = Promise.resolve()) {
      closing = true
      await Promise.all(Array.from(listeners, (listener) => listener[Symbol.asyncDispose]()))
      await Promise.race([patience, allClosed(open)])
      for (const { socket } of open) socket.destroy()
      for (const socket of outside) socket.destroy()
    },
  }
}

/** Closes what is idle now or becomes so, and resolves when nothing is open any more. */
async function allClosed(open: ReadonlySet<Connection>): Promise<void> {
  await Promise.all(
    Array.from(open, ({ socket, response, idle, hijacked }) => {
      if (idle) socket.destroy()
      else if (!hijacked) response?.once('finish', () => socket.end())
      return new Promise((resolve) => socket.on('close', resolve))
    }),
  )
}
