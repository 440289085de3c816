// A network as the engine keeps it: its settings and who is in it.
import type { Address } from './endpoint.ts'
import type { Subnet } from './subnet.ts'

export interface Member {
  /** name of the container */
  name: string
  readonly address: Address
}

export interface Network {
  readonly id: string
  readonly name: string
  /** ms since 1970 */
  readonly created: number
  readonly driver: string
  readonly internal: boolean
  readonly attachable: boolean
  readonly ipv6: boolean
  readonly options: Record<string, string>
  readonly labels: Record<string, string>
  readonly ipamDriver: string
  readonly ipamOptions: Record<string, string> | null
  readonly subnet: Subnet | undefined
  readonly gateway: string
  /** by container id: those that run */
  readonly members: Map<string, Member>
  /** made with the daemon: bridge, host, none */
  readonly builtIn: boolean
}
