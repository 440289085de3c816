// The network of a container as its programs meet it: whom they reach, and by what names.
import { parseBoolean } from '../../codec/boolean.ts'
import type { NetworkInterface } from '../../runtime/network/interface.ts'
import { type Forward, NetworkNamespace, type Surroundings } from '../../runtime/network/namespace.ts'
import { isPredefined, type Member, type Network } from '../networks/network.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { interfacesOf } from './interfaces.ts'
import { linksOf } from './links.ts'
import { parsePort } from './ports.ts'
import type { ContainerTable } from './table.ts'

/** Its own, the host's, or that of the container whose network it shares. */
export function namespaceOf(context: ContainerContext, container: Container): NetworkNamespace {
  const mode = container.hostConfig.NetworkMode
  if (mode === 'host') return context.hostNetwork
  const shared = mode.startsWith('container:') ? context.table.find(mode.slice('container:'.length)).machine : undefined
  return shared?.network ?? new NetworkNamespace(surroundings(context, container))
}

/** The simulated host's own: it reaches every container, and hands on what comes to a published port. */
export function hostNamespace(table: ContainerTable, interfaces: readonly NetworkInterface[]): NetworkNamespace {
  return new NetworkNamespace({
    interfaces: () => interfaces,
    neighbour: (address) => [...table.all()].find((container) => hasAddress(container, address))?.machine?.network,
    forward: (port) => publishedAt(table, port),
  })
}

const hasAddress = ({ endpoints }: Container, ip: string): boolean =>
  [...endpoints.values()].some(({ address }) => address?.ip === ip || address?.ip6 === ip)

/** Where connections to a TCP port of the host go. */
export function publishedAt(table: ContainerTable, hostPort: number): Forward | undefined {
  for (const { published, machine, endpoints } of table.all()) {
    if (!machine) continue
    for (const [port, bindings] of published) {
      const [number, protocol] = parsePort(port)!
      if (protocol !== 'tcp' || !bindings.some(({ HostPort }) => Number(HostPort) === hostPort)) continue
      const address = [...endpoints.values()].find((endpoint) => endpoint.address?.ip)?.address
      const target = { address: address?.ip ?? '127.0.0.1', port: number }
      return { to: machine.network, target, source: address?.gateway || '127.0.0.1' }
    }
  }
  return undefined
}

function surroundings(context: ContainerContext, container: Container): Surroundings {
  const joined = (): Network[] => [...context.networks.all()].filter((network) => network.members.has(container.id))
  const named = (): Network[] => joined().filter(({ name }) => !isPredefined(name))
  const machineOf = (id: string): NetworkNamespace | undefined => context.table.get(id)?.machine?.network
  return {
    interfaces: () => interfacesOf(context, container),
    neighbour(address) {
      for (const network of joined()) {
        const { gateway, gateway6, internal } = network
        const id = ownerOf(network, address)
        if (id !== undefined) return isApart(context, network, container, id) ? undefined : machineOf(id)
        if (!internal && (gateway === address || gateway6 === address || context.hostNetwork.isOwn(address)))
          return context.hostNetwork
      }
      return undefined
    },
    drops: (address) =>
      joined().some((network) => {
        const id = ownerOf(network, address)
        return id !== undefined && isApart(context, network, container, id)
      }),
    resolve: (name) => named().flatMap((network) => addressesIn(context.table, network, container, name)),
    nameOf: (address) => nameIn(named(), address),
  }
}

/** Members of a network with `enable_icc=false` reach only themselves, and those that they are linked to. */
function isApart({ table }: ContainerContext, { options }: Network, container: Container, other: string): boolean {
  if (parseBoolean(options['com.docker.network.bridge.enable_icc'] ?? 'true') !== false) return false
  return other !== container.id && ![...linksOf(table, container)].some(([target]) => target.id === other)
}

const has = ({ address }: Member, ip: string): boolean => address.ip === ip || address.ip6 === ip

/** The container that has an address in a network. */
function ownerOf({ members }: Network, ip: string): string | undefined {
  for (const [id, member] of members) if (has(member, ip)) return id
  return undefined
}

/** Names are compared without case, with or without the network's name behind (moby libnetwork: resolver). */
function addressesIn(table: ContainerTable, network: Network, asking: Container, name: string): string[] {
  const suffix = `.${network.name}`.toLowerCase()
  const whole = name.toLowerCase()
  const short = whole.endsWith(suffix) ? whole.slice(0, -suffix.length) : whole
  const links = asking.endpoints.get(network.name)?.settings.Links ?? []
  const linked = links.map((link) => link.split(':')).find(([target, alias = target]) => alias?.toLowerCase() === short)
  const wanted = linked?.[0]?.toLowerCase() ?? short
  return [...network.members].flatMap(([id, { address }]) => {
    const names = table.get(id)?.endpoints.get(network.name)?.names ?? []
    return names.some((one) => one.toLowerCase() === wanted) ? [address.ip, address.ip6].filter(Boolean) : []
  })
}

function nameIn(networks: readonly Network[], ip: string): string | undefined {
  for (const { members, name } of networks) {
    for (const member of members.values()) if (has(member, ip)) return `${member.name}.${name}`
  }
  return undefined
}
