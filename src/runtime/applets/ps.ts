// ps: lists processes.
import type { Process, ProcessInfo, Program } from '../process.ts'
import { namer } from './accounts.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { commandName } from './process-name.ts'
import { Complaint } from './report.ts'

interface Column {
  readonly heading: string
  /** the last column is not cut */
  readonly width: number
  readonly right?: boolean
  readonly show: (each: ProcessInfo) => string
}

/** `0:07`, as ps shows processor time and age in ms. */
export function minutes(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** What ps shows of the command line: a process without one stands in brackets. */
export function commandLine({ argv }: ProcessInfo): string {
  return argv.length === 0 ? '[]' : argv.join(' ')
}

function columnsOf(process: Process): Readonly<Record<string, Column>> {
  const names = namer(process)
  const user = (uid: number) => (names.user(uid) ?? String(uid)).slice(0, 8)
  const group = (gid: number) => (names.group(gid) ?? String(gid)).slice(0, 8)
  const number = (heading: string, show: (each: ProcessInfo) => number): Column => ({
    heading,
    width: 5,
    right: true,
    show: (each) => String(show(each)),
  })
  return {
    user: { heading: 'USER', width: 8, show: (each) => user(each.user.uid) },
    ruser: { heading: 'RUSER', width: 8, show: (each) => user(each.user.uid) },
    group: { heading: 'GROUP', width: 8, show: (each) => group(each.user.gid) },
    rgroup: { heading: 'RGROUP', width: 8, show: (each) => group(each.user.gid) },
    comm: { heading: 'COMMAND', width: 16, show: commandName },
    args: { heading: 'COMMAND', width: 255, show: commandLine },
    pid: number('PID', (each) => each.pid),
    ppid: number('PPID', (each) => each.parent),
    pgid: number('PGID', (each) => each.group),
    sid: number('SID', (each) => each.session),
    nice: { heading: 'NI', width: 5, right: true, show: () => '0' },
    etime: { heading: 'ELAPSED', width: 7, right: true, show: (each) => minutes(process.now() - each.started) },
    time: { heading: 'TIME', width: 5, right: true, show: (each) => minutes(each.cpu) },
    tty: { heading: 'TT', width: 6, show: (each) => each.tty?.replace(/^pts\//, '136,') ?? '?' },
    vsz: { heading: 'VSZ', width: 4, right: true, show: () => '1600' },
    rss: { heading: 'RSS', width: 4, right: true, show: () => '4' },
    stat: { heading: 'STAT', width: 4, show: (each) => each.state },
  }
}

function cell(text: string, { width, right }: Column, last: boolean): string {
  if (right) return text.padStart(width)
  return last ? text : text.slice(0, Math.max(width, 1)).padEnd(width)
}

const ps: Program = async (process) => {
  // `ps aux` and `ps -ef` are taken as plain ps, as busybox does
  const words = process.argv.slice(1).filter((word) => /^-?[oT]/.test(word) || word.includes(',') || word.includes('='))
  const plain = words.length === 0 || !words.some((word) => word.startsWith('-o'))
  const options = plain
    ? undefined
    : await parseOptions(process, { letters: 'o:T', usage: '[-o COL1,COL2=HEADER]' }, process.argv.slice(1))
  const known = columnsOf(process)
  let columns: Column[]
  if (!options) {
    const widths = { ...known.user!, width: 8 }
    columns = [known.pid!, widths, known.time!, known.args!]
  } else {
    columns = options
      .values('o')
      .flatMap((list) => list.split(','))
      .map((word) => {
        const equals = word.indexOf('=')
        const name = equals < 0 ? word : word.slice(0, equals)
        const column = known[name]
        if (!column)
          throw new Complaint(`bad -o argument '${name}', supported arguments: ${Object.keys(known).join(',')}`)
        return equals < 0 ? column : { ...column, heading: word.slice(equals + 1) }
      })
  }
  const output = standardOutput(process)
  const heading = (column: Column, last: boolean) => (last ? column.heading : column.heading.padEnd(column.width))
  const separator = ' '
  const title = columns.map((column, index) => heading(column, index === columns.length - 1)).join(separator)
  if (columns.some((column) => column.heading !== ''))
    await output.print(`${options ? title : 'PID   USER     TIME  COMMAND'}\n`)
  for (const each of process.processes()) {
    const cells = columns.map((column, index) => cell(column.show(each), column, index === columns.length - 1))
    const line = options ? cells.join(separator) : `${cells[0]} ${cells[1]} ${cells[2]} ${cells[3]}`
    await output.print(`${toBytes(line)}\n`)
  }
  return 0
}
export default ps
