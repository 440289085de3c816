// The files of one process in /proc/<pid>, written as Linux writes them.
import { capabilityText } from './capabilities.ts'
import { cgroupLines } from './cgroup-files.ts'
import type { KernelProcess } from './kernel-process.ts'
import type { UserRange } from './machine.ts'
import { mountLines } from './proc-machine.ts'
import { mapLines } from './proc-memory.ts'
import { stateOf } from './process-table.ts'
import { limitLines } from './resource-limits.ts'

/** What a name in /proc/<pid> is: a text, or where a link points. */
export interface ProcessEntryMaker {
  readonly kind: 'file' | 'symlink'
  readonly make: (process: KernelProcess) => string
}

const file = (make: (process: KernelProcess) => string): ProcessEntryMaker => ({ kind: 'file', make })
const link = (make: (process: KernelProcess) => string): ProcessEntryMaker => ({ kind: 'symlink', make })

const states: Readonly<Record<string, string>> = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie' }
/** clock ticks in a second */
const HERTZ = 100

function comm(process: KernelProcess): string {
  return process.command.slice(0, 15)
}

function mask(signals: readonly number[]): string {
  let bits = 0n
  for (const signal of signals) bits |= 1n << BigInt(signal - 1)
  return bits.toString(16).padStart(16, '0')
}

function status(process: KernelProcess): string {
  const { uid, gid, groups } = process.user
  const state = stateOf(process)
  const effective = capabilityText(process.user.capabilities ?? 0n)
  const { noNewPrivileges, privileged, seccomp = !privileged } = process.kernel.options
  const filters = seccomp ? [2, 1] : [0, 0]
  return [
    `Name:\t${comm(process)}`,
    `Umask:\t${process.umask.toString(8).padStart(4, '0')}`,
    `State:\t${state} (${states[state]})`,
    `Tgid:\t${process.pid}`,
    'Ngid:\t0',
    `Pid:\t${process.pid}`,
    `PPid:\t${process.parent}`,
    'TracerPid:\t0',
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    `Gid:\t${gid}\t${gid}\t${gid}\t${gid}`,
    'FDSize:\t64',
    `Groups:\t${groups.join(' ')} `,
    `NStgid:\t${process.pid}`,
    `NSpid:\t${process.pid}`,
    `NSpgid:\t${process.group}`,
    `NSsid:\t${process.session}`,
    'VmPeak:\t    2332 kB',
    'VmSize:\t    2332 kB',
    'VmRSS:\t    1456 kB',
    'Threads:\t1',
    'SigQ:\t0/96365',
    'SigPnd:\t0000000000000000',
    'ShdPnd:\t0000000000000000',
    'SigBlk:\t0000000000000000',
    `SigIgn:\t${mask(process.signalNumbers('ignored'))}`,
    `SigCgt:\t${mask(process.signalNumbers('caught'))}`,
    'CapInh:\t0000000000000000',
    `CapPrm:\t${effective}`,
    `CapEff:\t${effective}`,
    `CapBnd:\t${capabilityText(process.bounding)}`,
    'CapAmb:\t0000000000000000',
    `NoNewPrivs:\t${noNewPrivileges ? 1 : 0}`,
    `Seccomp:\t${filters[0]}`,
    `Seccomp_filters:\t${filters[1]}`,
    'voluntary_ctxt_switches:\t1',
    'nonvoluntary_ctxt_switches:\t0',
    '',
  ].join('\n')
}

/** man 5 proc_pid_stat: 52 numbers, of which those are kept that mean something here. */
function stat(process: KernelProcess): string {
  const ticks = Math.floor((process.cpu / 1000) * HERTZ)
  const started = Math.max(0, Math.floor(((process.started - process.kernel.booted) / 1000) * HERTZ))
  const terminal = process.terminal ? 34816 + Number(process.terminal.name.replace('pts/', '')) : 0
  const foreground = process.terminal?.foreground ?? -1
  const head = [process.pid, `(${comm(process)})`, stateOf(process), process.parent, process.group, process.session]
  const middle = [terminal, foreground, 4194304, 58, 0, 0, 0, ticks, 0, 0, 0, 20, 0, 1, 0, started, 2387968, 331]
  return `${[...head, ...middle, '18446744073709551615', ...Array(27).fill(0)].join(' ')}\n`
}

/** No login: -1 as an unsigned number. */
const NOBODY = String(2 ** 32 - 1)

/** How soon it would be killed for want of memory: of 1000, and two thirds of it for one that uses none. */
function oomScore({ kernel }: KernelProcess): string {
  const adjust = kernel.options.oomScoreAdjust ?? 0
  return `${Math.max(0, Math.floor(((1000 + adjust) * 2) / 3))}\n`
}

const ALL_USERS: UserRange = { inside: 0, outside: 0, count: 2 ** 32 - 1 }

const userMap = ({ inside, outside, count }: UserRange = ALL_USERS): string =>
  `${[inside, outside, count].map((number) => String(number).padStart(10)).join(' ')}\n`

const strings = (list: readonly string[]): string => list.map((word) => `${word}\0`).join('')

export const processFiles: Readonly<Record<string, ProcessEntryMaker>> = {
  cgroup: file((process) => cgroupLines(process.kernel)),
  cmdline: file((process) => (process.status ? '' : strings(process.argv))),
  comm: file((process) => `${comm(process)}\n`),
  cwd: link((process) => process.cwd),
  environ: file((process) => strings(Object.entries(process.env).map(([name, value]) => `${name}=${value}`))),
  gid_map: file(({ kernel }) => userMap(kernel.options.users)),
  exe: link((process) => process.executable),
  limits: file((process) => limitLines(process.limits)),
  coredump_filter: file(() => '00000033\n'),
  io: file(({ transfers }) => transfers.text()),
  loginuid: file(() => NOBODY),
  maps: file(mapLines),
  mountinfo: file((process) =>
    process.kernel.mounts
      .all()
      .map((point, index) => {
        const [access = 'rw', ...options] = point.options.split(',')
        const shown = options.filter((option) => /^(nosuid|nodev|noexec|relatime)$/.test(option))
        const others = options.filter((option) => !shown.includes(option))
        return `${index + 100} ${index === 0 ? 99 : 100} 0:${index + 40} / ${point.at} ${[access, ...shown].join(',')} - ${point.type} ${point.source} ${[access, ...others].join(',')}\n`
      })
      .join(''),
  ),
  mounts: file((process) => mountLines(process.kernel)),
  oom_adj: file(({ kernel }) => `${Math.trunc(((kernel.options.oomScoreAdjust ?? 0) * 17) / 1000)}\n`),
  oom_score: file(oomScore),
  oom_score_adj: file((process) => `${process.kernel.options.oomScoreAdjust ?? 0}\n`),
  personality: file(() => '00000000\n'),
  root: link(() => '/'),
  schedstat: file(({ cpu }) => `${Math.round(cpu * 1e6)} 0 1\n`),
  sessionid: file(() => NOBODY),
  setgroups: file(() => 'allow\n'),
  stat: file(stat),
  statm: file(() => '583 364 352 388 0 93 0\n'),
  status: file(status),
  timerslack_ns: file(() => '50000\n'),
  uid_map: file(({ kernel }) => userMap(kernel.options.users)),
  wchan: file((process) => (stateOf(process) === 'S' ? 'do_wait' : '0')),
}
