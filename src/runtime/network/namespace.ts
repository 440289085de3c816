// A network namespace: the interfaces, listening ports and connections of one container, or of those that share them.
import { FileError } from '../../storage/file-error.ts'
import { WaitList } from '../wait-list.ts'
import type { NetworkInterface } from './interface.ts'
import { type Socket, type SocketAddress, socketPair } from './socket.ts'
import { countOpening, ETHERNET_MTU, LOOPBACK_MTU, noTraffic, type Traffic, type Wire } from './traffic.ts'

/** What lies around a namespace, as the engine knows it. */
export interface Surroundings {
  /** The interfaces beside `lo`, as they are now. */
  interfaces(): readonly NetworkInterface[]
  /** Whose address it is, among those that can be reached; undefined if nobody has it. */
  neighbour(address: string): NetworkNamespace | undefined
  /** Whether what is sent to an address is thrown away on the way, though somebody has it. */
  drops?(address: string): boolean
  /** What the daemon's name server says: the addresses of a name. Undefined where there is no such server. */
  resolve?(name: string): readonly string[]
  /** The name of an address, asked of the same server. */
  nameOf?(address: string): string | undefined
  /** Where the host sends connections to a port that nobody in the namespace itself listens on. */
  forward?(port: number): Forward | undefined
}

/** A published port: connections to it go on to a port of another namespace, which sees them come from `source`. */
export interface Forward {
  readonly to: NetworkNamespace
  readonly target: SocketAddress
  readonly source: string
}

/** What a program listens with. */
export class Listener implements SocketAddress {
  readonly address: string
  readonly port: number
  /** Connections that nobody has accepted yet. */
  readonly waiting: Socket[] = []
  readonly changed: WaitList = new WaitList()
  closed = false
  private readonly onClose: () => void

  constructor(address: string, port: number, onClose: () => void) {
    this.address = address
    this.port = port
    this.onClose = onClose
  }

  /** Connections that wait are ended, those that were accepted go on. */
  close(): void {
    if (this.closed) return
    this.closed = true
    this.onClose()
    for (const socket of this.waiting.splice(0)) socket.close()
    this.changed.wakeAll()
  }
}

/** Connections that may wait to be accepted, as net.core.somaxconn */
const BACKLOG = 4096
const FIRST_PORT = 32_768
const LAST_PORT = 60_999

export class NetworkNamespace {
  readonly surroundings: Surroundings
  private readonly listeners: Map<number, Listener> = new Map()
  private readonly connections: Set<Socket> = new Set()
  /** by name and address of an interface, from when something first went over it */
  private counters: Map<string, Traffic> | undefined
  private lastPort = FIRST_PORT - 1

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  /** Port 0 is any free one. Throws EADDRINUSE, or EADDRNOTAVAIL for an address of somebody else. */
  listen(port: number, address: string = '0.0.0.0'): Listener {
    if (!this.isOwn(address)) throw new FileError('EADDRNOTAVAIL')
    const number = port === 0 ? this.freePort('EADDRINUSE') : port
    if (this.listeners.has(number)) throw new FileError('EADDRINUSE')
    const listener = new Listener(address, number, () => this.listeners.delete(number))
    this.listeners.set(number, listener)
    return listener
  }

  /** The ports that somebody listens on, the lowest first. */
  listening(): number[] {
    return [...this.listeners.keys()].sort((one, other) => one - other)
  }

  /**
   * Connects as TCP does, at once. Throws ECONNREFUSED when nobody listens there, EHOSTUNREACH when nobody has the
   * address, ENETUNREACH when no route leads to it, EADDRNOTAVAIL when no port is left, ETIMEDOUT when nothing arrives.
   * differs: the last of them comes at once, not after two minutes.
   */
  connect(address: string, port: number): Socket {
    const own = this.isOwn(address)
    const there = own ? this : this.surroundings.neighbour(address)
    if (!there) {
      if (this.surroundings.drops?.(address)) throw new FileError('ETIMEDOUT')
      throw new FileError(this.isNear(address) ? 'EHOSTUNREACH' : 'ENETUNREACH')
    }
    const asked = { address, port }
    const { listener, at, source, owner } = there.find(asked)
    const local = { address: own ? address : this.sourceFor(address), port: this.freePort('EADDRNOTAVAIL') }
    const wire = this.wireTo(address, owner, at.address)
    const [client, server] = socketPair(
      { local, remote: asked },
      { local: at, remote: source === undefined ? local : { ...local, address: source } },
      () => this.connections.delete(client),
      wire,
      () => owner.connections.delete(server),
    )
    countOpening(wire)
    this.connections.add(client)
    owner.connections.add(server)
    listener.waiting.push(server)
    listener.changed.wakeAll()
    return client
  }

