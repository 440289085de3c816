// A container's end of a network: what was asked for, and what it has while it runs.

/** What the client may set about an endpoint (`NetworkingConfig.EndpointsConfig`). */
export interface EndpointSettings {
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null
  Links?: string[] | null
  Aliases?: string[] | null
  MacAddress?: string
  DriverOpts?: Record<string, string> | null
  GwPriority?: number
}

/** Addresses of a joined endpoint; gone when the container stops. */
export interface Address {
  readonly endpointId: string
  readonly ip: string
  readonly prefix: number
  readonly gateway: string
  /** of IPv6; empty and 0 in a network without it */
  readonly ip6: string
  readonly prefix6: number
  readonly gateway6: string
  readonly mac: string
  /** what the container calls its interface: `eth0` */
  readonly interface: string
}

export interface Endpoint {
  readonly settings: EndpointSettings
  /** id of the network, once it is known */
  networkId: string
  /** names under which the network's other members find this one */
  names: readonly string[] | null
  address: Address | undefined
}
