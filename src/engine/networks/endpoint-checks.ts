// What may be asked of a container's end of a network (moby daemon/container_operations.go: validateEndpointSettings).
import { isIPv4, isIPv6 } from 'node:net'
import { invalid } from '../../world/refusal.ts'
import { type Bits, contains, parseAddress, parseBlock } from './address-block.ts'
import { listed } from './complaints.ts'
import type { EndpointSettings } from './endpoint.ts'
import { isPredefined, type Network } from './network.ts'
import { formatSubnet } from './subnet.ts'

/** Throws invalid (400) with everything that is wrong. */
export function checkEndpointSettings(settings: EndpointSettings, network: Network): void {
  const complaint = complaintAbout(settings, network.name, network)
  if (complaint) throw invalid(complaint)
}

/** What is asked of the networks of a new container. Throws invalid (400). */
export function checkNetworkingConfig(
  asked: Readonly<Record<string, EndpointSettings | null>>,
  networkNamed: (name: string) => Network | undefined,
): void {
  const complaints = Object.entries(asked).flatMap(([name, settings]) => {
    const complaint = settings
      ? (macComplaint(settings) ?? complaintAbout(settings, name, networkNamed(name)))
      : 'EndpointsConfig is nil'
    return complaint ? [`invalid config for network ${name}: ${complaint}`] : []
  })
  if (complaints.length > 0) throw invalid(listed(complaints))
}

/** 6, 8 or 20 bytes in pairs, or in fours with dots between (Go's net.ParseMAC). */
const MAC =
  /^([0-9a-f]{2}([:-][0-9a-f]{2}){5}(([:-][0-9a-f]{2}){2}(([:-][0-9a-f]{2}){12})?)?|[0-9a-f]{4}(\.[0-9a-f]{4}){2}(\.[0-9a-f]{4}((\.[0-9a-f]{4}){6})?)?)$/i

const macComplaint = ({ MacAddress }: EndpointSettings): string | undefined =>
  MacAddress && !MAC.test(MacAddress) ? `invalid MAC address ${MacAddress}` : undefined

/** @param network undefined where there is none yet */
function complaintAbout(settings: EndpointSettings, name: string, network: Network | undefined): string | undefined {
  const { IPv4Address = '', IPv6Address = '', LinkLocalIPs } = settings.IPAMConfig ?? {}
  const complaints: string[] = []
  if (isPredefined(name)) {
    if (IPv4Address || IPv6Address) {
      complaints.push('user specified IP address is supported on user defined networks only')
    }
    if (settings.Aliases?.length) {
      complaints.push('network-scoped alias is supported only for containers in user defined networks')
    }
  }
  if (IPv4Address && !isIPv4(IPv4Address)) complaints.push(`invalid IPv4 address: ${IPv4Address}`)
  if (IPv6Address && !isIPv6(IPv6Address)) complaints.push(`invalid IPv6 address: ${IPv6Address}`)
  for (const address of LinkLocalIPs ?? []) {
    if (!isIPv4(address) && !isIPv6(address)) complaints.push(`invalid link-local IP address: ${address}`)
  }
  for (const [address, bits] of [
    [IPv4Address, 32],
    [IPv6Address, 128],
  ] as const) {
    const complaint = network && address ? placeComplaint(network, address, bits) : undefined
    if (complaint) complaints.push(complaint)
  }
  return complaints.length > 0 ? `invalid endpoint settings:\n${listed(complaints)}` : undefined
}

/** An address must lie in what the network was made with: a subnet that the daemon chose itself does not count. */
function placeComplaint({ ipam, range, range6 }: Network, text: string, family: Bits): string | undefined {
  const blocks = (ipam.config ?? []).flatMap(({ Subnet = '' }) => parseBlock(Subnet) ?? [])
  const asked = blocks.filter(({ bits }) => bits === family)
  if (asked.length === 0) {
    return 'user specified IP address is supported only when connecting to networks with user configured subnets'
  }
  const narrow = family === 128 ? range6 : range && parseBlock(formatSubnet(range))
  const address = parseAddress(text)
  return address && (narrow ? [narrow] : asked).some((place) => contains(place, address))
    ? undefined
    : `no configured subnet or ip-range contain the IP address ${text}`
}
