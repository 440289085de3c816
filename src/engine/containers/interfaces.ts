// The network interfaces that a container sees beside `lo`.
import type { NetworkInterface } from '../../runtime/network/interface.ts'
import type { Endpoint } from '../networks/endpoint.ts'
import type { Network } from '../networks/network.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'

/** What the simulated host has. */
export const hostInterfaces: readonly NetworkInterface[] = [
  { name: 'eth0', mac: '02:50:00:00:00:01', address: '192.168.65.3', prefix: 24, gateway: '192.168.65.1' },
]

/** One for each network that it is in now, in the order of joining. */
export function interfacesOf(context: ContainerContext, container: Container): readonly NetworkInterface[] {
  const mode = container.hostConfig.NetworkMode
  if (mode === 'host') return hostInterfaces
  if (mode.startsWith('container:')) {
    const other = context.table.find(mode.slice('container:'.length))
    return other === container ? [] : interfacesOf(context, other)
  }
  const networks = [...context.networks.all()]
  const joined = [...container.endpoints].filter(([, { address }]) => address?.ip || address?.ip6)
  const ways = joined.length > 1 ? joined.toSorted(byPrecedence) : joined
  const [leading] = ways.find(([, { address }]) => address!.gateway) ?? []
  const [leading6] = ways.find(([, { address }]) => address!.gateway6) ?? []
  return joined.map(([network, { address, networkId }]) => {
    const { interface: name, mac, ip, prefix, gateway, ip6, prefix6, gateway6 } = address!
    const mtu = mtuOf(networks.find(({ id }) => id === networkId))
    return {
      name,
      mac,
      ...(mtu !== undefined && { mtu }),
      ...(ip && { address: ip, prefix }),
      ...(ip6 && { address6: ip6, prefix6 }),
      ...(network === leading && { gateway }),
      ...(network === leading6 && { gateway6 }),
    }
  })
}

/** What the interfaces are called that a container has now. */
export const interfaceNamesOf = ({ endpoints }: Container): string[] =>
  [...endpoints.values()].flatMap(({ address }) => address?.interface ?? [])

type Joined = readonly [network: string, endpoint: Endpoint]

/** Whose gateway leads out before whose (moby libnetwork/sandbox.go: Endpoint.Less). */
function byPrecedence([name, one]: Joined, [otherName, other]: Joined): number {
  const priority = (other.settings.GwPriority ?? 0) - (one.settings.GwPriority ?? 0)
  return priority || gateways(other) - gateways(one) || (name < otherName ? -1 : 1)
}

const gateways = ({ address }: Endpoint): number => (address?.gateway ? 1 : 0) + (address?.gateway6 ? 1 : 0)

function mtuOf(network: Network | undefined): number | undefined {
  const asked = Number(network?.options['com.docker.network.driver.mtu'] ?? 0)
  return asked > 0 ? asked : undefined
}
