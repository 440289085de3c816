// The ports of the simulated host: who has published which.
import { broken } from '../../world/refusal.ts'

/** First and last port that the host gives out by itself (net.ipv4.ip_local_port_range). */
const EPHEMERAL = [32_768, 60_999] as const

const ANYWHERE = '0.0.0.0'

export class HostPorts {
  private readonly taken = new Map<string, Set<string>>()
  private next: number = EPHEMERAL[0]

  /** Takes a port of the host, or any free one when `port` is 0. Throws dockerd's words when it is taken. */
  take(ip: string, port: number, protocol: string): number {
    const address = ip || ANYWHERE
    if (port !== 0) {
      if (this.isTaken(address, port, protocol))
        throw broken(`Bind for ${address}:${port} failed: port is already allocated`)
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

  release(ip: string, port: number, protocol: string): void {
    this.taken.get(`${port}/${protocol}`)?.delete(ip || ANYWHERE)
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
