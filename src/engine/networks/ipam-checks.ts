// What may be asked of a network's addresses (moby api/types/network: ValidateIPAM).
import { isIPv4, isIPv6 } from 'node:net'
import { invalid } from '../../world/refusal.ts'
import { listed } from './complaints.ts'
import type { IpamConfig } from './network.ts'
import { contains, formatSubnet, overlaps, parseAddress, parseSubnet, type Subnet } from './subnet.ts'

/** Throws invalid (400) with everything that is wrong. Subnets of IPv6 are only looked at for their form. */
export function checkIpam(configs: readonly IpamConfig[]): void {
  const complaints = configs.flatMap(complaintsAbout)
  if (complaints.length > 0) throw invalid(`invalid network config:\n${listed(complaints)}`)
}

function complaintsAbout(config: IpamConfig): string[] {
  const { Subnet: text = '', IPRange, Gateway, AuxiliaryAddresses } = config
  if (isSubnet6(text)) return []
  const subnet = parseSubnet(text)
  if (!subnet) return [`invalid subnet ${text}: invalid CIDR block notation`]
  const complaints: string[] = []
  if (formatSubnet(subnet) !== text) complaints.push(`invalid subnet ${text}: it should be ${formatSubnet(subnet)}`)
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

function rangeComplaints(text: string, subnet: Subnet): string[] {
  const about = `invalid ip-range ${text}: `
  if (isSubnet6(text)) return [`${about}parent subnet is an IPv4 block`]
  const range = parseSubnet(text)
  if (!range) return [`${about}invalid CIDR block notation`]
  const complaints: string[] = []
  const parent = `parent subnet ${formatSubnet(subnet)}`
  if (range.prefix < subnet.prefix) complaints.push(`${about}CIDR block is bigger than its ${parent}`)
  if (formatSubnet(range) !== text) complaints.push(`${about}it should be ${formatSubnet(range)}`)
  if (!overlaps(subnet, range)) complaints.push(`${about}${parent} doesn't contain ip-range`)
  return complaints
}

function addressComplaint(text: string, subnet: Subnet): string | undefined {
  if (isIPv6(text)) return 'parent subnet is an IPv4 block'
  const address = isIPv4(text) ? parseAddress(text) : undefined
  if (address === undefined) return 'invalid address'
  return contains(subnet, address) ? undefined : `parent subnet ${formatSubnet(subnet)} doesn't contain this address`
}

/** `fd00:1::/64` */
export function isSubnet6(text: string): boolean {
  const [address = '', bits = ''] = text.split('/')
  // node makes a long regular expression when it is first asked for IPv6: not for the networks that every daemon begins with
  return address.includes(':') && isIPv6(address) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128
}
