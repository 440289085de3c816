// traceroute: the way to a host. Everything that answers here is one step away.
import { addressesOf } from '../network/names.ts'
import type { Program } from '../process.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { Complaint } from './report.ts'

/** what every answer takes, in ms: nothing is measured, as in ping.ts */
const ROUND_TRIP = '0.050'

const traceroute: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '46FIlnrvf:m:q:p:s:t:w:z:i:g:',
    usage:
      '[-46Inr] [-f 1ST_TTL] [-m MAXTTL] [-q PROBES] [-p PORT]\n\t[-t TOS] [-w WAIT_SEC] [-s SRC_IP] [-i IFACE]\n\t[-z PAUSE_MSEC] HOST [BYTES]',
    operands: [1, 2],
  })
  const [host = '', bytes = '46'] = options.operands
  const address = addressesOf(process, host)[0]
  if (address === undefined) throw new Complaint(`bad address '${host}'`)
  const hops = integerOf(options.value('m') ?? '30')
  const probes = integerOf(options.value('q') ?? '3')
  await process.write(1, `traceroute to ${host} (${address}), ${hops} hops max, ${bytes} byte packets\n`)
  const { network } = process
  const reached = network.isOwn(address) || network.surroundings.neighbour(address) !== undefined
  if (!reached && !network.isNear(address)) throw new Complaint('sendto: Network unreachable')
  const name = address === '127.0.0.1' ? 'localhost' : host
  const shown = options.has('n') ? address : `${name} (${address})`
  const answers = `  ${ROUND_TRIP} ms`.repeat(probes)
  for (let hop = 1; hop <= (reached ? 1 : hops); hop++) {
    await process.write(
      1,
      `${String(hop).padStart(2)}  ${reached ? `${shown}${answers}` : Array(probes).fill('*').join('  ')}\n`,
    )
  }
  return 0
}
export default traceroute
