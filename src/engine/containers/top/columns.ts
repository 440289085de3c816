// The columns of procps' ps, as they look for a process of a container seen from the host (procps: src/ps/output.c).
import { civil } from '../../../codec/calendar.ts'
import type { ProcessEntry } from '../../../runtime/machine.ts'

/** A process with its numbers on the host. */
export interface Row {
  readonly entry: ProcessEntry
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** ms since 1970 */
  readonly now: number
  /** bytes of memory of the host */
  readonly memory: number
  /** of the container, as /proc/<pid>/cgroup has it on the host */
  readonly cgroup: string
}

export interface Column {
  readonly title: string
  readonly cell: (row: Row) => string
}

/** differs: every process is as large as a small one. In kB: all of its address space, and what of it is in memory */
const VSZ = 2268
const RSS = 1376
const PAGES = 567

const DAY = 86_400
/** ms */
const TICK = 10
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const users: Readonly<Record<number, string>> = { 0: 'root', 1: 'daemon', 2: 'bin', 33: 'www-data', 65534: 'nobody' }

const two = (n: number): string => String(n).padStart(2, '0')

export const isUser = (name: string): boolean => /^\d+$/.test(name) || Object.values(users).includes(name)

/** The simulated host knows few users; of the others it shows the number. */
export const userName = (uid: number): string => users[uid] ?? String(uid)

const seconds = (ms: number): number => Math.floor(ms / 1000)
const lived = ({ entry, now }: Row): number => Math.max(0, seconds(now - entry.started))

function cpuTime({ entry }: Row): string {
  const all = seconds(entry.cpu)
  const before = all >= DAY ? `${Math.floor(all / DAY)}-` : ''
  return `${before}${two(Math.floor(all / 3600) % 24)}:${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`
}

function elapsed(row: Row): string {
  const all = lived(row)
  const hours = all >= 3600 ? `${two(Math.floor(all / 3600) % 24)}:` : ''
  const before = all >= DAY ? `${Math.floor(all / DAY)}-` : ''
  return `${before}${hours}${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`
}

const bsdTime = ({ entry }: Row): string => `${Math.floor(seconds(entry.cpu) / 60)}:${two(seconds(entry.cpu) % 60)}`

/** The hour of the same day, else the day, else the year. */
function startHour({ entry, now }: Row): string {
  const at = civil(entry.started / 1000)
  const today = civil(now / 1000)
  if (at.year !== today.year) return String(at.year)
  if (at.month !== today.month || at.day !== today.day) return `${months[at.month - 1]}${two(at.day)}`
  return `${two(at.hour)}:${two(at.minute)}`
}

/** The second of the last 24 hours, else the day. */
function started(row: Row): string {
  const at = civil(row.entry.started / 1000)
  if (lived(row) >= DAY) return `${months[at.month - 1]} ${two(at.day)}`
  return `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`
}

function longStart({ entry }: Row): string {
  const at = civil(entry.started / 1000)
  return `${days[at.weekday]} ${months[at.month - 1]} ${at.day} ${two(at.hour)}:${two(at.minute)}:${two(at.second)} ${at.year}`
}

/** The kernel tells of processor time in hundredths of a second. */
function cpuShare({ entry, now }: Row): number {
  const age = now - entry.started
  return age > 0 ? ((Math.floor(entry.cpu / TICK) * TICK) / age) * 100 : 0
}

const state = ({ entry }: Row): string => entry.state
/** s: leads a session; +: in the foreground of a terminal */
const longState = (row: Row): string =>
  `${row.entry.state}${row.session === row.pid ? 's' : ''}${row.entry.tty === undefined ? '' : '+'}`
const command = ({ entry }: Row): string => entry.argv.join(' ') || `[${entry.command}]`
/** as the kernel cuts it off */
const program = ({ entry }: Row): string => (entry.command || (entry.argv[0] ?? '').split('/').at(-1)!).slice(0, 15)
const memoryShare = ({ memory }: Row): string => ((RSS * 1024 * 100) / memory).toFixed(1)
const pid = (row: Row): string => String(row.pid)
const user = ({ entry }: Row): string => userName(entry.uid)
const group = ({ entry }: Row): string => userName(entry.gid)
const always =
  (value: string | number): ((row: Row) => string) =>
  () =>
    String(value)
const signals = (value: string): ((row: Row) => string) => always(value)

type Cells = Readonly<Record<string, (row: Row) => string>>

