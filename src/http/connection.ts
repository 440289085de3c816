// One client's connection: what the server must know to hand its socket over or to end it.
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

const EVENTS = ['data', 'end', 'close', 'drain', 'timeout', 'error'] as const

type Listener = (...args: unknown[]) => void

/** Node's parser of a socket, as far as it must be unhooked. Not in the public types, but the way is old and stable. */
interface Parsed {
  parser?: { remove?(): void } | null
  readableFlowing: boolean | null
}

export class Connection {
  readonly socket: Duplex
  /** The newest response on it. */
  response: ServerResponse | undefined
  /** A hijack has been asked for and not decided: what comes now is not HTTP any more. */
  awaitsHijack = false
  hijacked = false
  readonly #parserListeners: readonly (readonly [string, Listener])[]

  constructor(socket: Duplex) {
    this.socket = socket
    this.#parserListeners = EVENTS.flatMap((event) =>
      socket.listeners(event).map((listener) => [event, listener as Listener] as const),
    )
  }

  /** Whether nobody waits for anything on it. */
  get idle(): boolean {
    return !this.hijacked && (this.response === undefined || this.response.writableFinished)
  }

  /** Takes the socket away from node's HTTP parser: from here on its bytes are nobody's but the caller's. */
  detach(response: ServerResponse): void {
    const { socket } = this
    const parsed = socket as unknown as Parsed
    this.hijacked = true
    response.detachSocket(response.socket!)
    // A listener for `data` makes node take the socket back from its native parser.
    const wake = (): void => {}
    socket.on('data', wake)
    socket.off('data', wake)
    for (const [event, listener] of this.#parserListeners) socket.off(event, listener)
    parsed.parser?.remove?.()
    parsed.parser = null
    parsed.readableFlowing = null
    socket.on('error', () => {})
  }
}

const connections = new WeakMap<Duplex, Connection>()

/** Called once node's own listeners are in place. */
export function remember(socket: Duplex): Connection {
  const connection = new Connection(socket)
  connections.set(socket, connection)
  return connection
}

/** Undefined for the sockets of a server that is not ours (supertest makes its own). */
export const connectionOf = (socket: Duplex): Connection | undefined => connections.get(socket)
