// A container's networks and published ports, from its start to its end.
import { broken, conflict, invalid, Refusal } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { addToHosts } from './etc-files.ts'
import { interfaceNamesOf } from './interfaces.ts'
import { namesIn } from './membership.ts'
import { parsePort } from './ports.ts'
import { takePorts } from './published-ports.ts'
import { isUp } from './state.ts'

/** Joins every network of the container and takes its ports; undoes what it did when one of them refuses. */
export function connect(context: ContainerContext, container: Container): void {
  const { networks } = context
  if (sharesNetwork(container)) return
  try {
    for (const [name, endpoint] of [...container.endpoints]) {
      if (name === 'bridge' && context.host.bridge === 'none') {
        container.config.NetworkDisabled = true
        continue
      }
      if (name === 'host' && container.hostConfig.NetworkMode !== 'host') throw invalid(context.words.connectToHost())
      const network = networks.find(name)
      endpoint.networkId = network.id
      endpoint.names = namesIn(network, container, endpoint.settings)
      networks.join(network, container, endpoint, interfaceNamesOf(container))
      keepUnder(network.name, name, container)
      context.metrics.networkActions.observe('connect', 0)
      container.hadSandbox = true
      addToHosts(container, endpoint)
    }
    container.hadSandbox ||= container.sandbox !== ''
    container.published = takePorts(context, container)
    context.metrics.networkActions.observe('allocate', 0)
  } catch (error) {
    disconnect(context, container)
    if (error instanceof Refusal) throw new Refusal(error.kind, context.words.networkingFailed(error.message))
    throw error
  }
}

/** A network that was asked for by its id is known by its name from the first start on. */
function keepUnder(name: string, asked: string, { endpoints }: Container): void {
  if (name === asked) return
  endpoints.set(name, endpoints.get(asked)!)
  endpoints.delete(asked)
}

const sharesNetwork = ({ hostConfig }: Container): boolean => hostConfig.NetworkMode.startsWith('container:')

/** Whose network it is to share must run. */
export function checkSharedNetwork(context: ContainerContext, container: Container): void {
  if (!sharesNetwork(container)) return
  const owner = ownerOfNetwork(context, container.hostConfig.NetworkMode.slice('container:'.length))
  if (isUp(owner.state)) return
  throw conflict(
    `cannot join network namespace of a non running container: container ${owner.name} is ${owner.state.status}`,
  )
}

function ownerOfNetwork(context: ContainerContext, reference: string): Container {
  try {
    return context.table.find(reference)
  } catch (error) {
    if (error instanceof Refusal) throw broken(context.words.sharedNetworkMissing(error.message))
    throw error
  }
}

/** The id of a container's network namespace. */
export const sandboxOf = ({ id }: Container): string => id.split('').reverse().join('')

/** A network namespace of its own, unless it shares one or has no network. */
export function openSandbox(container: Container): void {
  const own = !sharesNetwork(container) && !container.config.NetworkDisabled
  container.sandbox = own ? sandboxOf(container) : ''
}

/** After a failed start dockerd tells of each network that the container has left it, though it may never have joined. */
export function disconnectAfterFailure(context: ContainerContext, container: Container): void {
  const never = [...container.endpoints.keys()].filter((name) => !container.endpoints.get(name)?.address)
  const tells = container.sandbox !== ''
  disconnect(context, container)
  if (!tells || context.differences.has('networks-come-before-the-task')) return
  for (const network of context.networks.all()) {
    if (never.includes(network.name)) context.networks.tell(network, 'disconnect', { container: container.id })
  }
}

/** Leaves its networks and gives its ports back. */
export function disconnect(context: ContainerContext, container: Container): void {
  if (container.sandbox !== '') context.metrics.networkActions.observe('release', 0)
  container.sandbox = ''
  for (const [port, bindings] of container.published) {
    const [, protocol] = parsePort(port)!
    for (const { HostIp, HostPort } of bindings) context.ports.release(HostIp ?? '', Number(HostPort), protocol)
  }
  container.published = new Map()
  for (const endpoint of container.endpoints.values()) {
    if (!endpoint.address) continue
    endpoint.address = undefined
    const network = [...context.networks.all()].find((candidate) => candidate.id === endpoint.networkId)
    if (network) context.networks.leave(network, container.id)
  }
}
