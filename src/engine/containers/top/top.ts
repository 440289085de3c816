// `docker top`: what ps on the host shows of a container's processes (moby daemon/top_unix.go).
import { broken, conflict } from '../../../world/refusal.ts'
import { usersOf } from '../../user-namespace.ts'
import type { Container } from '../container.ts'
import type { ContainerContext } from '../context.ts'
import { cgroupPath } from '../daemon-defaults.ts'
import { isUp } from '../state.ts'
import { type Column, type Row, userName } from './columns.ts'
import { type PsOptions, parsePsOptions, type Selection } from './ps-options.ts'

export interface Top {
  readonly Processes: string[][] | null
  readonly Titles: string[]
}

/** Between containerd's shim, the parent of the main process and of execs, and the main process. */
const SHIM = 20
/** A process of the simulated host that always runs. */
const INIT = 1

/** The processes of a running container; `psArgs` as for ps, `-ef` if empty. */
export function topOf(context: ContainerContext, container: Container, psArgs: string): Top {
  if (container.state.status === 'restarting') {
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`)
  }
  checkTitles(psArgs)
  if (!isUp(container.state) || !container.machine) throw conflict(context.words.notRunning(container.id))
  const options = parsePsOptions((psArgs || '-ef').split(' '))
  const rows = rowsOf(context, container)
  return parsed(psOutput(options, rows), rows)
}

/** Another column must not pass for PID. */
function checkTitles(psArgs: string): void {
  for (const [, name = '', title = ''] of psArgs.matchAll(/\s+(\S*)=\s*(PID\S*)/g)) {
    if (name !== 'pid') throw broken(`specifying "${name}=${title}" is not allowed`)
  }
}

function rowsOf({ world, host, settings }: ContainerContext, { state, machine, hostConfig, id }: Container): Row[] {
  const shift = state.pid - 1
  const onHost = (pid: number): number => (pid === 0 ? 0 : pid + shift)
  const path = cgroupPath(hostConfig, id, settings.now, host)
  const { outside } = usersOf(settings.now, hostConfig.UsernsMode)
  return machine!.processes().map((entry) => ({
    entry: { ...entry, uid: entry.uid + outside, gid: entry.gid + outside },
    now: world.clock.now(),
    memory: host.memory,
    cgroup: `0::${path}`,
    pid: onHost(entry.pid),
    parent: entry.parent === 0 ? shift - SHIM : onHost(entry.parent),
    group: onHost(entry.group),
    session: onHost(entry.session),
  }))
}

/**
 * What ps prints. It is told the processes of the container, unless that does not go together with other options: then it
 * shows what they select on the whole host.
 */
function psOutput(options: PsOptions, rows: readonly Row[]): string[] {
  if (options.informs) return ['Usage: ps [options]']
  const isTold = !options.forest && !options.negated && options.selections.length === 0
  const shown = isTold ? rows : selected(options, rows)
  const indent = options.forest ? '\\_ ' : ''
  const lines = shown.map((row) => options.columns.map((column) => cell(column, row, indent)).join(' '))
  const titles = options.columns.map(({ title }) => title).join(' ')
  return options.headers && titles.trim() !== '' ? [titles, ...lines] : lines
}

function cell({ title, cell }: Column, row: Row, indent: string): string {
  return title === 'COMMAND' || title === 'CMD' ? indent + cell(row) : cell(row)
}

function selected({ all, negated, selections }: PsOptions, rows: readonly Row[]): readonly Row[] {
  if (all && !negated) return rows
  const asked = selections.flatMap(({ kind, values }) =>
    values.map((value): [Selection['kind'], string] => [kind, value]),
  )
  const found = rows.filter((row) => asked.some(([kind, value]) => matches(row, kind, value)))
  // the host's own processes belong to root; the first of them has no terminal and is nobody's child
  const isOfHost = asked.some(([kind, value]) =>
    kind === 'pid' || kind === 'session' ? value === String(INIT) : kind === 'user' && ['root', '0'].includes(value),
  )
  if (found.length === 0 && !isOfHost) throw broken('ps: exit status 1')
  return found
}

function matches({ entry, pid, parent, session }: Row, kind: Selection['kind'], value: string): boolean {
  switch (kind) {
    case 'pid':
      return value === String(pid)
    case 'parent':
      return value === String(parent)
    case 'session':
      return value === String(session)
    case 'user':
      return value === userName(entry.uid) || value === String(entry.uid)
    case 'group':
      return value === userName(entry.gid) || value === String(entry.gid)
    case 'tty':
      return value.replace(/^\/dev\//, '') === entry.tty
    default:
      return value === entry.command
  }
}

const fields = (line: string): string[] => line.split(/[\t\n\f\r ]+/).filter(Boolean)

/** As dockerd reads it: the titles are the first line, and what is more than they belongs to the last column. */
function parsed([head = '', ...lines]: readonly string[], rows: readonly Row[]): Top {
  const Titles = fields(head)
  const place = Titles.indexOf('PID')
  if (place < 0) throw broken("Couldn't find PID field in ps output")
  const pids = new Set(rows.map(({ pid }) => String(pid)))
  const Processes = lines.flatMap((line) => {
    const words = fields(line)
    if (!pids.has(words[place] ?? '')) return []
    return [[...words.slice(0, Titles.length - 1), words.slice(Titles.length - 1).join(' ')]]
  })
  return { Processes: Processes.length > 0 ? Processes : null, Titles }
}