  /** Who listens at an address of this namespace, or behind it. Throws ECONNREFUSED. */
  private find(asked: SocketAddress): {
    listener: Listener
    at: SocketAddress
    source?: string
    owner: NetworkNamespace
  } {
    const listener = this.listeners.get(asked.port)
    if (listener && isHeardAt(listener.address, asked.address)) {
      return { listener: withRoom(listener), at: asked, owner: this }
    }
    const forward = this.surroundings.forward?.(asked.port)
    if (!forward) throw new FileError('ECONNREFUSED')
    return { ...forward.to.find(forward.target), source: forward.source }
  }

  /** Whether an address is one of this namespace's: loopback, any, or an interface's. */
  isOwn(address: string): boolean {
    if (isLoopback(address) || address === '0.0.0.0' || address === '::') return true
    return this.surroundings.interfaces().some((one) => one.address === address || one.address6 === address)
  }

  /** Whether an address lies in a network that an interface is in. */
  isNear(address: string): boolean {
    return this.surroundings.interfaces().some((one) => isInNetwork(one, address))
  }

  private sourceFor(address: string): string {
    const interfaces = this.surroundings.interfaces()
    const first = interfaces.find(({ gateway }) => gateway) ?? interfaces[0]
    return (address.includes(':') ? first?.address6 : first?.address) ?? '127.0.0.1'
  }

  /** What has gone over an interface; `lo` if none is given. */
  traffic(one?: NetworkInterface): Traffic {
    const key = one === undefined || one.name === 'lo' ? 'lo' : `${one.name} ${one.address ?? ''} ${one.address6 ?? ''}`
    const known = this.counters?.get(key)
    if (known) return known
    const fresh = noTraffic()
    this.counters = (this.counters ?? new Map()).set(key, fresh)
    return fresh
  }

  /** The interface that has an address, or else the one through which the way to it leads. */
  private through(address: string): NetworkInterface | undefined {
    const interfaces = this.surroundings.interfaces()
    return (
      interfaces.find((one) => one.address === address || one.address6 === address) ??
      interfaces.find((one) => isInNetwork(one, address)) ??
      interfaces.find(({ gateway }) => gateway) ??
      interfaces[0]
    )
  }

  /** The way from here to an address, where `owner` (nobody, if undefined) hears it as `at`. */
  wireTo(address: string, owner: NetworkNamespace | undefined, at: string = address): Wire {
    if (this === owner) return { near: this.traffic(), far: this.traffic(), mtu: LOOPBACK_MTU }
    const through = this.through(address)
    const near = this.isOwn(address) ? this.traffic() : this.traffic(through)
    return { near, far: owner?.traffic(owner.through(at)) ?? noTraffic(), mtu: through?.mtu ?? ETHERNET_MTU }
  }

  /** The next port that nobody listens on. Throws that error when there is none. */
  private freePort(code: 'EADDRINUSE' | 'EADDRNOTAVAIL'): number {
    for (let tries = FIRST_PORT; tries <= LAST_PORT; tries++) {
      this.lastPort = this.lastPort >= LAST_PORT ? FIRST_PORT : this.lastPort + 1
      if (!this.listeners.has(this.lastPort)) return this.lastPort
    }
    throw new FileError(code)
  }

  /** Ends everything, when the last process is gone. */
  close(): void {
    for (const listener of this.listeners.values()) listener.close()
  }

  /** What programs listen with, the lowest port first. */
  open(): Listener[] {
    return [...this.listeners.values()].sort((one, other) => one.port - other.port)
  }

  /** The ends of connections that are here, for /proc/net/tcp. */
  established(): Iterable<Socket> {
    return this.connections
  }
}

function withRoom(listener: Listener): Listener {
  if (listener.waiting.length >= BACKLOG) throw new FileError('ECONNREFUSED')
  return listener
}

export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

const isHeardAt = (listening: string, asked: string): boolean =>
  listening === '0.0.0.0' || listening === '::' || listening === asked || asked === '0.0.0.0'

function isInNetwork(one: NetworkInterface, address: string): boolean {
  const value = ipv4(address)
  const own = ipv4(one.address ?? '')
  const bits = 32 - (one.prefix ?? 32)
  return value !== undefined && own !== undefined && Math.floor(own / 2 ** bits) === Math.floor(value / 2 ** bits)
}

/** An IPv4 address as a number. */
function ipv4(address: string): number | undefined {
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number)
  return bytes?.reduce((value, byte) => value * 256 + byte, 0)
}
