// The networks of an engine: making, finding, joining, leaving.
import { newId } from '../../world/ids.ts'
import { broken, conflict, invalid, missing, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'
import { freeAddress, freeSubnet } from './addresses.ts'
import type { Address, Endpoint } from './endpoint.ts'
import type { Network } from './network.ts'
import { formatAddress, overlaps, parseSubnet } from './subnet.ts'

export interface NetworkRequest {
  readonly name: string
  readonly driver?: string | undefined
  readonly internal?: boolean | undefined
  readonly attachable?: boolean | undefined
  readonly ipv6?: boolean | undefined
  readonly options?: Record<string, string> | null | undefined
  readonly labels?: Record<string, string> | null | undefined
  readonly ipamDriver?: string | undefined
  readonly ipamOptions?: Record<string, string> | null | undefined
  readonly subnet?: string | undefined
  readonly gateway?: string | undefined
}

export interface Networks {
  all(): Iterable<Network>
  /** By name, id or the beginning of an id; throws `network X not found`. */
  find(reference: string): Network
  create(request: NetworkRequest): Network
  remove(reference: string): void
  /** Gives a container that starts its address in the network. */
  join(network: Network, container: { readonly id: string; readonly name: string }, endpoint: Endpoint): void
  leave(network: Network, containerId: string): void
}

const drivers = new Set(['bridge', 'ipvlan', 'macvlan', 'overlay', 'host', 'null'])

export function createNetworks(world: World, host: Host): Networks {
  const byId = new Map<string, Network>()
  const random = world.random.fork('networks')

  const add = (request: NetworkRequest, builtIn: boolean): Network => {
    const driver = request.driver || 'bridge'
    const plain = driver === 'host' || driver === 'null'
    const asked = request.subnet === undefined ? undefined : parseSubnet(request.subnet)
    if (request.subnet !== undefined && !asked) throw invalid(`invalid subnet ${request.subnet} : invalid CIDR address`)
    if (asked && [...byId.values()].some((other) => other.subnet && overlaps(other.subnet, asked))) {
      throw new Refusal('forbidden', 'invalid pool request: Pool overlaps with other one on this address space')
    }
    const subnet = plain ? undefined : (asked ?? freeSubnet(byId.values()))
    const network: Network = {
      id: newId(random),
      name: request.name,
      created: world.clock.now(),
      driver,
      internal: request.internal ?? false,
      attachable: request.attachable ?? false,
      ipv6: request.ipv6 ?? false,
      options: request.options ?? {},
      labels: request.labels ?? {},
      ipamDriver: request.ipamDriver || 'default',
      ipamOptions: builtIn ? null : (request.ipamOptions ?? {}),
      subnet,
      gateway: subnet ? (request.gateway ?? formatAddress(subnet.base + 1)) : '',
      members: new Map(),
      builtIn,
    }
    byId.set(network.id, network)
    return network
  }

  const fact = (network: Network, action: string, more: Record<string, string> = {}): void => {
    world.events.publish({
      type: 'network',
      action,
      id: network.id,
      attributes: { ...more, name: network.name, type: network.driver },
    })
  }

  const find = (reference: string): Network => {
    const exact = byId.get(reference) ?? [...byId.values()].find((network) => network.name === reference)
    if (exact) return exact
    const matches = reference ? [...byId.values()].filter((network) => network.id.startsWith(reference)) : []
    if (matches.length > 1)
      throw invalid(`network ${reference} is ambiguous (${matches.length} matches found on ID prefix)`)
    if (!matches[0]) throw missing(`network ${reference} not found`)
    return matches[0]
  }

  if (host.bridge !== 'none') add({ name: 'bridge', options: defaultBridgeOptions }, true)
  add({ name: 'host', driver: 'host' }, true)
  add({ name: 'none', driver: 'null' }, true)

  return {
    all: () => byId.values(),
    find,
    create(request) {
      if (!request.name) throw invalid('invalid network name: name is empty')
      if ([...byId.values()].some((network) => network.name === request.name)) {
        throw conflict(`network with name ${request.name} already exists`)
      }
      const driver = request.driver || 'bridge'
      if (!drivers.has(driver)) throw missing(`plugin "${driver}" not found`)
      if (driver === 'host' || driver === 'null') {
        throw new Refusal('forbidden', `only one instance of "${driver}" network is allowed`)
      }
      const network = add({ ...request, driver }, false)
      fact(network, 'create')
      return network
    },
    remove(reference) {
      const network = find(reference)
      if (network.builtIn)
        throw new Refusal('forbidden', `${network.name} is a pre-defined network and cannot be removed`)
      if (network.members.size > 0) {
        const ends = [...network.members.values()].map(
          (member) => `name:"${member.name}" id:"${member.address.endpointId.slice(0, 12)}"`,
        )
        throw new Refusal(
          'forbidden',
          `error while removing network: network ${network.name} has active endpoints (${ends.join(', ')})`,
        )
      }
      byId.delete(network.id)
      fact(network, 'destroy')
    },
    join(network, container, endpoint) {
      if (network.members.has(container.id))
        throw broken(`endpoint with name ${container.name} already exists in network ${network.name}`)
      const ip = freeAddress(network, endpoint.settings.IPAMConfig?.IPv4Address)
      const address: Address = {
        endpointId: newId(random),
        ip,
        prefix: network.subnet?.prefix ?? 0,
        gateway: network.subnet && !network.internal ? network.gateway : '',
        mac: network.subnet ? endpoint.settings.MacAddress || newMac(random.bytes(6)) : '',
      }
      network.members.set(container.id, { name: container.name, address })
      endpoint.networkId = network.id
      endpoint.address = address
      fact(network, 'connect', { container: container.id })
    },
    leave(network, containerId) {
      if (network.members.delete(containerId)) fact(network, 'disconnect', { container: containerId })
    },
  }
}

const defaultBridgeOptions = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
}

/** A locally administered unicast address. */
function newMac(bytes: Uint8Array): string {
  bytes[0] = (bytes[0]! & 0xfe) | 0x02
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
