// An interface of a machine, as its programs see it.

export interface NetworkInterface {
  readonly name: string
  readonly mac?: string
  /** IPv4 */
  readonly address?: string
  /** bits of the network part */
  readonly prefix?: number
  readonly address6?: string
  readonly prefix6?: number
  /** where the default route leads, if through this interface */
  readonly gateway?: string
  readonly gateway6?: string
  /** bytes; that of Ethernet if left out */
  readonly mtu?: number
}
