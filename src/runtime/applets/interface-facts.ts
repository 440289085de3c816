// The network interfaces of the machine as ip, ifconfig and route see them.
import type { NetworkInterface } from '../network/interface.ts'
import type { Process } from '../process.ts'

const LOOPBACK: NetworkInterface = {
  name: 'lo',
  mac: '00:00:00:00:00:00',
  address: '127.0.0.1',
  prefix: 8,
  address6: '::1',
  prefix6: 128,
}
const NO_MAC = '02:42:ac:11:00:02'
/** Between the two ends of a veth pair, on a host that has made some. */
const PEER_STEP = 100

export interface InterfaceFacts extends NetworkInterface {
  readonly index: number
  /** of the other end, on the host; undefined for the loopback */
  readonly peer: number | undefined
  readonly mac: string
  readonly mtu: number
}

/** All of them, or the one of that name. */
export function interfaceFacts(process: Process, name?: string): InterfaceFacts[] {
  const all = [LOOPBACK, ...process.network.surroundings.interfaces()].map((one, place) => ({
    mac: NO_MAC,
    ...one,
    index: place + 1,
    peer: place === 0 ? undefined : place + 1 + PEER_STEP,
    mtu: place === 0 ? 65_536 : (one.mtu ?? 1500),
  }))
  return name === undefined ? all : all.filter((one) => one.name === name)
}

/** `255.255.0.0` for 16. */
export function maskOf(prefix: number): string {
  return [0, 1, 2, 3].map((index) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - index * 8)))).join('.')
}

const each = (address: string, mask: string, join: (byte: number, mask: number) => number): string => {
  const masks = mask.split('.').map(Number)
  const bytes = address.split('.').map(Number)
  return bytes.map((byte, index) => join(byte, masks[index] ?? 0)).join('.')
}

/** The address of the network that an address lies in. */
export const networkAt = (address: string, prefix: number): string =>
  each(address, maskOf(prefix), (byte, mask) => byte & mask)

/** The address that all of the network listen to. */
export const broadcastAt = (address: string, prefix: number): string =>
  each(address, maskOf(prefix), (byte, mask) => byte | (255 - mask))

export interface Route {
  /** undefined for the default */
  readonly to: string | undefined
  readonly prefix: number
  readonly gateway: string | undefined
  readonly name: string
  readonly source: string
}

/** The IPv4 routes: the default first, then one for each network. */
export function routesOf(process: Process): Route[] {
  const outer = interfaceFacts(process).flatMap(({ name, address, prefix = 32, gateway, peer }) =>
    address && peer !== undefined ? [{ name, source: address, prefix, gateway }] : [],
  )
  return [
    ...outer.flatMap(({ name, source, gateway }) =>
      gateway ? [{ to: undefined, prefix: 0, gateway, name, source }] : [],
    ),
    ...outer.map(({ name, source, prefix }) => ({
      to: networkAt(source, prefix),
      prefix,
      gateway: undefined,
      name,
      source,
    })),
  ]
}
