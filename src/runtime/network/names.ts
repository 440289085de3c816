// Names of hosts, as a C library looks them up: /etc/hosts, then the name server of /etc/resolv.conf.
import type { Process } from '../process.ts'
import { statements } from '../statements.ts'

/** The daemon's own name server, in the networks of users (moby libnetwork: resolver) */
export const EMBEDDED_SERVER = '127.0.0.11'

/** A line of /etc/hosts. */
export interface HostLine {
  readonly address: string
  readonly names: readonly string[]
}

/** The lines of /etc/hosts; none if it cannot be read. */
export function hostLines(process: Process): HostLine[] {
  return statements(process, '/etc/hosts').flatMap((line) => {
    const [address, ...names] = line.split(/\s+/)
    return address && names.length > 0 ? [{ address, names }] : []
  })
}

/** The first name server that a process is told of. */
export function nameServerOf(process: Process): string {
  const servers = statements(process, '/etc/resolv.conf').flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? [])
  return servers[0] ?? '127.0.0.1'
}

export const isAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':')

/** The addresses of a name, best first; none when nobody knows it. Names outside of Docker are known to nobody. */
export function addressesOf(process: Process, name: string): readonly string[] {
  const bare = name.replace(/^\[(.*)\]$/, '$1')
  if (isAddress(bare)) return [bare]
  const wanted = bare.toLowerCase()
  const own = hostLines(process).filter(({ names }) => names.some((one) => one.toLowerCase() === wanted))
  if (own.length > 0) return ipv4First(own.map(({ address }) => address))
  const found = askServer(process, nameServerOf(process), bare) ?? []
  // a machine that has IPv6 prefers it (RFC 6724)
  return process.network.surroundings.interfaces().some(({ address6 }) => address6) ? ipv4First(found).reverse() : found
}

const ipv4First = (addresses: readonly string[]): string[] =>
  addresses.toSorted((one, other) => Number(one.includes(':')) - Number(other.includes(':')))

/** What a name server answers: none for a name that it does not know. Undefined if there is no such server. */
export function askServer(process: Process, server: string, name: string): readonly string[] | undefined {
  const { resolve } = process.network.surroundings
  return server === EMBEDDED_SERVER ? resolve?.(name.replace(/\.$/, '')) : undefined
}
