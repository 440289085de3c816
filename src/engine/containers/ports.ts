// Ports: how they are written, and which a container has published.
import { sortedMap } from '../../codec/sorted-map.ts'
import { invalid } from '../../world/refusal.ts'
import type { Endpoint } from '../networks/endpoint.ts'
import type { Config } from './config.ts'

export interface PortBinding {
  HostIp?: string
  HostPort?: string
}
export type PortMap = Record<string, PortBinding[] | null>

/** A published or exposed port as `docker ps` shows it. */
export interface PortSummary {
  IP?: string
  PrivatePort: number
  PublicPort?: number
  Type: string
}

/** What of a container its ports depend on. */
interface Publisher {
  readonly config: Pick<Config, 'ExposedPorts'>
  readonly endpoints: ReadonlyMap<string, Pick<Endpoint, 'address'>>
  /** while it runs */
  readonly task: unknown
  readonly published: ReadonlyMap<string, PortBinding[]>
}

const HIGHEST_PORT = 65_535

/** `80/tcp`; the protocol may be missing. */
export function parsePort(text: string): [port: number, protocol: string] | undefined {
  const match = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(text)
  if (!match || Number(match[1]) > HIGHEST_PORT) return undefined
  return [Number(match[1]), match[2]?.toLowerCase() ?? 'tcp']
}

/** What dockerd looks at of them: the number, whatever stands for a protocol (go-connections nat: SplitProtoPort). */
export function checkPorts(bindings: PortMap | null | undefined): void {
  for (const [port, hosts] of Object.entries(bindings ?? {})) {
    const number = port.split('/')[0]!
    if (!isPort(number)) throw wrongPort(number)
    for (const { HostPort = '' } of hosts ?? []) {
      const [first = '', last = first, more] = HostPort.split('-')
      const isOpen = HostPort !== '' && first === ''
      if (isOpen || more !== undefined || !isPort(first) || !isPort(last) || Number(last) < Number(first)) {
        throw wrongPort(HostPort)
      }
    }
  }
}

const isPort = (text: string): boolean => /^\d*$/.test(text) && Number(text) <= HIGHEST_PORT

const wrongPort = (text: string): Error => invalid(`invalid port specification: "${text}"`)

/** `NetworkSettings.Ports` of a running container: exposed ports, with where they are published. */
export function portMap(container: Publisher): Readonly<PortMap> {
  const ports: PortMap = {}
  if (!container.task) return ports
  // the networks host and none give no address, and nothing is published from them
  if (![...container.endpoints.values()].some(({ address }) => address?.ip || address?.ip6)) return ports
  for (const port of Object.keys(container.config.ExposedPorts ?? {})) ports[withProtocol(port)] = null
  for (const [port, hosts] of container.published) ports[withProtocol(port)] = hosts
  return sortedMap(ports)
}

/** `80` is `80/tcp`. */
function withProtocol(port: string): string {
  const [number, protocol] = parsePort(port) ?? [port]
  return protocol === undefined ? port : `${number}/${protocol}`
}

export function portSummaries(container: Publisher): PortSummary[] {
  const list: PortSummary[] = []
  for (const [port, hosts] of Object.entries(portMap(container))) {
    const [PrivatePort, Type] = parsePort(port)!
    if (!hosts?.length) list.push({ PrivatePort, Type })
    for (const host of hosts ?? []) {
      list.push({ IP: host.HostIp || '0.0.0.0', PrivatePort, PublicPort: Number(host.HostPort), Type })
    }
  }
  return list
}
