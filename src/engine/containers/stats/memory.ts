// The memory of a sample, in the names of both versions of cgroups (moby daemon/stats_unix.go).
import type { Measurement } from './measure.ts'

/** bytes */
const PAGE = 4096
/** pages that the making of a container's process touches */
const PAGES_OF_A_PROCESS = 1100
/** bytes of the kernel's stack of a process */
const STACK = 16_384
/** Stands for v1's word for no limit, 2^63 - 4096: a number of ours only comes near. */
const UNLIMITED = 9_223_372_036_854_772_000

export interface MemoryLimits {
  /** bytes; 0 for none. Memory and swap together; -1 for no limit. */
  readonly memory: number
  readonly memorySwap: number
  /** of the host */
  readonly all: number
}

/** `memory_stats`. differs: faults and pages in and out are those that such a use would have brought. */
export function memoryStats(
  measured: Measurement,
  limits: MemoryLimits,
  cgroupVersion: '1' | '2',
): Record<string, unknown> {
  const { used, peak, kills } = measured.memory
  const limit = limits.memory > 0 ? Math.min(limits.memory, limits.all) : limits.all
  const failures = kills > 0 ? { failcnt: kills } : {}
  if (cgroupVersion === '2') return { usage: used, stats: unified(measured), ...failures, limit }
  return { usage: used, max_usage: peak, stats: legacy(measured, limits), ...failures, limit }
}

function unified({ memory, processes, made }: Measurement): Record<string, number> {
  const { programs, kernel, inactiveFiles, activeFiles, shared } = memory
  const stacks = Math.min(kernel, processes * STACK)
  const slab = kernel - stacks
  const reclaimable = Math.floor(slab / 3)
  return {
    active_anon: 0,
    active_file: activeFiles,
    anon: programs,
    anon_thp: 0,
    file: inactiveFiles + activeFiles + shared,
    file_dirty: 0,
    file_mapped: 0,
    file_writeback: 0,
    inactive_anon: programs + shared,
    inactive_file: inactiveFiles,
    kernel_stack: stacks,
    pgactivate: 0,
    pgdeactivate: 0,
    pgfault: faults(programs, made),
    pglazyfree: 0,
    pglazyfreed: 0,
    pgmajfault: 0,
    pgrefill: 0,
    pgscan: 0,
    pgsteal: 0,
    shmem: shared,
    slab,
    slab_reclaimable: reclaimable,
    slab_unreclaimable: slab - reclaimable,
    sock: 0,
    thp_collapse_alloc: 0,
    thp_fault_alloc: 0,
    unevictable: 0,
    workingset_activate: 0,
    workingset_nodereclaim: 0,
    workingset_refault: 0,
  }
}

const faults = (programs: number, made: number): number => made * PAGES_OF_A_PROCESS + Math.ceil(programs / PAGE)

function legacy({ memory, made }: Measurement, { memory: limit, memorySwap }: MemoryLimits): Record<string, number> {
  const { programs, inactiveFiles, activeFiles, shared } = memory
  const cache = inactiveFiles + activeFiles + shared
  const out = made * PAGES_OF_A_PROCESS
  const own = {
    active_anon: 0,
    active_file: activeFiles,
    cache,
    dirty: 0,
    inactive_anon: programs + shared,
    inactive_file: inactiveFiles,
    mapped_file: 0,
    pgfault: faults(programs, made),
    pgmajfault: 0,
    pgpgin: out + Math.ceil((programs + cache) / PAGE),
    pgpgout: out,
    rss: programs,
    rss_huge: 0,
    unevictable: 0,
    writeback: 0,
  }
  const limits = {
    hierarchical_memory_limit: limit || UNLIMITED,
    hierarchical_memsw_limit: memorySwap > 0 ? memorySwap : UNLIMITED,
  }
  const total = Object.fromEntries(Object.entries(own).map(([key, value]) => [`total_${key}`, value]))
  return sorted({ ...own, ...limits, ...total })
}

/** Go writes maps by their keys. */
function sorted(values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)))
}
