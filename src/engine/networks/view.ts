// A network as lists and inspect show it.
import { sortedMap } from '../../codec/sorted-map.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import type { Persona } from '../persona.ts'
import { formatBlock } from './address-block.ts'
import type { Network } from './network.ts'
import { formatSubnet } from './subnet.ts'

/**
 * In the order of moby's api/types/network.Inspect.
 * @param withMembers lists leave out who is in it
 */
export function networkView(network: Network, persona: Persona, withMembers: boolean): Record<string, unknown> {
  const { ipam } = network
  const none = persona.differences.has('no-subnets-are-an-empty-list') ? [] : null
  return {
    Name: network.name,
    Id: network.id,
    Created: rfc3339(network.created),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv4: network.ipv4,
    EnableIPv6: network.ipv6,
    IPAM: { Driver: ipam.driver, Options: sortedMap(ipam.options), Config: subnets(network) ?? none },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: network.configFrom },
    ConfigOnly: network.configOnly,
    Containers: withMembers ? members(network) : {},
    Options: sortedMap(network.options),
    Labels: sortedMap(network.labels),
  }
}

/** What was asked for, those of IPv4 first, and what the daemon chose. */
function subnets({ ipam, subnet, gateway, subnet6, gateway6 }: Network): readonly object[] | null {
  const asked = ipam.config ?? []
  const six = asked.filter(({ Subnet = '' }) => Subnet.includes(':'))
  const four = asked.filter((config) => !six.includes(config))
  const shown = [...four, ...six].map(({ Subnet, IPRange, Gateway, AuxiliaryAddresses }) => ({
    Subnet,
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
    ...(Object.keys(AuxiliaryAddresses ?? {}).length > 0 && { AuxiliaryAddresses }),
  }))
  const chosen = [
    ...(subnet && four.length === 0 ? [{ Subnet: formatSubnet(subnet), Gateway: gateway }] : []),
    ...(subnet6 && six.length === 0 ? [{ Subnet: formatBlock(subnet6), Gateway: gateway6 }] : []),
  ]
  const all = [...shown, ...chosen]
  return all.length > 0 || ipam.config ? all : null
}

const members = (network: Network): Record<string, object> =>
  Object.fromEntries(
    [...network.members].map(([id, { name, address }]) => [
      id,
      {
        Name: name,
        EndpointID: address.endpointId,
        MacAddress: address.mac,
        IPv4Address: address.ip && `${address.ip}/${address.prefix}`,
        IPv6Address: address.ip6 && `${address.ip6}/${address.prefix6}`,
      },
    ]),
  )
