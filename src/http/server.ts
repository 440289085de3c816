// The server: one HTTP parser for every way in, be it a unix socket, TCP, TLS or a pair of streams in this process.
import http, { type RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Door } from '../api/wire.ts'
import { type Logger, silentLogger } from '../world/logger.ts'
import { type Connection, remember } from './connection.ts'
import { waitAtDoor } from './door.ts'
import { answerExpectations } from './expect.ts'
import type { Absence, Listener, Way } from './listen.ts'
import { answerMalformed } from './malformed.ts'
import { wayOpener } from './open-way.ts'
import { acceptUpgrades } from './upgrade.ts'
import type { WayOptions } from './ways.ts'

/** net/http: DefaultMaxHeaderBytes, and the slop that its reader adds. */
const MAX_HEADER_BYTES = (1 << 20) + 4096

export interface DockerServer {
  /** Serves a client that came in on any stream. */
  accept(stream: Duplex): void
  /** Opens a way in: `unix:///path`, `tcp://host:port` (port 0: any free one) or `fd://`, what systemd hands over. */
  listen(address: string): Promise<Listener>
  /** What clients wait for now: `GET /v1.51/events`. */
  underWay(): string[]
  /**
   * Nobody gets in until what comes back is called. Who is in may go on until `patience` is over, then is cut: streams
   * without their terminal chunk.
   */
  suspend(how: Absence, patience: Promise<unknown>): Promise<() => Promise<void>>
  /**
   * Closes all ways in and all connections that nobody waits on. The others may go on until `patience` is over, then
   * they are cut (moby: daemon shutdown).
   */
  close(patience?: Promise<unknown>): Promise<void>
}

/** What a server has beside its application. */
export interface ServerOptions extends Pick<WayOptions, 'tls' | 'group' | 'allowPublic'> {
  /** Who may come in. */
  readonly door?: Door | undefined
  /** Of releases whose log tells that open ports will be refused. */
  readonly noticesDeprecation?: boolean
  readonly logger?: Logger
}

const parsing: http.ServerOptions & { readonly shouldUpgradeCallback: () => boolean } = {
  maxHeaderSize: MAX_HEADER_BYTES,
  requireHostHeader: false,
  // since Node.js 24.9: requests with an Upgrade header are then as all others; before, see acceptUpgrades
  shouldUpgradeCallback: () => false,
}

export function createServer(app: RequestListener, options: ServerOptions = {}): DockerServer {
  const { door, noticesDeprecation = true, logger = silentLogger } = options
  const server = http.createServer(parsing, app)
  // As in dockerd a kept connection never grows old, and a client that has closed its side still gets its answer.
  Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, maxHeadersCount: 0, httpAllowHalfOpen: true })
  answerExpectations(server, app)
  acceptUpgrades(server, (request) => new ServerResponse(request), app)
  answerMalformed(server)

  const listeners = new Set<Way>()
  const open = new Set<Connection>()
  // a socket comes again after each request for an upgrade that was not one
  const forgets = new WeakMap<Duplex, () => void>()
  let closing = false
  let over = false
  let away: ((listener: Way) => Promise<void>) | undefined
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
  const through =
    <S extends Duplex>(next: (socket: S) => void) =>
    (socket: S): void =>
      door?.ask ? waitAtDoor(socket, door.ask, outside, next) : next(socket)
  const openWay = wayOpener({ ...options, noticesDeprecation, logger, outside, serve, through })
  const cutOff = async (patience: Promise<unknown>): Promise<void> => {
    await Promise.race([patience, allClosed(open)])
    for (const { socket } of open) socket.destroy()
    for (const socket of outside) socket.destroy()
  }
  return {
    accept: through(serve),
    async listen(address) {
      const listener = await openWay(address)
      listeners.add(listener)
      // a scenario may begin with a daemon that is down
      await away?.(listener)
      return listener
    },
    underWay() {
      const busy = Array.from(open).filter(({ idle }) => !idle)
      return busy.flatMap(({ response }) => (response ? [`${response.req.method} ${response.req.url}`] : []))
    },
    async suspend(how, patience) {
      closing = true
      const ways: (() => Promise<void>)[] = []
      away = async (listener) => void ways.push(await listener.goDown(how))
      await Promise.all(Array.from(listeners, away))
      await cutOff(patience)
      return async () => {
        if (over) return
        closing = false
        away = undefined
        await Promise.all(ways.map((comeBack) => comeBack()))
      }
    },
    async close(patience = Promise.resolve()) {
      closing = true
      over = true
      await Promise.all(Array.from(listeners, (listener) => listener[Symbol.asyncDispose]()))
      await cutOff(patience)
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
