// Where the subnets of networks come from that nobody has chosen: dockerd's own pools, or those that it is told
// (moby daemon/libnetwork/ipams/defaultipam/address_space.go).
import type { Random } from '../../world/random.ts'
import type { AddressPool } from '../settings.ts'
import { type Block, overlaps, parseBlock, sizeOf } from './address-block.ts'
import { defaultPools, type Subnet } from './subnet.ts'

export interface AddressPools {
  /** in the order in which they are given out */
  subnets(): Iterable<Subnet>
  /** of IPv6 */
  blocks(): Iterable<Block>
  /** Whether anybody has said where networks of IPv6 may lie. */
  readonly hasOwnBlocks: boolean
}

/** How long the networks are that dockerd makes by itself: 2^16 of them in the /48 of its host. */
const PREFIX = 64

/** @param random where the 40 bits come from that tell one host from another (RFC 4193; moby daemon/libnetwork/ipamutils) */
export function addressPools(configured: readonly AddressPool[], random: Random): AddressPools {
  const pools = configured.flatMap((pool) => parsed(pool) ?? []).sort(byAddress)
  const apart = pools.filter(({ base }, index) => !pools.slice(0, index).some((other) => overlaps(other.base, base)))
  const [four, six] = [32, 128].map((bits) => apart.filter(({ base }) => base.bits === bits)) as [Pool[], Pool[]]
  return {
    hasOwnBlocks: six.length > 0,
    subnets: () => (configured.length > 0 ? subnetsOf(four) : defaultPools()),
    blocks: () => blocksOf(six.length > 0 ? six : [ownRange(random)]),
  }
}

interface Pool {
  readonly base: Block
  readonly size: number
}

const parsed = ({ base, size }: AddressPool): Pool | undefined => {
  const block = parseBlock(base)
  return block && { base: block, size }
}

const byAddress = ({ base: one }: Pool, { base: other }: Pool): number =>
  one.base === other.base ? one.prefix - other.prefix : one.base < other.base ? -1 : 1

function ownRange(random: Random): Pool {
  const bits = random.fork('unique local addresses').bytes(5)
  const global = bits.reduce((value, byte) => value * 256n + BigInt(byte), 0xfdn)
  return { base: { base: global << 80n, prefix: 48, bits: 128 }, size: PREFIX }
}

function* blocksOf(pools: readonly Pool[]): Generator<Block> {
  for (const { base: pool, size } of pools) {
    const { bits } = pool
    const step = sizeOf({ base: 0n, prefix: size, bits })
    const end = pool.base + sizeOf(pool)
    for (let base = pool.base; base < end; base += step) yield { base, prefix: size, bits }
  }
}

function* subnetsOf(pools: readonly Pool[]): Generator<Subnet> {
  for (const { base, prefix } of blocksOf(pools)) yield { base: Number(base), prefix }
}

/** Why no daemon can have these pools, in dockerd's words (the same file: splitByIPFamily); undefined if it can. */
export function poolsProblem(configured: readonly AddressPool[]): string | undefined {
  for (const [index, pool] of configured.entries()) {
    const prefix = parsed(pool)?.base.prefix ?? 0
    if (prefix > pool.size) {
      return `could not construct local address space: network at index ${index} (&{${pool.base} ${pool.size}}) has a smaller prefix (/${prefix}) than the target size of that pool (/${pool.size})`
    }
  }
  return undefined
}
