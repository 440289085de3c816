// What may be asked of a network's addresses (moby api/types/network: ValidateIPAM).
import { isIPv6 } from 'node:net'
import { invalid } from '../../world/refusal.ts'
import { type Block, contains, formatBlock, overlaps, parseAddress, parseBlock } from './address-block.ts'
import { listed } from './complaints.ts'
import type { IpamConfig } from './network.ts'

/** Throws invalid (400) with everything that is wrong. */
export function checkIpam(configs: readonly IpamConfig[]): void {
  const complaints = configs.flatMap(complaintsAbout)
  if (complaints.length > 0) throw invalid(`invalid network config:\n${listed(complaints)}`)
}

function complaintsAbout(config: IpamConfig): string[] {
  const { Subnet: text = '', IPRange, Gateway, AuxiliaryAddresses } = config
  const subnet = parseBlock(text)
  if (!subnet) return [`invalid subnet ${text}: invalid CIDR block notation`]
  const complaints: string[] = []
  if (!isMasked(text, subnet)) complaints.push(`invalid subnet ${text}: it should be ${formatBlock(subnet)}`)
  if (IPRange) complaints.push(...rangeComplaints(IPRange, subnet))
  const addresses = [
    [`gateway ${Gateway}`, Gateway],
    ...Object.entries(AuxiliaryAddresses ?? {}).map(([name, address]) => [`auxiliary address ${name}`, address]),
  ]
  for (const [what, address] of addresses) {
    const complaint = address ? addressComplaint(address, subnet) : undefined
    if (complaint) complaints.push(`invalid ${what}: ${complaint}`)
  }
  return complaints
}

/** Whether the address in the text is the first of the block; how it is written does not matter. */
const isMasked = (text: string, { base }: Block): boolean => parseAddress(text.split('/')[0]!)?.value === base

const familyOf = ({ bits }: Block): string => (bits === 32 ? 'an IPv4 block' : 'an IPv6 block')

function rangeComplaints(text: string, subnet: Block): string[] {
  const about = `invalid ip-range ${text}: `
  const range = parseBlock(text)
  if (!range) return [`${about}invalid CIDR block notation`]
  if (range.bits !== subnet.bits) return [`${about}parent subnet is ${familyOf(subnet)}`]
  const complaints: string[] = []
  const parent = `parent subnet ${formatBlock(subnet)}`
  if (range.prefix < subnet.prefix) complaints.push(`${about}CIDR block is bigger than its ${parent}`)
  if (!isMasked(text, range)) complaints.push(`${about}it should be ${formatBlock(range)}`)
  if (!overlaps(subnet, range)) complaints.push(`${about}${parent} doesn't contain ip-range`)
  return complaints
}

function addressComplaint(text: string, subnet: Block): string | undefined {
  const address = parseAddress(text)
  if (!address) return 'invalid address'
  if (address.bits !== subnet.bits) return `parent subnet is ${familyOf(subnet)}`
  return contains(subnet, address) ? undefined : `parent subnet ${formatBlock(subnet)} doesn't contain this address`
}

/** `fd00:1::/64` */
export function isSubnet6(text: string): boolean {
  const [address = '', bits = ''] = text.split('/')
  // node makes a long regular expression when it is first asked for IPv6: not for the networks that every daemon begins with
  return address.includes(':') && isIPv6(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128
}
