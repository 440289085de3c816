// The network interfaces of a machine as files tell of them: /sys/class/net, /proc/net/dev, /proc/net/route.
import { directory, type FixedNode, text } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'
import type { NetworkInterface } from './network/interface.ts'
import { ETHERNET_MTU, LOOPBACK_MTU, type Traffic } from './network/traffic.ts'

const LOOPBACK: NetworkInterface = { name: 'lo', mac: '00:00:00:00:00:00', address: '127.0.0.1', prefix: 8 }
const NO_MAC = '02:42:ac:11:00:02'

/** `lo` and those of the networks that the machine is in now. */
export function interfacesOf(kernel: Kernel): NetworkInterface[] {
  return [LOOPBACK, ...kernel.network.surroundings.interfaces()]
}

/** /sys/class/net */
export function interfaceNodes(kernel: Kernel): Record<string, FixedNode> {
  const nodes = interfacesOf(kernel).map((one, index) => {
    const node = interfaceNode(one, index + 1, () => kernel.network.traffic(one))
    return [one.name, node] as const
  })
  return Object.fromEntries(nodes.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function interfaceNode(
  { name, mac = NO_MAC, mtu = ETHERNET_MTU }: NetworkInterface,
  index: number,
  traffic: () => Traffic,
): FixedNode {
  const isLoopback = name === LOOPBACK.name
  const line = (value: string | number): FixedNode => text(`${value}\n`)
  return directory({
    address: line(mac),
    broadcast: line(isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff'),
    carrier: line(1),
    flags: line(isLoopback ? '0x9' : '0x1003'),
    ifindex: line(index),
    mtu: line(isLoopback ? LOOPBACK_MTU : mtu),
    operstate: line(isLoopback ? 'unknown' : 'up'),
    statistics: statistics(traffic),
    tx_queue_len: line(isLoopback ? 1000 : 0),
    type: line(isLoopback ? 772 : 1),
  })
}

/** /sys/class/net/<name>/statistics: nothing is lost, so most of it is zero. */
function statistics(traffic: () => Traffic): FixedNode {
  const zeros = ['rx_dropped', 'rx_errors', 'tx_dropped', 'tx_errors', 'collisions', 'multicast']
  return directory({
    ...Object.fromEntries(zeros.map((name) => [name, text('0\n')])),
    rx_bytes: text(() => `${traffic().rxBytes}\n`),
    rx_packets: text(() => `${traffic().rxPackets}\n`),
    tx_bytes: text(() => `${traffic().txBytes}\n`),
    tx_packets: text(() => `${traffic().txPackets}\n`),
  })
}

const devHead = [
  'Inter-|   Receive                                                |  Transmit',
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  '',
].join('\n')

/** /proc/net/dev, in the columns of Linux (net/core/net-procfs.c). */
export function deviceLines(kernel: Kernel): string {
  const lines = interfacesOf(kernel).map((one) => {
    const { rxBytes, rxPackets, txBytes, txPackets } = kernel.network.traffic(one)
    const pad = (width: number, value: number): string => String(value).padStart(width)
    const received = `${pad(7, rxBytes)} ${pad(7, rxPackets)}    0    0    0     0          0         0`
    const sent = `${pad(8, txBytes)} ${pad(7, txPackets)}    0    0    0     0       0          0`
    return `${one.name.padStart(6)}: ${received} ${sent}\n`
  })
  return devHead + lines.join('')
}

/** An IPv4 address as /proc/net/route writes it: hexadecimal, the last byte first. */
function reversed(address: string): string {
  const bytes = address.split('.').reverse()
  return bytes.map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, '0')).join('')
}

/** The network part of an address, and the mask: `172.17.0.0`, `255.255.0.0`. */
export function networkOf(address: string, prefix: number): readonly [network: string, mask: string] {
  const bits = (index: number): number => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - index * 8)))
  const mask = [0, 1, 2, 3].map(bits)
  const network = address.split('.').map((byte, index) => Number(byte) & (mask[index] ?? 0))
  return [network.join('.'), mask.join('.')]
}

const routeHead = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'

/** /proc/net/route */
export function routeLines(kernel: Kernel): string {
  const line = (words: string): string => `${words.replaceAll(' ', '\t').padEnd(127)}\n`
  const lines = [`${routeHead.padEnd(127)}\n`]
  const route = (name: string, to: string, through: string, flags: string, mask: string): string =>
    line(`${name} ${reversed(to)} ${reversed(through)} ${flags} 0 0 0 ${reversed(mask)} 0 0 0`)
  const networks = interfacesOf(kernel).slice(1)
  for (const { name, gateway } of networks) {
    if (gateway) lines.push(route(name, '0.0.0.0', gateway, '0003', '0.0.0.0'))
  }
  for (const { name, address, prefix = 16 } of networks) {
    if (address)
      lines.push(route(name, networkOf(address, prefix)[0], '0.0.0.0', '0001', networkOf(address, prefix)[1]))
  }
  return lines.join('')
}
