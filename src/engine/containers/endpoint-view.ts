// An endpoint as inspect and list show it.
import type { Endpoint } from '../networks/endpoint.ts'

export interface EndpointView {
  readonly [field: string]: unknown
}

/** In dockerd's order of fields (moby api/types/network: EndpointSettings). */
export function endpointView({ settings, networkId, names, address }: Endpoint): EndpointView {
  return {
    IPAMConfig: settings.IPAMConfig ?? null,
    Links: settings.Links ?? null,
    Aliases: settings.Aliases ?? null,
    // what was asked for is told until the first start only
    MacAddress: address?.mac ?? (networkId === '' ? (settings.MacAddress ?? '') : ''),
    DriverOpts: settings.DriverOpts ?? null,
    GwPriority: settings.GwPriority ?? 0,
    NetworkID: networkId,
    EndpointID: address?.endpointId ?? '',
    Gateway: address?.gateway ?? '',
    IPAddress: address?.ip ?? '',
    IPPrefixLen: address?.prefix ?? 0,
    IPv6Gateway: address?.gateway6 ?? '',
    GlobalIPv6Address: address?.ip6 ?? '',
    GlobalIPv6PrefixLen: address?.prefix6 ?? 0,
    DNSNames: names,
  }
}
