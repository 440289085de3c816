// What may be asked of a container's end of a network (moby daemon/container_operations.go: validateEndpointSettings).
import { isIPv4, isIPv6 } from 'node:net'
import { refuseAll } from './complaints.ts'
import type { EndpointSettings } from './endpoint.ts'
import { isPredefined, type Network } from './network.ts'
import { contains, parseAddress } from './subnet.ts'

/**
 * Throws invalid (400) with everything that is wrong.
 * @param network undefined where it is not known yet
 */
export function checkEndpointSettings(settings: EndpointSettings, name: string, network: Network | undefined): void {
  const { IPv4Address = '', IPv6Address = '', LinkLocalIPs } = settings.IPAMConfig ?? {}
  const complaints: string[] = []
  if (isPredefined(name)) {
    if (IPv4Address || IPv6Address) {
      complaints.push('user-specified IP address is supported on user-defined networks only')
    }
    if (settings.Aliases?.length) {
      complaints.push('network-scoped aliases are only supported for user-defined networks')
    }
  }
  if (IPv4Address && !isIPv4(IPv4Address)) complaints.push(`invalid IPv4 address: ${IPv4Address}`)
  if (IPv6Address && !isIPv6(IPv6Address)) complaints.push(`invalid IPv6 address: ${IPv6Address}`)
  for (const address of LinkLocalIPs ?? []) {
    if (!isIPv4(address) && !isIPv6(address)) complaints.push(`invalid link-local IP address: ${address}`)
  }
  if (network && IPv4Address && !isInConfig(network, IPv4Address)) {
    complaints.push(
      network.ipam.config
        ? `no configured subnet or ip-range contain the IP address ${IPv4Address}`
        : 'user specified IP address is supported only when connecting to networks with user configured subnets',
    )
  }
  if (network && IPv6Address && !network.ipv6) {
    complaints.push(
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    )
  }
  refuseAll('invalid endpoint settings', complaints)
}

/** Whether an address lies in what the network was made with: a subnet that the daemon chose itself does not count. */
function isInConfig({ ipam, subnet, range }: Network, text: string): boolean {
  const address = parseAddress(text)
  const where = range ?? subnet
  return ipam.config !== null && where !== undefined && address !== undefined && contains(where, address)
}
