// pidof and pgrep: print the pids of processes by name.
import type { Program } from '../process.ts'
import { patternOf } from './line-matcher.ts'
import { parseOptions } from './options.ts'
import { commandName } from './process-name.ts'
import { appletName } from './report.ts'

const pidof: Program = async (process) => {
  if (appletName(process) === 'pgrep') {
    const options = await parseOptions(process, {
      letters: 'lafxvons:P:u:',
      usage: '[-flanovx] [PATTERN]',
      operands: [0, 1],
    })
    const [source = ''] = options.operands
    const pattern = patternOf(options.has('x') ? `^(${source})$` : source, { extended: true })
    const parent = options.value('P')
    const found = process.processes().filter((each) => {
      if (each.pid === process.pid || (parent !== undefined && each.parent !== Number(parent))) return false
      return pattern.test(options.has('f') ? each.argv.join(' ') : commandName(each)) !== options.has('v')
    })
    const shown = options.has('o') ? found.slice(0, 1) : options.has('n') ? found.slice(-1) : found
    for (const each of shown) {
      const label = options.has('a') ? ` ${each.argv.join(' ')}` : options.has('l') ? ` ${commandName(each)}` : ''
      await process.write(1, `${each.pid}${label}\n`)
    }
    return shown.length > 0 ? 0 : 1
  }
  const options = await parseOptions(process, { letters: 'so:', usage: '[-s] [-o PID] [NAME]...' })
  const omitted = new Set(options.values('o').map((word) => (word === '%PPID' ? process.parent : Number(word))))
  const pids = process
    .processes()
    .filter((each) => options.operands.includes(commandName(each)) && !omitted.has(each.pid))
    .map(({ pid }) => pid)
    .reverse()
  if (pids.length === 0) return 1
  await process.write(1, `${(options.has('s') ? pids.slice(0, 1) : pids).join(' ')}\n`)
  return 0
}
export default pidof
