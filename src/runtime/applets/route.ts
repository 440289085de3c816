// route: prints the kernel's table of routes; a container may not change it.
import type { Program } from '../process.ts'
import { maskOf, routesOf } from './interface-facts.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

const route: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'A:neC',
    usage:
      '[-ne] [-A inet[6]] [{add|del} [-net|-host] TARGET [netmask MASK]\n\t[gw GATEWAY] [metric N] [mss BYTES] [window BYTES] [reject] [IFACE]]',
  })
  const [change] = options.operands
  if (change !== undefined) {
    await complain(process, `${change.startsWith('d') ? 'SIOCDELRT' : 'SIOCADDRT'}: Operation not permitted`)
    return 1
  }
  const numeric = options.has('n')
  const rows = routesOf(process).map(({ to, prefix, gateway, name }) => {
    const target = to ?? (numeric ? '0.0.0.0' : 'default')
    const through = gateway ?? (numeric ? '0.0.0.0' : '*')
    const flags = gateway ? 'UG' : 'U'
    return `${target.padEnd(15)} ${through.padEnd(15)} ${maskOf(prefix).padEnd(15)} ${flags.padEnd(5)} 0      0        0 ${name}\n`
  })
  const head = 'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n'
  await process.write(1, `Kernel IP routing table\n${head}${rows.join('')}`)
  return 0
}
export default route
