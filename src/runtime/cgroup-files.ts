// The files under /sys/fs/cgroup, of both versions of cgroups.
import { directory, type FixedNode, text } from './fixed-tree.ts'
import type { Kernel } from './kernel.ts'
import type { Cgroup } from './machine.ts'
import { PERIOD } from './processor-share.ts'
import { memoryOf, throttlingOf } from './usage.ts'

/** v1's hierarchies in the order of their mounting by runc. */
export const hierarchies: readonly string[] = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'devices',
  'freezer',
  'blkio',
  'pids',
  'systemd',
]
/** in which /proc/<pid>/cgroup lists them */
const numbered = ['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'blkio', 'pids', 'name=systemd']

/** "no limit" of v1: the largest number of bytes that is a whole number of pages */
const UNLIMITED = '9223372036854771712'
const SHARES = 1024
const PROCESSORS = '0-1'
/** of the simulated host's disk */
const DISK = '254:0'

const usual: Cgroup = { version: '2', path: '/' }

export function cgroupOf(kernel: Kernel): Cgroup {
  return kernel.options.cgroup ?? usual
}

/** /proc/<pid>/cgroup */
export function cgroupLines(kernel: Kernel): string {
  const { version, path } = cgroupOf(kernel)
  if (version === '2') return `0::${path}\n`
  const lines = numbered.map((name, index) => `${index + 1}:${name}:${path}\n`).reverse()
  return `${lines.join('')}0::${path}\n`
}

const line = (value: string | number): FixedNode => text(`${value}\n`)
const live = (make: () => string | number): FixedNode => text(() => `${make()}\n`)

const processesOf = (kernel: Kernel): FixedNode => text(() => [...kernel.processes.keys()].join('\n').concat('\n'))
const used = (kernel: Kernel): number => memoryOf(kernel).used
const peak = (kernel: Kernel): number => memoryOf(kernel).peak
const microseconds = (kernel: Kernel): number => Math.round(kernel.cpu * 1000)
const pids = (kernel: Kernel): string => (kernel.limits.pids > 0 ? String(kernel.limits.pids) : 'max')

/** One of v1's hierarchies, seen from inside. */
export function hierarchyFiles(kernel: Kernel, name: string): FixedNode {
  const own = ownFiles[name]?.(kernel) ?? {}
  return directory({
    'cgroup.clone_children': line(0),
    'cgroup.procs': processesOf(kernel),
    ...own,
    notify_on_release: line(0),
    tasks: processesOf(kernel),
  })
}

const ownFiles: Readonly<Record<string, (kernel: Kernel) => Record<string, FixedNode>>> = {
  cpu(kernel) {
    const { cpuQuota, cpuPeriod, cpuShares } = cgroupOf(kernel)
    return {
      'cpu.cfs_period_us': line(cpuPeriod || PERIOD),
      'cpu.cfs_quota_us': line(cpuQuota || -1),
      'cpu.shares': line(cpuShares || SHARES),
      'cpu.stat': text(() => {
        const { periods, throttledPeriods, throttledTime } = throttlingOf(kernel)
        return `nr_periods ${periods}\nnr_throttled ${throttledPeriods}\nthrottled_time ${Math.round(throttledTime * 1e6)}\n`
      }),
    }
  },
  cpuacct(kernel) {
    const ticks = (): number => Math.floor(kernel.cpu / 10)
    return {
      'cpuacct.stat': text(() => `user ${ticks()}\nsystem 0\n`),
      'cpuacct.usage': live(() => microseconds(kernel) * 1000),
    }
  },
  cpuset(kernel) {
    const { cpus, memories } = cgroupOf(kernel)
    return {
      'cpuset.cpus': line(cpus || PROCESSORS),
      'cpuset.effective_cpus': line(cpus || PROCESSORS),
      'cpuset.effective_mems': line(memories || 0),
      'cpuset.mems': line(memories || 0),
    }
  },
  devices: () => ({
    'devices.list': text('b *:* m\nc *:* m\nc 1:3 rwm\nc 1:5 rwm\nc 1:7 rwm\nc 1:8 rwm\nc 1:9 rwm\n'),
  }),
  freezer: () => ({ 'freezer.state': line('THAWED') }),
  memory(kernel) {
    const { memorySwap = 0, memoryReservation, oomKillDisable } = cgroupOf(kernel)
    return {
      'memory.failcnt': live(() => kernel.memoryKills),
      'memory.limit_in_bytes': line(kernel.limits.memory || UNLIMITED),
      'memory.max_usage_in_bytes': live(() => peak(kernel)),
      'memory.memsw.limit_in_bytes': line(memorySwap > 0 ? memorySwap : UNLIMITED),
      'memory.memsw.usage_in_bytes': live(() => used(kernel)),
      'memory.oom_control': text(
        () =>
          `oom_kill_disable ${oomKillDisable ? 1 : 0}\nunder_oom ${kernel.starving ? 1 : 0}\noom_kill ${kernel.memoryKills}\n`,
      ),
      'memory.soft_limit_in_bytes': line(memoryReservation || UNLIMITED),
      'memory.stat': text(() => memoryLines(kernel)),
      'memory.swappiness': line(60),
      'memory.usage_in_bytes': live(() => used(kernel)),
    }
  },
  pids: (kernel) => ({ 'pids.current': live(() => kernel.processes.size), 'pids.max': line(pids(kernel)) }),
}

/** v1's memory.stat: the same again with `total_` in front, as no other group lies below. */
function memoryLines(kernel: Kernel): string {
  const { programs, inactiveFiles, activeFiles, shared } = memoryOf(kernel)
  const own = [
    ['cache', inactiveFiles + activeFiles + shared],
    ['rss', programs],
    ['mapped_file', 0],
    ['swap', 0],
    ['inactive_anon', programs + shared],
    ['active_anon', 0],
    ['inactive_file', inactiveFiles],
    ['active_file', activeFiles],
  ].map(([name, value]) => `${name} ${value}\n`)
  const limit = `hierarchical_memory_limit ${kernel.limits.memory || UNLIMITED}\n`
  return [...own, limit, ...own.map((one) => `total_${one}`)].join('')
}

function unifiedMemoryLines(kernel: Kernel): string {
  const { programs, kernel: ofKernel, inactiveFiles, activeFiles, shared } = memoryOf(kernel)
  return [
    ['anon', programs],
    ['file', inactiveFiles + activeFiles + shared],
    ['kernel', ofKernel],
    ['shmem', shared],
    ['inactive_anon', programs + shared],
    ['active_anon', 0],
    ['inactive_file', inactiveFiles],
    ['active_file', activeFiles],
  ]
    .map(([name, value]) => `${name} ${value}\n`)
    .join('')
}

/** io.stat: a line once something was read or written. */
function diskLine({ account }: Kernel): string {
  const { readBytes, reads, writtenBytes, writes } = account
  if (reads + writes === 0) return ''
  return `${DISK} rbytes=${readBytes} wbytes=${writtenBytes} rios=${reads} wios=${writes} dbytes=0 dios=0\n`
}

/** v2's single hierarchy, seen from inside. */
export function unifiedFiles(kernel: Kernel): FixedNode {
  const { cpuQuota = 0, cpuPeriod, cpuShares = 0, cpus, memories, memorySwap = 0, memoryReservation } = cgroupOf(kernel)
  const { memory } = kernel.limits
  const events = (): string =>
    `low 0\nhigh 0\nmax ${kernel.memoryKills}\noom ${kernel.memoryKills}\noom_kill ${kernel.memoryKills}\noom_group_kill 0\n`
  return directory({
    'cgroup.controllers': line('cpuset cpu io memory hugetlb pids rdma misc'),
    'cgroup.events': text('populated 1\nfrozen 0\n'),
    'cgroup.procs': processesOf(kernel),
    'cgroup.subtree_control': text(''),
    'cgroup.type': line('domain'),
    'cpu.max': line(`${cpuQuota > 0 ? cpuQuota : 'max'} ${cpuPeriod || PERIOD}`),
    'cpu.stat': text(() => {
      const { periods, throttledPeriods, throttledTime } = throttlingOf(kernel)
      const used = `usage_usec ${microseconds(kernel)}\nuser_usec ${microseconds(kernel)}\nsystem_usec 0\n`
      return `${used}nr_periods ${periods}\nnr_throttled ${throttledPeriods}\nthrottled_usec ${Math.round(throttledTime * 1000)}\n`
    }),
    'cpu.weight': line(weight(cpuShares)),
    'cpuset.cpus': line(cpus ?? ''),
    'cpuset.cpus.effective': line(cpus || PROCESSORS),
    'cpuset.mems': line(memories ?? ''),
    'cpuset.mems.effective': line(memories || 0),
    'io.stat': text(() => diskLine(kernel)),
    'memory.current': live(() => used(kernel)),
    'memory.events': text(events),
    'memory.high': line('max'),
    'memory.low': line(memoryReservation || 0),
    'memory.max': line(memory || 'max'),
    'memory.min': line(0),
    'memory.peak': live(() => peak(kernel)),
    'memory.stat': text(() => unifiedMemoryLines(kernel)),
    'memory.swap.current': line(0),
    'memory.swap.max': line(memory > 0 && memorySwap > 0 ? memorySwap - memory : 'max'),
    'pids.current': live(() => kernel.processes.size),
    'pids.max': line(pids(kernel)),
  })
}

/** v1's shares on v2's scale, as runc turns 2..262144 into 1..10000 (opencontainers/cgroups: ConvertCPUSharesToCgroupV2Value). */
function weight(shares: number): number {
  if (shares === 0) return 100
  return 1 + Math.floor(((Math.max(2, Math.min(shares, 262_144)) - 2) * 9999) / 262_142)
}
