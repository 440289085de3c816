// A network as the engine keeps it: its settings and who is in it.
import type { Block } from './address-block.ts'
import type { Address } from './endpoint.ts'
import type { Subnet } from './subnet.ts'

export interface Member {
  /** name of the container */
  name: string
  readonly address: Address
}

/** A subnet as clients write it. */
export interface IpamConfig {
  readonly Subnet?: string | undefined
  readonly IPRange?: string | undefined
  readonly Gateway?: string | undefined
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>> | undefined
}

export interface Ipam {
  readonly driver: string
  readonly options: Readonly<Record<string, string>> | null
  /** What was asked for; null if nothing. */
  readonly config: readonly IpamConfig[] | null
}

export interface Network {
  readonly id: string
  readonly name: string
  /** ms since 1970 */
  readonly created: number
  readonly driver: string
  readonly internal: boolean
  readonly attachable: boolean
  readonly ingress: boolean
  readonly ipv4: boolean
  readonly ipv6: boolean
  /** Only settings for other networks: nobody can be in it. */
  readonly configOnly: boolean
  /** Name of the network whose settings it has; empty if they are its own. */
  readonly configFrom: string
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly ipam: Ipam
  /** None where containers get no address: host, none, and networks of settings only. */
  readonly subnet: Subnet | undefined
  /** The part of the subnet that containers get addresses from, if it is not all of it. */
  readonly range: Subnet | undefined
  readonly gateway: string
  /** The same of IPv6; undefined where that is not switched on. */
  readonly subnet6: Block | undefined
  readonly range6: Block | undefined
  readonly gateway6: string
  /** Addresses that nobody gets. */
  readonly reserved: ReadonlySet<string>
  /** by container id: those that run */
  readonly members: Map<string, Member>
  /** made with the daemon: bridge, host, none */
  readonly builtIn: boolean
}

/** Names that belong to the daemon, whether it has such a network or not (moby daemon/internal/runconfig). */
export const isPredefined = (name: string): boolean => ['bridge', 'host', 'none', 'default'].includes(name)
