// ping: asks hosts for a sign of life; only this machine itself gives one.
import { Interrupted, type Program } from '../process.ts'
import { isOwnAddress } from './nc.ts'
import { durationOf, integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { complain } from './report.ts'

const ping: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '46c:i:s:t:w:W:I:qA',
    usage: '[OPTIONS] HOST',
    operands: [1, 1],
  })
  const host = options.operands[0]!
  if (!isOwnAddress(process, host)) {
    if (/^\d+(\.\d+){3}$/.test(host)) {
      await process.write(1, `PING ${host} (${host}): 56 data bytes\n`)
      await complain(process, 'sendto: Network unreachable')
    } else await complain(process, `bad address '${host}'`)
    return 1
  }
  const count = options.has('c') ? integerOf(options.value('c')!) : Infinity
  const interval = durationOf(options.value('i') ?? '1')
  const size = integerOf(options.value('s') ?? '56')
  await process.write(1, `PING ${host} (127.0.0.1): ${size} data bytes\n`)
  let sent = 0
  const report = async () => {
    const lines = [
      `--- ${host} ping statistics ---`,
      `${sent} packets transmitted, ${sent} packets received, 0% packet loss`,
    ]
    await process.write(1, `\n${lines.join('\n')}\nround-trip min/avg/max = 0.050/0.050/0.050 ms\n`)
  }
  let stopped = false
  process.onSignal(2, () => {
    stopped = true
  })
  while (sent < count && !stopped) {
    if (!options.has('q'))
      await process.write(1, `${size + 8} bytes from 127.0.0.1: seq=${sent} ttl=64 time=0.050 ms\n`)
    sent++
    try {
      if (sent < count) await process.sleep(interval, true)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
    }
  }
  await report()
  return 0
}
export default ping
