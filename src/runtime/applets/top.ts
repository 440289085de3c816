// top: shows processes again and again; with -b as plain text.
import type { Process, Program } from '../process.ts'
import { namer } from './accounts.ts'
import { toBytes } from './byte-string.ts'
import { loadAverage, memoryFacts } from './memory-facts.ts'
import { durationOf, integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { commandLine } from './ps.ts'

function screen(process: Process, rows: number): string[] {
  const memory = memoryFacts(process)
  const names = namer(process)
  const processes = process.processes()
  const [total, free] = [memory('MemTotal'), memory('MemFree')]
  const running = processes.filter(({ state }) => state.startsWith('R')).length
  const lines = [
    `Mem: ${total - free}K used, ${free}K free, ${memory('Shmem')}K shrd, ${memory('Buffers')}K buff, ${memory('Cached')}K cached`,
    'CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq',
    `Load average: ${loadAverage(process).join(' ')} ${running}/${processes.length} ${processes.at(-1)?.pid ?? 0}`,
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
  ]
  const busiest = [...processes].sort((left, right) => right.cpu - left.cpu)
  for (const each of busiest.slice(0, rows)) {
    const user = (names.user(each.user.uid) ?? String(each.user.uid)).slice(0, 8).padEnd(8)
    const numbers = `${String(each.pid).padStart(5)} ${String(each.parent).padStart(5)}`
    lines.push(`${numbers} ${user} ${each.state.padEnd(4)}  1600   0%   0   0% ${commandLine(each)}`)
  }
  return lines
}

const top: Program = async (process) => {
  const options = await parseOptions(process, { letters: 'bn:d:mH', usage: '[-bmH] [-n COUNT] [-d SECONDS]' })
  const batch = options.has('b') || !process.isTerminal(1)
  const count = options.has('n') ? integerOf(options.value('n')!) : Infinity
  const pause = durationOf(options.value('d') ?? '5')
  const output = standardOutput(process)
  for (let round = 1; round <= count; round++) {
    const [rows, columns] = (batch ? undefined : process.terminalSize(1)) ?? [Infinity, 4096]
    const lines = screen(process, Math.max(1, rows - 5)).map((line) => line.slice(0, columns))
    await output.print(toBytes(`${batch ? '' : '\x1b[H\x1b[J'}${lines.join('\n')}\n`))
    await output.flush()
    if (round < count) await process.sleep(pause)
  }
  return 0
}
export default top
