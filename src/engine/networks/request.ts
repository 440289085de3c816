// What a client asks of a new network.
import type { IpamConfig } from './network.ts'

export interface NetworkRequest {
  readonly name: string
  readonly driver?: string | undefined
  readonly scope?: string | undefined
  readonly internal?: boolean | undefined
  readonly attachable?: boolean | undefined
  readonly ingress?: boolean | undefined
  readonly ipv4?: boolean | undefined
  readonly ipv6?: boolean | undefined
  readonly configOnly?: boolean | undefined
  readonly configFrom?: string | undefined
  readonly options?: Readonly<Record<string, string>> | null | undefined
  readonly labels?: Readonly<Record<string, string>> | null | undefined
  readonly ipam?:
    | {
        readonly driver?: string | undefined
        readonly options?: Readonly<Record<string, string>> | null | undefined
        readonly config?: readonly IpamConfig[] | null | undefined
      }
    | undefined
}
