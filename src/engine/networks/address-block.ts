// Addresses and blocks of addresses of either family, as large numbers: for what is asked seldom, and for IPv6.
import { isIPv4, isIPv6 } from 'node:net'

/** How many bits an address has: 32 in IPv4, 128 in IPv6. */
export type Bits = 32 | 128

export interface Address {
  readonly value: bigint
  readonly bits: Bits
}

/** `10.0.0.0/8`, `fd00::/64` */
export interface Block {
  /** first address */
  readonly base: bigint
  readonly prefix: number
  readonly bits: Bits
}

export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    if (!isIPv4(text)) return undefined
    return { value: text.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n), bits: 32 }
  }
  if (!isIPv6(text) || text.includes('%')) return undefined
  // four decimal bytes at the end stand for two groups
  const whole = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [front = '', back] = whole.split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const before = groups(front)
  const after = groups(back ?? '')
  const missing = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const all = back === undefined ? before : [...before, ...missing, ...after]
  return { value: all.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n), bits: 128 }
}

/** In the shortest form (RFC 5952). */
export function formatAddress({ value, bits }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 65_535n).toString(16))
  const text = groups.join(':')
  const zeros = [...text.matchAll(/\b0(?::0)+\b/g)].sort((one, other) => other[0].length - one[0].length)[0]
  if (!zeros) return text
  return `${text.slice(0, zeros.index).replace(/:$/, '')}::${text.slice(zeros.index + zeros[0].length).replace(/^:/, '')}`
}

/** Host bits are dropped. */
export function parseBlock(text: string): Block | undefined {
  const [, address = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const parsed = parseAddress(address)
  const prefix = Number(digits)
  if (!parsed || prefix > parsed.bits) return undefined
  const host = BigInt(parsed.bits - prefix)
  return { base: (parsed.value >> host) << host, prefix, bits: parsed.bits }
}

export const formatBlock = ({ base, prefix, bits }: Block): string =>
  `${formatAddress({ value: base, bits })}/${prefix}`

/** How many addresses there are in it. */
export const sizeOf = ({ prefix, bits }: Block): bigint => 1n << BigInt(bits - prefix)

export const contains = (block: Block, { value, bits }: Address): boolean =>
  bits === block.bits && value >= block.base && value < block.base + sizeOf(block)

export const overlaps = (one: Block, other: Block): boolean =>
  contains(one, { value: other.base, bits: other.bits }) || contains(other, { value: one.base, bits: one.bits })
