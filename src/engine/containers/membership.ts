// `docker network connect` and `disconnect` (moby daemon/container_operations.go).
import { broken, invalid, missing, Refusal } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import type { Endpoint, EndpointSettings } from '../networks/endpoint.ts'
import { checkEndpointSettings } from '../networks/endpoint-checks.ts'
import { isPredefined, type Network } from '../networks/network.ts'
import type { Networks } from '../networks/networks.ts'
import type { Persona } from '../persona.ts'
import type { LiveSettings } from '../settings.ts'
import { type Container, touch } from './container.ts'
import { addToHosts, followResolvConf, removeFromHosts } from './etc-files.ts'
import { interfaceNamesOf } from './interfaces.ts'
import { resolvConf } from './resolv-conf.ts'
import { isUp } from './state.ts'

export interface MembershipContext {
  readonly networks: Networks
  readonly persona: Persona
  readonly host: Host
  readonly settings: LiveSettings
}

const SHARED =
  'container sharing network namespace with another container or host cannot be connected to any other network'
const PRIVATE = 'container cannot be connected to multiple networks with one of the networks in private (none) mode'

/**
 * Puts a container into a network: at once if it is up, else from its next start on. A stopped container may be given
 * a network that is not there yet.
 */
export function connectToNetwork(
  context: MembershipContext,
  container: Container,
  reference: string,
  settings: EndpointSettings,
): void {
  checkAlive(container)
  const up = isUp(container.state)
  const network = up ? context.networks.find(reference) : findOrNone(context.networks, reference)
  if (network?.configOnly) throw new Refusal('forbidden', `cannot attach to config-only network ${network.name}`)
  if (!network) {
    container.endpoints.set(reference, endpointOf(settings))
    touch(container)
    return
  }
  const isMember = container.endpoints.has(network.name)
  checkCompany(context, container, network)
  const endpoint = { ...endpointOf(settings), names: namesIn(network, container, settings) }
  checkEndpointSettings(settings, network)
  if (up) {
    context.networks.join(network, container, endpoint, interfaceNamesOf(container))
    addToHosts(container, endpoint)
  }
  const resolver = { ...context, differences: context.persona.differences }
  const before = resolvConf(resolver, container)
  if (up || !isMember) container.endpoints.set(network.name, endpoint)
  if (up) followResolvConf(container, before, resolvConf(resolver, container))
  touch(container)
}

const endpointOf = (settings: EndpointSettings): Endpoint => ({
  settings,
  networkId: '',
  names: null,
  address: undefined,
})

/** Names under which the other members of a user's network find the container. */
export function namesIn(network: Network, container: Container, settings: EndpointSettings): readonly string[] | null {
  if (isPredefined(network.name)) return null
  const { name, id, config } = container
  return [...new Set([name, ...(settings.Aliases ?? []), id.slice(0, 12), config.Hostname])]
}

/** Before a rename: throws if a running container has a network that is not there (`--bridge=none`, in its first run). */
export function checkNetworks(networks: Networks, { sandbox, endpoints }: Container): void {
  if (sandbox !== '') for (const name of endpoints.keys()) networks.find(name)
}

/** Lets its networks know a container by its new name. */
export function followRename(networks: Networks, container: Container): void {
  for (const [name, endpoint] of container.endpoints) {
    const network = findOrNone(networks, name)
    const member = network?.members.get(container.id)
    if (member) member.name = container.name
    if (network && endpoint.names) endpoint.names = namesIn(network, container, endpoint.settings)
  }
}

/** Whether this network goes together with those that the container has. */
function checkCompany({ networks, persona }: MembershipContext, container: Container, network: Network): void {
  const mode = container.hostConfig.NetworkMode
  if (mode.startsWith('container:')) throw invalid(SHARED)
  if (mode !== 'host' && network.driver === 'host') throw invalid(persona.words.connectToHost())
  for (const name of container.endpoints.keys()) {
    const other = findOrNone(networks, name)
    if (!other) continue
    if (other === network) return
    if (other.driver === 'host' || network.driver === 'host') throw invalid(SHARED)
    if (other.name === 'none' || network.name === 'none') throw invalid(PRIVATE)
  }
}

/** Takes a container out of a network. By `force` also when the network is not there any more. */
export function disconnectFromNetwork(
  { networks, persona }: MembershipContext,
  container: Container,
  reference: string,
  force: boolean,
): void {
  const up = isUp(container.state)
  const network = up && !force ? networks.find(reference) : findOrNone(networks, reference)
  const name = network?.name ?? reference
  if (!up || !network) {
    checkAlive(container)
    if (!container.endpoints.delete(name)) {
      throw broken(`container ${container.id} is not connected to the network ${name}`)
    }
    if (network && persona.differences.has('disconnecting-stopped-is-news')) {
      networks.tell(network, 'disconnect', { container: container.id })
    }
  } else {
    if (container.hostConfig.NetworkMode === 'host' && network.driver === 'host') {
      throw invalid(persona.words.disconnectFromHost())
    }
    if (!network.members.has(container.id)) {
      throw broken(`container ${container.id} is not connected to network ${name}`)
    }
    removeFromHosts(container, container.endpoints.get(name))
    networks.leave(network, container.id)
    container.endpoints.delete(name)
  }
  touch(container)
}

/** Takes out of a network what has this name there, whether such a container exists or not. */
export function forceOut(networks: Networks, reference: string, endpointName: string): void {
  const network = networks.find(reference)
  const member = [...network.members].find(([, { name }]) => name === endpointName)
  if (!member) throw missing(`endpoint ${endpointName} not found`)
  networks.leave(network, member[0])
}

/** The network of this name or id, if there is one. */
export function findOrNone(networks: Networks, reference: string): Network | undefined {
  try {
    return networks.find(reference)
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'missing') return undefined
    throw error
  }
}

function checkAlive({ id, doomed }: Container): void {
  if (doomed) {
    throw broken(`Container ${id} is marked for removal and cannot be connected or disconnected to the network`)
  }
}
