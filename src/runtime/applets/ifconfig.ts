// ifconfig: prints the network interfaces; a container may not change them.
import type { Process, Program } from '../process.ts'
import { broadcastAt, type InterfaceFacts, interfaceFacts, maskOf } from './interface-facts.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

const ifconfig: Program = async (process) => {
  const options = await parseOptions(process, { letters: '+a', usage: '[-a] [IFACE] [ADDRESS]' })
  const [name, change] = options.operands
  if (change !== undefined) {
    await complain(process, `${/^-?[a-z]/.test(change) ? 'SIOCSIFFLAGS' : 'SIOCSIFADDR'}: Operation not permitted`)
    return 1
  }
  const shown = interfaceFacts(process, name)
  if (name !== undefined && shown.length === 0) {
    await complain(process, `${name}: error fetching interface information: Device not found`)
    return 1
  }
  shown.sort((one, other) => (one.name < other.name ? -1 : 1))
  await process.write(1, shown.map((one) => paragraph(process, one)).join(''))
  return 0
}
export default ifconfig

const TAB = ' '.repeat(10)

function paragraph(process: Process, facts: InterfaceFacts): string {
  const { name, mac, mtu, address, prefix = 32, address6, prefix6, peer } = facts
  const { rxBytes, rxPackets, txBytes, txPackets } = process.network.traffic(facts)
  const isLoopback = peer === undefined
  const kind = isLoopback ? 'Local Loopback  ' : `Ethernet  HWaddr ${mac.toUpperCase()}  `
  const broadcast = isLoopback || !address ? '' : `  Bcast:${broadcastAt(address, prefix)}`
  const lines = [
    ...(address ? [`inet addr:${address}${broadcast}  Mask:${maskOf(prefix)}`] : []),
    ...(address6 ? [`inet6 addr: ${address6}/${prefix6} Scope:${isLoopback ? 'Host' : 'Global'}`] : []),
    `UP ${isLoopback ? 'LOOPBACK RUNNING' : 'BROADCAST RUNNING MULTICAST'}  MTU:${mtu}  Metric:1`,
    `RX packets:${rxPackets} errors:0 dropped:0 overruns:0 frame:0`,
    `TX packets:${txPackets} errors:0 dropped:0 overruns:0 carrier:0`,
    `collisions:0 txqueuelen:${isLoopback ? 1000 : 0} `,
    `RX bytes:${bytes(rxBytes)}  TX bytes:${bytes(txBytes)}`,
  ]
  return `${name.padEnd(9)} Link encap:${kind}\n${lines.map((line) => `${TAB}${line}\n`).join('')}\n`
}

/** A number, and again in a unit of 1024: `1536 (1.5 KiB)`. */
function bytes(count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = count
  let unit = 0
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024
  return `${count} (${value.toFixed(1)} ${units[unit]})`
}
