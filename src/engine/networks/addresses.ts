// Giving out addresses: the lowest free one of a subnet, a subnet that no other network has.
import { broken, invalid } from '../../world/refusal.ts'
import type { Network } from './network.ts'
import { contains, defaultPools, formatAddress, overlaps, parseAddress, type Subnet, sizeOf } from './subnet.ts'

/** The first of dockerd's default pools that overlaps nothing. */
export function freeSubnet(networks: Iterable<Network>): Subnet {
  const taken = [...networks].flatMap((network) => network.subnet ?? [])
  for (const pool of defaultPools()) if (!taken.some((subnet) => overlaps(subnet, pool))) return pool
  throw broken('all predefined address pools have been fully subnetted')
}

/** The asked-for address, or the lowest that is neither the network's own, the gateway's nor a member's. */
export function freeAddress(network: Network, wanted?: string): string {
  const subnet = network.subnet
  if (!subnet) return ''
  const taken = new Set([...network.members.values()].map((member) => member.address.ip))
  taken.add(network.gateway)
  if (wanted) {
    const value = parseAddress(wanted)
    if (value === undefined) throw invalid(`invalid IPv4 address: ${wanted}`)
    if (!contains(subnet, value)) throw invalid(`no configured subnet contains IP address ${wanted}`)
    if (taken.has(wanted)) throw broken('Address already in use')
    return wanted
  }
  for (let value = subnet.base + 1; value < subnet.base + sizeOf(subnet) - 1; value++) {
    const text = formatAddress(value)
    if (!taken.has(text)) return text
  }
  throw broken("no available IPv4 addresses on this network's address pools")
}
