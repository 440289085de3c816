// ping: asks hosts for a sign of life. Machines in the networks of this one answer, and it itself; nobody else does.
import { addressesOf } from '../network/names.ts'
import { countEcho } from '../network/traffic.ts'
import { Interrupted, type Process, type Program } from '../process.ts'
import { durationOf, integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

/** seconds that the last answer is waited for */
const PATIENCE = '10'
/** what every answer takes, in ms; differs: nothing is measured, so that two runs give the same */
const ROUND_TRIP = '0.050'

const ping: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '46c:i:s:t:w:W:I:qA',
    usage: '[OPTIONS] HOST',
    operands: [1, 1],
  })
  const host = options.operands[0]!
  const address = addressesOf(process, host)[0]
  if (address === undefined) {
    await complain(process, `bad address '${host}'`)
    return 1
  }
  const count = options.has('c') ? integerOf(options.value('c')!) : Infinity
  const interval = durationOf(options.value('i') ?? '1')
  const patience = durationOf(options.value('w') ?? options.value('W') ?? PATIENCE)
  const size = integerOf(options.value('s') ?? '56')
  await process.write(1, `PING ${host} (${address}): ${size} data bytes\n`)
  const life = signOfLife(process, address)
  if (life === 'no route') {
    await complain(process, 'sendto: Network unreachable')
    return 1
  }
  let stopped = false
  process.onSignal(2, () => {
    stopped = true
  })
  let sent = 0
  while (sent < count && !stopped) {
    if (life === 'alive' && !options.has('q')) {
      await process.write(1, `${size + 8} bytes from ${address}: seq=${sent} ttl=64 time=${ROUND_TRIP} ms\n`)
    }
    const { network } = process
    const target = network.isOwn(address) ? network : network.surroundings.neighbour(address)
    countEcho(network.wireTo(address, target), size + 8, life === 'alive')
    sent++
    const last = sent === count
    if (!last || life === 'silent') await rest(process, last ? patience : interval)
  }
  const received = life === 'alive' ? sent : 0
  const loss = sent > received ? 100 : 0
  await process.write(1, `\n--- ${host} ping statistics ---\n`)
  await process.write(1, `${sent} packets transmitted, ${received} packets received, ${loss}% packet loss\n`)
  if (received === 0) return 1
  await process.write(1, `round-trip min/avg/max = ${ROUND_TRIP}/${ROUND_TRIP}/${ROUND_TRIP} ms\n`)
  return 0
}
export default ping

function signOfLife({ network }: Process, address: string): 'alive' | 'silent' | 'no route' {
  if (network.isOwn(address) || network.surroundings.neighbour(address)) return 'alive'
  return network.isNear(address) ? 'silent' : 'no route'
}

async function rest(process: Process, ms: number): Promise<void> {
  try {
    await process.sleep(ms, true)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
}
