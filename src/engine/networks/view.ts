// A network as lists and inspect show it.
import { sortedMap } from '../../codec/sorted-map.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import type { Persona } from '../persona.ts'
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

/** What was asked for, else what the daemon chose. */
function subnets({ ipam, subnet, gateway }: Network): readonly object[] | null {
  if (!ipam.config) return subnet ? [{ Subnet: formatSubnet(subnet), Gateway: gateway }] : null
  return ipam.config.map(({ Subnet, IPRange, Gateway, AuxiliaryAddresses }) => ({
    Subnet,
    ...(IPRange && { IPRange }),
    ...(Gateway && { Gateway }),
    ...(Object.keys(AuxiliaryAddresses ?? {}).length > 0 && { AuxiliaryAddresses }),
  }))
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
        IPv6Address: '',
      },
    ]),
  )
