// The ports of the host that a container gets while it runs.
import { broken, Refusal } from '../../world/refusal.ts'
import type { Address } from '../networks/endpoint.ts'
import type { PortWish } from '../networks/host-ports.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { type PortBinding, parsePort } from './ports.ts'

/** What a container wants to have published: `80/tcp` -> where. */
function askedPorts({ host }: ContainerContext, { hostConfig, config }: Container): Map<string, PortBinding[]> {
  const asked = new Map<string, PortBinding[]>()
  if (host.bridge === 'none' && hostConfig.NetworkMode === 'bridge') return asked
  if (/^(host|none|container:.*)$/.test(hostConfig.NetworkMode)) return asked
  for (const [port, bindings] of Object.entries(hostConfig.PortBindings ?? {})) {
    if (parsePort(port)) asked.set(port, bindings?.length ? bindings : [{}])
  }
  if (hostConfig.PublishAllPorts) {
    for (const port of Object.keys(config.ExposedPorts ?? {})) if (!asked.has(port)) asked.set(port, [{}])
  }
  return asked
}

/** Any address; also what `--ip` is if nothing was told. */
const ANY = '0.0.0.0'

/**
 * Where ports are published that name no address: where the container's network says, or everywhere. Without a proxy only
 * who has an address of IPv6 is reached over it.
 */
function usualAddresses({ networks, settings }: ContainerContext, { endpoints }: Container): readonly string[] {
  const [name] = endpoints.keys()
  const network = [...networks.all()].find((one) => one.name === name)
  const address = network?.options['com.docker.network.bridge.host_binding_ipv4'] || ANY
  if (address !== ANY) return [address]
  return settings.now.userlandProxy || network?.subnet6 ? [ANY, '::'] : [ANY]
}

function wishOf(port: string, { HostIp, HostPort = '' }: PortBinding, [usual = ANY]: readonly string[]): PortWish {
  return {
    ip: HostIp || (usual === ANY ? '' : usual),
    port: Number(HostPort.split('-')[0] || 0),
    protocol: parsePort(port)![1],
  }
}

/** Opens the real ports behind those of a container that is about to start; undefined if there are none to wait for. */
export function openPorts(context: ContainerContext, container: Container): Promise<void> | undefined {
  if (!context.ports.areReal) return undefined
  const usual = usualAddresses(context, container)
  const asked = [...askedPorts(context, container)]
  const wishes = asked.flatMap(([port, bindings]) => bindings.map((binding) => wishOf(port, binding, usual)))
  return wishes.length > 0 ? context.ports.prepare(container.id, wishes) : undefined
}

/** Takes the ports of a container that has joined its networks. Throws in dockerd's words. */
export function takePorts(context: ContainerContext, container: Container): Map<string, PortBinding[]> {
  const published = new Map<string, PortBinding[]>()
  container.published = published
  const usual = usualAddresses(context, container)
  for (const [port, bindings] of askedPorts(context, container)) {
    const taken: PortBinding[] = []
    published.set(port, taken)
    for (const binding of bindings) {
      const HostPort = String(takePort(context, container, port, wishOf(port, binding, usual)))
      for (const HostIp of binding.HostIp ? [binding.HostIp] : usual) taken.push({ HostIp, HostPort })
    }
  }
  return published
}

function takePort(context: ContainerContext, container: Container, port: string, wish: PortWish): number {
  const address = [...container.endpoints.values()].find((endpoint) => endpoint.address)?.address
  try {
    return context.ports.take(container.id, wish, (reason) => busy(context, wish, port, address, reason))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw broken(
      `driver failed programming external connectivity on endpoint ${container.name} (${address?.endpointId ?? port}): ${error.message}`,
    )
  }
}

function busy(
  { words }: ContainerContext,
  { ip, port, protocol }: PortWish,
  inside: string,
  address: Address | undefined,
  reason: string,
): string {
  const there = `${address?.ip ?? ''}:${parsePort(inside)![0]}/${protocol}`
  return words.portBusy(`${ip || '0.0.0.0'}:${port}`, there, reason)
}
