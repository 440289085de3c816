// `docker top`: what ps on the host shows of a container's processes (moby daemon/top_unix.go).
import { civil } from '../../codec/calendar.ts'
import type { ProcessEntry } from '../../runtime/machine.ts'
import { broken, conflict } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import type { Container } from './container.ts'
import { isUp } from './state.ts'

export interface Top {
  readonly Processes: string[][]
  readonly Titles: string[]
}

interface Row {
  readonly entry: ProcessEntry
  readonly pid: number
  readonly parent: number
  readonly now: number
}

type Column = readonly [title: string, cell: (row: Row) => string]

const two = (n: number): string => String(n).padStart(2, '0')

/** hours, minutes and seconds of processor time */
function time(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function clockTime(ms: number): string {
  const { hour, minute } = civil(ms / 1000)
  return `${two(hour)}:${two(minute)}`
}

const name = (uid: number): string => (uid === 0 ? 'root' : String(uid))
const share = (row: Row): string => {
  const lived = row.now - row.entry.started
  return lived > 0 ? ((row.entry.cpu / lived) * 100).toFixed(1) : '0.0'
}
const command = ({ entry }: Row): string => entry.argv.join(' ')
const program = ({ entry }: Row): string => (entry.argv[0] ?? '').split('/').at(-1)!.slice(0, 15)
const memory = (): string => '0.0'
const size = (): string => '1376'

/** The columns of procps that can be asked for with `-o`. */
const columns: Readonly<Record<string, Column>> = {
  uid: ['UID', ({ entry }) => String(entry.uid)],
  user: ['USER', ({ entry }) => name(entry.uid)],
  pid: ['PID', ({ pid }) => String(pid)],
  ppid: ['PPID', ({ parent }) => String(parent)],
  c: ['C', () => '0'],
  pcpu: ['%CPU', share],
  '%cpu': ['%CPU', share],
  pmem: ['%MEM', memory],
  '%mem': ['%MEM', memory],
  vsz: ['VSZ', () => '2268'],
  rss: ['RSS', size],
  stime: ['STIME', ({ entry }) => clockTime(entry.started)],
  start: ['STARTED', ({ entry }) => clockTime(entry.started)],
  tty: ['TT', ({ entry }) => entry.tty ?? '?'],
  tt: ['TT', ({ entry }) => entry.tty ?? '?'],
  stat: ['STAT', ({ entry }) => (entry.parent === 0 ? 'Ss' : 'S')],
  time: ['TIME', ({ entry }) => time(entry.cpu)],
  comm: ['COMMAND', program],
  args: ['COMMAND', command],
  cmd: ['CMD', command],
  command: ['COMMAND', command],
}

const titled = (column: string, title: string): Column => [title, columns[column]![1]]

const full: readonly Column[] = [
  titled('user', 'UID'),
  columns.pid!,
  columns.ppid!,
  columns.c!,
  columns.stime!,
  titled('tty', 'TTY'),
  columns.time!,
  titled('cmd', 'CMD'),
]

const userOriented: readonly Column[] = [
  columns.user!,
  columns.pid!,
  columns.pcpu!,
  columns.pmem!,
  columns.vsz!,
  columns.rss!,
  titled('tty', 'TTY'),
  columns.stat!,
  titled('start', 'START'),
  ['TIME', ({ entry }) => time(entry.cpu).replace(/^00:0?/, '')],
  columns.args!,
]

/** The processes of a running container; `psArgs` as for ps, `-ef` if empty. */
export function topOf(container: Container, psArgs: string, words: Words, now: number): Top {
  if (container.state.status === 'restarting') {
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`)
  }
  if (!isUp(container.state) || !container.machine) throw conflict(words.notRunning(container.id))
  const chosen = columnsOf(psArgs)
  if (!chosen.some(([title]) => title === 'PID')) throw broken("Couldn't find PID field in ps output")
  const shift = container.state.pid - 1
  const rows = container.machine.processes().map((entry) => ({
    entry,
    now,
    pid: entry.pid + shift,
    // the parent of PID 1 and of execs is the shim, which stands just before
    parent: entry.parent === 0 ? shift - 20 : entry.parent + shift,
  }))
  return { Processes: rows.map((row) => chosen.map(([, cell]) => cell(row))), Titles: chosen.map(([title]) => title) }
}

function columnsOf(psArgs: string): readonly Column[] {
  const words = psArgs.split(/\s+/).filter(Boolean)
  const chosen: Column[] = []
  for (let index = 0; index < words.length; index++) {
    const match = /^-?-?(?:o|format)=?(.*)$/.exec(words[index]!)
    if (!match) continue
    const list = match[1] || (words[++index] ?? '')
    for (const item of list.split(',').filter(Boolean)) {
      const [key = '', title] = item.split('=')
      const column = columns[key]
      if (!column) throw broken(`ps: error: unknown user-defined format specifier "${key}"`)
      chosen.push(title === undefined ? column : [title, column[1]])
    }
  }
  if (chosen.length > 0) return chosen
  return words.some((word) => /^-?[a-z]*u[a-z]*$/.test(word) && !word.startsWith('-e')) ? userOriented : full
}