/** What `-o` knows, by title: the names that stand for it. */
const named: readonly (readonly [title: string, names: string, cell: (row: Row) => string])[] = [
  ['PID', 'pid tgid', pid],
  ['TID', 'tid', pid],
  ['LWP', 'lwp', pid],
  ['SPID', 'spid', pid],
  ['NLWP', 'nlwp', always(1)],
  ['THCNT', 'thcount', always(1)],
  ['PPID', 'ppid', ({ parent }) => String(parent)],
  ['PGID', 'pgid', ({ group }) => String(group)],
  ['PGRP', 'pgrp', ({ group }) => String(group)],
  ['SID', 'sid', ({ session }) => String(session)],
  ['SESS', 'sess session', ({ session }) => String(session)],
  ['TPGID', 'tpgid', ({ entry, group }) => (entry.tty === undefined ? '-1' : String(group))],
  ['UID', 'uid euid', ({ entry }) => String(entry.uid)],
  ['RUID', 'ruid', ({ entry }) => String(entry.uid)],
  ['GID', 'gid egid', ({ entry }) => String(entry.gid)],
  ['RGID', 'rgid', ({ entry }) => String(entry.gid)],
  ['USER', 'user uname', user],
  ['EUSER', 'euser', user],
  ['RUSER', 'ruser', user],
  ['GROUP', 'group', group],
  ['EGROUP', 'egroup', group],
  ['RGROUP', 'rgroup', group],
  ['%CPU', 'pcpu %cpu', (row) => cpuShare(row).toFixed(1)],
  ['C', 'c', (row) => String(Math.min(99, Math.floor(cpuShare(row))))],
  ['CP', 'cp', (row) => String(Math.floor(cpuShare(row) * 10))],
  ['%MEM', 'pmem %mem', memoryShare],
  ['VSZ', 'vsz vsize', always(VSZ)],
  ['RSS', 'rss rssize rsz', always(RSS)],
  ['SZ', 'sz', always(PAGES)],
  ['SIZE', 'size', always(308)],
  ['DRS', 'drs', always(717)],
  ['TRS', 'trs', always(1550)],
  ['MAJFL', 'majflt maj_flt', always(0)],
  ['MINFL', 'minflt min_flt', always(120)],
  ['F', 'f flag flags', always(4)],
  ['S', 's state', state],
  ['STAT', 'stat', longState],
  ['PRI', 'pri', always(19)],
  ['NI', 'ni nice', always(0)],
  ['PSR', 'psr', always(0)],
  ['CLS', 'cls class policy', always('TS')],
  ['RTPRIO', 'rtprio', always('-')],
  ['WCHAN', 'wchan', always('-')],
  ['STIME', 'stime', startHour],
  ['START', 'start_time bsdstart', startHour],
  ['STARTED', 'start', started],
  ['STARTED', 'lstart', longStart],
  ['ELAPSED', 'etime', elapsed],
  ['ELAPSED', 'etimes', (row) => String(lived(row))],
  ['TIME', 'time cputime', cpuTime],
  ['TIME', 'times cputimes', ({ entry }) => String(seconds(entry.cpu))],
  ['TIME', 'bsdtime', bsdTime],
  ['TT', 'tty tt tname', ({ entry }) => entry.tty ?? '?'],
  ['COMMAND', 'comm ucomm fname', program],
  ['CMD', 'ucmd', program],
  ['COMMAND', 'args command', command],
  ['CMD', 'cmd', command],
  ['EXE', 'exe', ({ entry }) => entry.executable || '-'],
  ['CGROUP', 'cgroup', ({ cgroup }) => cgroup],
  ['LABEL', 'label', always('-')],
  ['PENDING', 'pending sig', signals('0000000000000000')],
  ['BLOCKED', 'blocked sigmask', signals('0000000000000000')],
  ['IGNORED', 'ignored sigignore', signals('0000000000000004')],
  ['CAUGHT', 'caught sigcatch', signals('0000000000000000')],
]

const columns: ReadonlyMap<string, Column> = new Map(
  named.flatMap(([title, names, cell]) => names.split(' ').map((name): [string, Column] => [name, { title, cell }])),
)

export const columnNamed = (name: string): Column | undefined => columns.get(name)

/** Columns that only formats have. */
const special: Cells = { ADDR: always('-'), PRI: always(80), UPRI: always(20) }

/**
 * The columns of a format: names of `-o`, with another title behind `=`.
 * `!ADDR` is one of those that only formats have.
 */
export function format(text: string): Column[] {
  return text.split(' ').map((word) => {
    const [name = '', title] = word.split('=')
    const column = name.startsWith('!') ? { title: name.slice(1), cell: special[name.slice(1)]! } : columns.get(name)!
    return title === undefined ? column : { ...column, title }
  })
}
