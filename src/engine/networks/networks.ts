// The networks of an engine: making, finding, joining, leaving.
import type { Filters } from '../../gen/operations.ts'
import { noStore, type Shelf, type Store } from '../../storage/store.ts'
import { checkpointOfMap, type GoBack, together } from '../../world/checkpoint.ts'
import { newId } from '../../world/ids.ts'
import { invalid, missing, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'
import type { Persona } from '../persona.ts'
import type { LiveSettings } from '../settings.ts'
import type { Words } from '../words.ts'
import { addressPools, poolsProblem } from './address-pools.ts'
import { freeAddress, noFreeAddress } from './addresses.ts'
import { freeAddress6 } from './addresses6.ts'
import { builtInNetworks, newNetwork } from './create.ts'
import { networkFailure } from './default-bridge.ts'
import type { Address, Endpoint, EndpointSettings } from './endpoint.ts'
import { checkNetworkingConfig } from './endpoint-checks.ts'
import { listTest, pruneTest } from './filters.ts'
import { interfaceName } from './interface-name.ts'
import { knownNetworks, networkRecord, withKnownIds } from './keep.ts'
import { isPredefined, type Network } from './network.ts'
import type { NetworkRequest } from './request.ts'

export interface Networks {
  all(): Iterable<Network>
  list(filters: Filters): Network[]
  /** By id, name or the beginning of an id; throws `network X not found`. */
  find(reference: string): Network
  create(request: NetworkRequest): Network
  remove(reference: string): void
  /** Removes networks of users that nobody is in; returns their names. */
  prune(filters: Filters): string[]
  /** Gives a container that runs its address in the network, and an interface beside those that it has. */
  join(
    network: Network,
    container: { readonly id: string; readonly name: string },
    endpoint: Endpoint,
    taken: readonly string[],
  ): void
  leave(network: Network, containerId: string): void
  /** Refuses what a new container cannot ask of its networks. */
  checkEndpoints(asked: Readonly<Record<string, EndpointSettings | null>>): void
  /** There are no more addresses: for new networks, or in this one for containers. Returns how to take that back. */
  exhaust(network?: Network): () => void
  /** Something is in the network that is no container's: it cannot be removed. Returns how to take that back. */
  keepInUse(network: Network, name: string): () => void
  checkpoint(): GoBack
  /** Puts all of them there. */
  putInto(shelf: Shelf): void
  /** Tells that something happened to a network. */
  tell(network: Network, action: string, more?: Readonly<Record<string, string>>): void
}

interface NetworkParts {
  readonly world: World
  readonly host: Host
  readonly persona: Persona
  readonly settings: LiveSettings
  readonly store?: Store
}

/** Throws an Error with dockerd's words where the settings do not let its default network be. */
export function createNetworks({ world, host, persona, settings, store = noStore }: NetworkParts): Networks {
  const shelf = store.networks
  const { words, differences } = persona
  const byId = new Map<string, Network>()
  const random = world.random.fork('networks')
  /** as often as somebody says so: ids of networks, and a blank for new ones */
  const exhausted: string[] = []
  const context = {
    byId,
    random,
    persona,
    settings,
    pools: addressPools(settings.now.defaultAddressPools, random),
    now: () => world.clock.now(),
    isExhausted: (id: string) => exhausted.includes(id),
  }

  const tell: Networks['tell'] = ({ id, name, driver }, action, more = {}) => {
    world.events.publish({ type: 'network', action, id, attributes: { ...more, name, type: driver } })
  }

  const remove = (network: Network): void => {
    checkRemovable(network, byId.values(), words)
    byId.delete(network.id)
    shelf.delete(network.id)
    tell(network, 'destroy')
  }

  const add = (network: Network): void => {
    byId.set(network.id, network)
    shelf.put(network.id, () => networkRecord(network))
  }

  const problem = poolsProblem(settings.now.defaultAddressPools)
  if (problem) throw networkFailure(`error obtaining controller instance: ${problem}`)
  const known = knownNetworks(shelf)
  const builtIn = withKnownIds(builtInNetworks(context, host), known, store.live?.goesOn === true)
  for (const network of builtIn) add(network)
  for (const network of known) {
    if (!network.builtIn) byId.set(network.id, network)
    else if (!byId.has(network.id)) shelf.delete(network.id)
  }

  return {
    all: () => byId.values(),
    list: (filters) => [...byId.values()].filter(listTest(filters, words)),
    find: (reference) => findNetwork(byId, reference),
    create(request) {
      const network = newNetwork(context, request)
      add(network)
      tell(network, 'create')
      return network
    },
    remove: (reference) => remove(findNetwork(byId, reference)),
    prune(filters) {
      const doomed = [...byId.values()].filter(pruneTest(filters, world.clock.now(), persona))
      for (const network of doomed) remove(network)
      world.events.publish({ type: 'network', action: 'prune', id: '', attributes: { reclaimed: '0' } })
      return doomed.map((network) => network.name)
    },
    join(network, container, endpoint, taken) {
      if (network.members.has(container.id)) {
        throw new Refusal('forbidden', `endpoint with name ${container.name} already exists in network ${network.name}`)
      }
      if (network.configOnly) {
        throw new Refusal('forbidden', 'cannot create endpoint on configuration-only network')
      }
      if (exhausted.includes(network.id)) throw noFreeAddress(network)
      const { settings } = endpoint
      const { subnet, subnet6, internal, gateway, gateway6 } = network
      const wishes = differences.has('interfaces-cannot-be-named') ? {} : settings
      const name = interfaceName(network, wishes, taken, () => `veth${newId(random).slice(0, 7)}`)
      const hasGateway = !internal || differences.has('internal-networks-have-a-gateway')
      const address: Address = {
        ip: freeAddress(network, words, settings.IPAMConfig?.IPv4Address),
        endpointId: newId(random),
        prefix: subnet?.prefix ?? 0,
        gateway: subnet && hasGateway ? wayOut(network, 'DefaultGatewayIPv4', gateway) : '',
        ip6: freeAddress6(network, settings.IPAMConfig?.IPv6Address),
        prefix6: subnet6?.prefix ?? 0,
        gateway6: hasGateway ? wayOut(network, 'DefaultGatewayIPv6', gateway6) : '',
        mac: subnet || subnet6 ? settings.MacAddress || newMac(random.bytes(6)) : '',
        interface: name,
      }
      network.members.set(container.id, { name: container.name, address })
      endpoint.networkId = network.id
      endpoint.address = address
      tell(network, 'connect', { container: container.id })
    },
    leave(network, containerId) {
      if (network.members.delete(containerId)) tell(network, 'disconnect', { container: containerId })
    },
    checkEndpoints(asked) {
      if (differences.has('networks-are-checked-late')) {
        const names = Object.keys(asked)
        if (names.length > 1) throw invalid(words.manyEndpoints(names))
        return
      }
      checkNetworkingConfig(asked, (name) => lookUp(byId, name)[0])
    },
    tell,
    exhaust(network) {
      const id = network?.id ?? ''
      exhausted.push(id)
      return () => {
        const index = exhausted.indexOf(id)
        if (index >= 0) exhausted.splice(index, 1)
      }
    },
    keepInUse({ members }, name) {
      const key = `in use ${newId(random)}`
      const address = {
        endpointId: newId(random),
        ip: '',
        prefix: 0,
        gateway: '',
        ip6: '',
        prefix6: 0,
        gateway6: '',
        mac: '',
        interface: '',
      }
      members.set(key, { name, address })
      return () => void members.delete(key)
    },
    putInto(other) {
      for (const network of byId.values()) other.put(network.id, () => networkRecord(network))
    },
    checkpoint() {
      const members = Array.from(byId.values(), (network) => {
        const those = Array.from(network.members, ([id, member]) => ({ id, member, name: member.name }))
        return { network, those }
      })
      const goBack = together(checkpointOfMap(byId), random.checkpoint())
      return () => {
        goBack()
        for (const { network, those } of members) {
          network.members.clear()
          for (const { id, member, name } of those) {
            member.name = name
            network.members.set(id, member)
          }
        }
      }
    },
  }
}

/** The gateway that members are told: another one than the network's own if its addresses name that (moby drivers/bridge). */
const wayOut = ({ ipam }: Network, key: string, gateway: string): string =>
  ipam.config?.find(({ AuxiliaryAddresses }) => AuxiliaryAddresses?.[key])?.AuxiliaryAddresses?.[key] ?? gateway

function findNetwork(byId: ReadonlyMap<string, Network>, reference: string): Network {
  const matches = lookUp(byId, reference)
  if (matches.length > 1) {
    throw invalid(`network ${reference} is ambiguous (${matches.length} matches found based on ID prefix)`)
  }
  if (!matches[0]) throw missing(`network ${reference} not found`)
  return matches[0]
}

/** The one of that id or name; else all whose id begins so. */
function lookUp(byId: ReadonlyMap<string, Network>, reference: string): Network[] {
  const networks = [...byId.values()]
  const exact = byId.get(reference) ?? networks.find((network) => network.name === reference)
  if (exact) return [exact]
  return reference ? networks.filter((network) => network.id.startsWith(reference)) : []
}

function checkRemovable(network: Network, all: Iterable<Network>, words: Words): void {
  const { name, id, members } = network
  const refuse = (reason: string): Refusal => new Refusal('forbidden', reason)
  if (isPredefined(name)) throw refuse(`${name} is a pre-defined network and cannot be removed`)
  if (network.configOnly && [...all].some(({ configFrom }) => configFrom === name)) {
    throw refuse(`error while removing network: configuration network "${name}" is in use`)
  }
  if (members.size === 0) return
  const ends = [...members.values()].map(
    (member) => `name:"${member.name}" id:"${member.address.endpointId.slice(0, 12)}"`,
  )
  throw refuse(`error while removing network: ${words.activeEndpoints(name, id, ends)}`)
}

/** A locally administered unicast address. */
function newMac(bytes: Uint8Array): string {
  bytes[0] = (bytes[0]! & 0xfe) | 0x02
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
