// Giving out addresses: the lowest free one of a subnet, a subnet that no other network has.
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import type { Network } from './network.ts'
import { contains, formatAddress, formatSubnet, overlaps, parseAddress, type Subnet, sizeOf } from './subnet.ts'

/** The first one that overlaps nothing; undefined when there is none. */
export function freeSubnet(networks: Iterable<Network>, pools: Iterable<Subnet>): Subnet | undefined {
  const taken = [...networks].flatMap((network) => network.subnet ?? [])
  for (const pool of pools) if (!taken.some((subnet) => overlaps(subnet, pool))) return pool
  return undefined
}

/** The asked-for address, or the lowest that is neither the network's own, the gateway's, kept back, nor a member's. */
export function freeAddress(network: Network, words: Words, wanted?: string): string {
  const { subnet, gateway, reserved, members } = network
  if (!subnet) return ''
  const taken = new Set([...members.values()].map((member) => member.address.ip))
  taken.add(gateway)
  for (const address of reserved) taken.add(address)
  if (wanted) {
    const value = parseAddress(wanted)
    if (value === undefined) throw invalid(`invalid IPv4 address: ${wanted}`)
    if (!contains(subnet, value)) throw invalid(words.addressOutside(wanted))
    if (taken.has(wanted)) throw new Refusal('forbidden', 'Address already in use')
    return wanted
  }
  const range = network.range ?? subnet
  if (!overlaps(range, subnet)) {
    throw broken(`add-any, range '${formatSubnet(range)}' is not in subnet '${formatSubnet(subnet)}'`)
  }
  const first = Math.max(range.base, subnet.base + 1)
  const end = Math.min(range.base + sizeOf(range), subnet.base + sizeOf(subnet) - 1)
  for (let value = first; value < end; value++) {
    const text = formatAddress(value)
    if (!taken.has(text)) return text
  }
  throw noFreeAddress(network)
}

export const noFreeAddress = ({ name, id }: Network, version = 4): Refusal =>
  broken(`no available IPv${version} addresses on this network's address pools: ${name} (${id})`)
