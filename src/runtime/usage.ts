// What a machine uses of the host: processor, memory, disk, processes. Counters grow from its start on.
import type { Kernel } from './kernel.ts'
import type { MachineUsage, MemoryUsage, Throttling } from './machine-usage.ts'

/** Bytes that a process is taken to need beside what its program counts: as a small busybox process in a real cgroup. */
const PROCESS_SIZE = 400 * 1024
/** how much of that is its own data; the rest is the kernel's: stacks, page tables, descriptors */
const OWN_DATA = 56 * 1024

export function usageOf(kernel: Kernel): MachineUsage {
  const { readBytes, reads, writtenBytes, writes } = kernel.account
  return {
    cpu: kernel.cpu,
    systemCpu: kernel.systemCpu,
    throttling: throttlingOf(kernel),
    memory: memoryOf(kernel),
    disk: { readBytes, reads, writtenBytes, writes },
    processes: kernel.processes.size,
    made: kernel.made,
  }
}

/** Periods are counted as soon as something ran, if there is a quota. */
export function throttlingOf({ share, cpu, options: { cgroup } }: Kernel): Throttling {
  const { periods, throttledPeriods, throttledTime } = share
  const quota = cgroup?.cpuQuota ?? 0
  const least = quota > 0 ? Math.ceil((cpu * 1000) / quota) : 0
  return { periods: Math.max(periods, least), throttledPeriods, throttledTime }
}

/** Files in memory make room for programs when there is a limit, the ones that nobody asked for again first. */
export function memoryOf(kernel: Kernel): MemoryUsage {
  const { size } = kernel.processes
  const programs = kernel.memory + size * OWN_DATA
  const ofKernel = size * (PROCESS_SIZE - OWN_DATA)
  const cache = kernel.account.cached()
  const limit = kernel.limits.memory || Number.POSITIVE_INFINITY
  let room = Math.max(0, limit - programs - ofKernel)
  const taken = (bytes: number): number => {
    const fits = Math.min(bytes, room)
    room -= fits
    return fits
  }
  const shared = taken(cache.shared)
  const activeFiles = taken(cache.active)
  const inactiveFiles = taken(cache.inactive)
  const used = programs + ofKernel + shared + activeFiles + inactiveFiles
  const peak = Math.max(used, kernel.memoryPeak + size * PROCESS_SIZE)
  return { used, peak, programs, kernel: ofKernel, inactiveFiles, activeFiles, shared, kills: kernel.memoryKills }
}
