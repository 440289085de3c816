// The network interfaces that a container sees beside `lo`.
import type { NetworkInterface } from '../../runtime/network/interface.ts'
import type { Network } from '../networks/network.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'

/** What the simulated host has. */
export const hostInterfaces: readonly NetworkInterface[] = [
  { name: 'eth0', mac: '02:50:00:00:00:01', address: '192.168.65.3', prefix: 24, gateway: '192.168.65.1' },
]

/** One for each network that it is in now, in the order of joining; the first one's gateway leads out. */
export function interfacesOf(context: ContainerContext, container: Container): readonly NetworkInterface[] {
  const mode = container.hostConfig.NetworkMode
  if (mode === 'host') return hostInterfaces
  if (mode.startsWith('container:')) {
    const other = context.table.find(mode.slice('container:'.length))
    return other === container ? [] : interfacesOf(context, other)
  }
  const networks = [...context.networks.all()]
  const joined = [...container.endpoints.values()].flatMap(({ address, networkId }) => {
    if (!address?.ip && !address?.ip6) return []
    const mtu = mtuOf(networks.find(({ id }) => id === networkId))
    return [{ ...address, ...(mtu !== undefined && { mtu }) }]
  })
  return joined.map(({ mac, ip, prefix, gateway, ip6, prefix6, gateway6, mtu }, index) => ({
    name: `eth${index}`,
    mac,
    ...(mtu !== undefined && { mtu }),
    ...(ip && { address: ip, prefix }),
    ...(ip6 && { address6: ip6, prefix6 }),
    ...(index === 0 && gateway && { gateway }),
    ...(index === 0 && gateway6 && { gateway6 }),
  }))
}

function mtuOf(network: Network | undefined): number | undefined {
  const asked = Number(network?.options['com.docker.network.driver.mtu'] ?? 0)
  return asked > 0 ? asked : undefined
}
