// IPv4 subnets and the addresses in them, as plain numbers.

export interface Subnet {
  /** first address, as a number */
  readonly base: number
  /** bits */
  readonly prefix: number
}

/** `10.0.0.1` as a number, or undefined. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined
    value = value * 256 + Number(part)
  }
  return value
}

export function formatAddress(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

export const sizeOf = (subnet: Subnet): number => 2 ** (32 - subnet.prefix)

/** `172.18.0.0/16`; host bits are dropped. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address, bits] = text.split('/')
  const value = parseAddress(address ?? '')
  const prefix = Number(bits)
  if (value === undefined || !/^\d{1,2}$/.test(bits ?? '') || prefix > 32) return undefined
  return { base: value - (value % 2 ** (32 - prefix)), prefix }
}

export const formatSubnet = (subnet: Subnet): string => `${formatAddress(subnet.base)}/${subnet.prefix}`

export const contains = (subnet: Subnet, address: number): boolean =>
  address >= subnet.base && address < subnet.base + sizeOf(subnet)

export const overlaps = (a: Subnet, b: Subnet): boolean => contains(a, b.base) || contains(b, a.base)

/** dockerd's default address pools, in the order of their use (moby libnetwork/ipamutils). */
export function* defaultPools(): Generator<Subnet> {
  for (let second = 17; second <= 31; second++) yield { base: (172 * 256 + second) * 65_536, prefix: 16 }
  for (let third = 0; third < 256; third += 16) yield { base: (192 * 256 + 168) * 65_536 + third * 256, prefix: 20 }
}
