// A container's networks and published ports, from its start to its end.
import { broken, Refusal } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { namesIn } from './membership.ts'
import { type PortBinding, parsePort } from './ports.ts'

/** Joins every network of the container and takes its ports; undoes what it did when one of them refuses. */
export function connect(context: ContainerContext, container: Container): void {
  const { networks } = context
  const mode = container.hostConfig.NetworkMode
  if (mode.startsWith('container:')) {
    joinOther(context, mode.slice('container:'.length))
    return
  }
  try {
    for (const [name, endpoint] of container.endpoints) {
      if (name === 'bridge' && context.host.bridge === 'none') {
        container.config.NetworkDisabled = true
        continue
      }
      const network = networks.find(name)
      endpoint.names = namesIn(network, container, endpoint.settings)
      networks.join(network, container, endpoint)
    }
    container.published = takePorts(context, container)
  } catch (error) {
    disconnect(context, container)
    if (error instanceof Refusal) throw new Refusal(error.kind, context.words.networkingFailed(error.message))
    throw error
  }
}

function joinOther(context: ContainerContext, reference: string): void {
  try {
    context.table.find(reference)
  } catch (error) {
    if (error instanceof Refusal) throw broken(`joining network namespace of container: ${error.message}`)
    throw error
  }
}

/** Leaves its networks and gives its ports back. */
export function disconnect(context: ContainerContext, container: Container): void {
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

function takePorts(context: ContainerContext, container: Container): Map<string, PortBinding[]> {
  const { hostConfig, config } = container
  const asked = new Map<string, PortBinding[]>()
  for (const [port, bindings] of Object.entries(hostConfig.PortBindings ?? {})) {
    asked.set(port, bindings?.length ? bindings : [{}])
  }
  if (hostConfig.PublishAllPorts) {
    for (const port of Object.keys(config.ExposedPorts ?? {})) if (!asked.has(port)) asked.set(port, [{}])
  }
  const published = new Map<string, PortBinding[]>()
  if (context.host.bridge === 'none' && hostConfig.NetworkMode === 'bridge') return published
  container.published = published
  for (const [port, bindings] of asked) {
    const [, protocol] = parsePort(port)!
    const taken: PortBinding[] = []
    published.set(port, taken)
    for (const { HostIp = '', HostPort = '' } of bindings) {
      const number = takePort(context, container, port, HostIp, Number(HostPort.split('-')[0] || 0), protocol)
      // without an address dockerd listens on both families
      for (const ip of HostIp ? [HostIp] : ['0.0.0.0', '::']) taken.push({ HostIp: ip, HostPort: String(number) })
    }
  }
  return published
}

function takePort(
  context: ContainerContext,
  container: Container,
  port: string,
  ip: string,
  number: number,
  protocol: string,
): number {
  try {
    return context.ports.take(ip, number, protocol)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const endpoint = [...container.endpoints.values()].find((candidate) => candidate.address)
    throw broken(
      `driver failed programming external connectivity on endpoint ${container.name} (${endpoint?.address?.endpointId ?? port}): ${error.message}`,
    )
  }
}
