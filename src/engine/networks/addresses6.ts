// The IPv6 side of a network: a block that no other network has, and the addresses of its members.
import { Refusal } from '../../world/refusal.ts'
import { type Block, contains, formatAddress, overlaps, parseAddress, sizeOf } from './address-block.ts'
import { noFreeAddress } from './addresses.ts'
import type { Network } from './network.ts'

/** The first one that overlaps nothing. */
export function freeBlock6(networks: Iterable<Network>, pools: Iterable<Block>): Block {
  const taken = [...networks].flatMap((network) => network.subnet6 ?? [])
  for (const block of pools) if (!taken.some((other) => overlaps(other, block))) return block
  throw new Refusal('invalid', 'all predefined address pools have been fully subnetted')
}

/** The second address of a block: the first one is the block's own. */
export const firstAddress6 = (block: Block): string => formatAddress({ value: block.base + 1n, bits: 128 })

/** The address that was asked for, or the lowest that nobody has; empty in a network without IPv6. */
export function freeAddress6(network: Network, wanted?: string): string {
  const { subnet6, range6, gateway6, reserved, members } = network
  if (!subnet6) return ''
  const taken = new Set([gateway6, ...reserved])
  for (const { address } of members.values()) taken.add(address.ip6)
  if (wanted) {
    const value = parseAddress(wanted)
    const text = value && contains(subnet6, value) ? formatAddress(value) : undefined
    if (text === undefined) throw new Refusal('invalid', `invalid IPv6 address: ${wanted}`)
    if (taken.has(text)) throw new Refusal('forbidden', 'Address already in use')
    return text
  }
  const range = range6 ?? subnet6
  const end = range.base + sizeOf(range)
  for (let value = range.base === subnet6.base ? range.base + 1n : range.base; value < end; value++) {
    const text = formatAddress({ value, bits: 128 })
    if (!taken.has(text)) return text
  }
  throw noFreeAddress(network, 6)
}
