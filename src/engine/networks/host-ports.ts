// The ports of the simulated host: who has published which, and the real ones behind them.
import type { Socket } from '../../runtime/network/socket.ts'
import { checkpointOfSets, type GoBack } from '../../world/checkpoint.ts'
import { broken } from '../../world/refusal.ts'
import type { OpenPort, Publisher } from './publisher.ts'

/** First and last port that the host gives out by itself (net.ipv4.ip_local_port_range). */
const EPHEMERAL = [32_768, 60_999] as const

const ANYWHERE = '0.0.0.0'

/** A port that a container asks for; 0 for any. */
export interface PortWish {
  readonly ip: string
  readonly port: number
  readonly protocol: string
}

/** A port of the host that was got for a wish, or the reason why it was not. */
interface Prepared {
  readonly wish: PortWish
  readonly port: number
  readonly real: OpenPort | string | undefined
}

const isSame = (one: PortWish, other: PortWish): boolean => one.ip === other.ip && one.port === other.port

export class HostPorts {
  private readonly taken = new Map<string, Set<string>>()
  /** the real ones, by port */
  private readonly open = new Map<number, OpenPort>()
  /** kept for containers that are about to start, by id */
  private readonly prepared = new Map<string, Prepared[]>()
  private readonly publisher: Publisher | undefined
  private readonly connect: (port: number) => Socket
  private next: number = EPHEMERAL[0]

  /** @param connect makes a connection to a port of the simulated host */
  constructor(publisher: Publisher | undefined, connect: (port: number) => Socket) {
    this.publisher = publisher
    this.connect = connect
  }

  /** Whether there are real ports, which take time to open. */
  get areReal(): boolean {
    return this.publisher !== undefined
  }

  /** Of which are taken. The real ones are another matter: `reopen` sees to them afterwards. */
  checkpoint(): GoBack {
    const [goBack, next] = [checkpointOfSets(this.taken), this.next]
    return () => {
      goBack()
      this.next = next
    }
  }

  /** Closes real ports that nobody has taken, and opens those of taken ones that are closed, as far as that can be done. */
  async reopen(): Promise<void> {
    if (!this.publisher) return
    for (const [port, real] of this.open) {
      if (this.taken.get(`${port}/tcp`)?.size) continue
      real.close()
      this.open.delete(port)
    }
    for (const [key, addresses] of this.taken) {
      const port = Number(key.split('/')[0])
      if (!key.endsWith('/tcp') || addresses.size === 0 || this.open.has(port)) continue
      const real = await this.publisher.open(port, () => this.connect(port))
      if (typeof real !== 'string') this.open.set(port, real)
    }
  }

  /** Opens the real ports of a container that is about to start. What cannot be had is refused when it is taken. */
  async prepare(owner: string, wishes: readonly PortWish[]): Promise<void> {
    for (const wish of wishes) {
      if (wish.protocol !== 'tcp') continue
      const one = await this.prepareOne(wish)
      this.prepared.set(owner, [...(this.prepared.get(owner) ?? []), one])
    }
  }

  private async prepareOne(wish: PortWish): Promise<Prepared> {
    for (;;) {
      let port: number
      try {
        port = this.allocate(wish)
      } catch {
        // the refusal comes when the port is taken
        return { wish, port: wish.port, real: undefined }
      }
      const connect = (): Socket => this.connect(port)
      const real = this.open.get(port) ?? (await this.publisher!.open(port, connect))
      if (typeof real !== 'string') {
        this.open.set(port, real)
        return { wish, port, real }
      }
      this.release(wish.ip, port, wish.protocol)
      if (wish.port !== 0) return { wish, port, real }
    }
  }

  /**
   * Takes a port of the host, or any free one when 0 is asked for. Throws dockerd's words when it is taken.
   * @param busy dockerd's words for a port that another program of the real host has
   */
  take(owner: string, wish: PortWish, busy: (reason: string) => string): number {
    const mine = this.prepared.get(owner) ?? []
    const index = wish.protocol === 'tcp' ? mine.findIndex((one) => isSame(one.wish, wish)) : -1
    const [found] = index < 0 ? [] : mine.splice(index, 1)
    if (typeof found?.real === 'string') throw broken(busy(found.real))
    return found?.real ? found.port : this.allocate(wish)
  }

  /** It has had the port before. The real one is `reopen`'s business. */
  takeAgain(ip: string, port: number, protocol: string): void {
    this.add(ip || ANYWHERE, port, protocol)
  }

  /** Another program of the host takes a port, until what comes back is called. Throws dockerd's words when it is taken. */
  occupy(ip: string, port: number, protocol: string): () => void {
    this.allocate({ ip, port, protocol })
    return () => this.release(ip, port, protocol)
  }

  /** Gives back what was prepared for a container and not taken. */
  drop(owner: string): void {
    for (const { wish, port, real } of this.prepared.get(owner) ?? []) {
      if (typeof real === 'object') this.release(wish.ip, port, wish.protocol)
    }
    this.prepared.delete(owner)
  }

  release(ip: string, port: number, protocol: string): void {
    const addresses = this.taken.get(`${port}/${protocol}`)
    addresses?.delete(ip || ANYWHERE)
    if (addresses?.size || protocol !== 'tcp') return
    this.open.get(port)?.close()
    this.open.delete(port)
  }

  private allocate({ ip, port, protocol }: PortWish): number {
    const address = ip || ANYWHERE
    if (port !== 0) {
      if (this.isTaken(address, port, protocol)) {
        throw broken(`Bind for ${address}:${port} failed: port is already allocated`)
      }
      this.add(address, port, protocol)
      return port
    }
    for (let tries = EPHEMERAL[1] - EPHEMERAL[0]; tries >= 0; tries--) {
      const candidate = this.next
      this.next = candidate === EPHEMERAL[1] ? EPHEMERAL[0] : candidate + 1
      if (this.isTaken(address, candidate, protocol)) continue
      this.add(address, candidate, protocol)
      return candidate
    }
    throw broken(`all ports are allocated`)
  }

  private isTaken(ip: string, port: number, protocol: string): boolean {
    const addresses = this.taken.get(`${port}/${protocol}`)
    if (!addresses?.size) return false
    return ip === ANYWHERE || addresses.has(ip) || addresses.has(ANYWHERE)
  }

  private add(ip: string, port: number, protocol: string): void {
    const key = `${port}/${protocol}`
    const addresses = this.taken.get(key)
    if (addresses) addresses.add(ip)
    else this.taken.set(key, new Set([ip]))
  }
}
