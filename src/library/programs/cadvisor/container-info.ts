// A container as cAdvisor tells of it (cadvisor info/v1/container.go), made of what Docker says of it.
import { parseRfc3339 } from '../../../codec/timestamp.ts'
import type { DockerInfo, DockerStats, InspectedContainer, ListedContainer } from './docker-client.ts'

/** Where the container's files lie. */
const DEVICE = '/dev/vda1'
const DISK = { device: '/dev/vda', major: 254, minor: 0 }

export interface Interface {
  readonly name: string
  readonly rx_bytes: number
  readonly rx_packets: number
  readonly rx_errors: number
  readonly rx_dropped: number
  readonly tx_bytes: number
  readonly tx_packets: number
  readonly tx_errors: number
  readonly tx_dropped: number
}

export interface Stats {
  readonly timestamp: string
  readonly cpu: {
    readonly usage: {
      readonly total: number
      readonly per_cpu_usage?: readonly number[]
      readonly user: number
      readonly system: number
    }
    readonly cfs: { readonly periods: number; readonly throttled_periods: number; readonly throttled_time: number }
    readonly schedstat: object
    readonly load_average: number
  }
  readonly diskio: { readonly io_service_bytes?: readonly PerDisk[]; readonly io_serviced?: readonly PerDisk[] }
  readonly memory: {
    readonly usage: number
    readonly max_usage: number
    readonly cache: number
    readonly rss: number
    readonly swap: number
    readonly mapped_file: number
    readonly working_set: number
    readonly failcnt: number
    readonly kernel: number
    readonly container_data: { readonly pgfault: number; readonly pgmajfault: number }
    readonly hierarchical_data: { readonly pgfault: number; readonly pgmajfault: number }
  }
  readonly network: Partial<Interface> & { readonly interfaces?: readonly Interface[] }
  readonly filesystem?: readonly FileSystemUse[]
  readonly processes: { readonly process_count: number; readonly fd_count: number; readonly socket_count: number }
}

interface PerDisk {
  readonly device: string
  readonly major: number
  readonly minor: number
  readonly stats: Readonly<Record<string, number>>
}

interface FileSystemUse {
  readonly device: string
  readonly type: string
  readonly capacity: number
  readonly usage: number
  readonly base_usage: number
}

export interface Spec {
  readonly creation_time: string
  readonly labels?: Readonly<Record<string, string>>
  readonly has_cpu: boolean
  readonly cpu: {
    readonly limit: number
    readonly max_limit: number
    readonly mask?: string
    readonly quota?: number
    readonly period?: number
  }
  readonly has_memory: boolean
  readonly memory: { readonly limit?: number; readonly reservation?: number; readonly swap_limit?: number }
  readonly has_network: boolean
  readonly has_processes: boolean
  readonly has_filesystem: boolean
  readonly has_diskio: boolean
  readonly has_custom_metrics: boolean
  readonly image?: string
}

export interface ContainerInfo {
  readonly id?: string
  /** of its control group: `/docker/<id>` */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly namespace?: string
  readonly subcontainers?: readonly { readonly name: string }[]
  readonly spec: Spec
  readonly stats: readonly Stats[]
}

/** The kernel's words for no limit. */
const NO_LIMIT = 2 ** 64
const NANO = 1e9

export function specOf({ HostConfig, Config, State }: InspectedContainer, { NCPU }: DockerInfo): Spec {
  const quota = HostConfig.NanoCpus > 0 ? HostConfig.NanoCpus / 10_000 : HostConfig.CpuQuota
  return {
    creation_time: State.StartedAt,
    ...(Config.Labels && Object.keys(Config.Labels).length > 0 && { labels: Config.Labels }),
    has_cpu: true,
    cpu: {
      limit: HostConfig.CpuShares || 1024,
      max_limit: 0,
      mask: HostConfig.CpusetCpus || (NCPU > 1 ? `0-${NCPU - 1}` : '0'),
      ...(quota > 0 && { quota }),
      period: HostConfig.CpuPeriod || 100_000,
    },
    has_memory: true,
    memory: {
      limit: HostConfig.Memory || NO_LIMIT,
      ...(HostConfig.MemoryReservation > 0 && { reservation: HostConfig.MemoryReservation }),
      swap_limit: HostConfig.MemorySwap > 0 ? HostConfig.MemorySwap : NO_LIMIT,
    },
    has_network: true,
    has_processes: true,
    has_filesystem: true,
    has_diskio: true,
    has_custom_metrics: false,
    image: Config.Image,
  }
}

export function statsOf(sample: DockerStats, { SizeRw = 0, SizeRootFs = 0 }: ListedContainer): Stats {
  const { cpu_usage, throttling_data } = sample.cpu_stats
  const interfaces = Object.entries(sample.networks ?? {}).map(
    ([name, counts]) => ({ name, ...counts }) as unknown as Interface,
  )
  return {
    timestamp: sample.read,
    cpu: {
      usage: {
        total: cpu_usage.total_usage,
        ...(cpu_usage.percpu_usage && { per_cpu_usage: cpu_usage.percpu_usage }),
        user: cpu_usage.usage_in_usermode,
        system: cpu_usage.usage_in_kernelmode,
      },
      cfs: throttling_data,
      schedstat: { run_time: 0, runqueue_time: 0, run_periods: 0 },
      load_average: 0,
    },
    diskio: diskOf(sample),
    memory: memoryOf(sample),
    network: { ...interfaces[0], ...(interfaces.length > 0 && { interfaces }) },
    filesystem: [{ device: DEVICE, type: 'vfs', capacity: 0, usage: SizeRw, base_usage: SizeRootFs }],
    processes: { process_count: sample.pids_stats.current ?? 0, fd_count: 0, socket_count: 0 },
  }
}

function memoryOf({ memory_stats }: DockerStats): Stats['memory'] {
  const { usage = 0, max_usage = 0, failcnt = 0, stats = {} } = memory_stats
  // the names of version 1 of cgroups first
  const named = (...names: string[]): number => stats[names.find((name) => stats[name] !== undefined) ?? ''] ?? 0
  const faults = { pgfault: named('pgfault'), pgmajfault: named('pgmajfault') }
  return {
    usage,
    max_usage,
    cache: named('total_cache', 'file'),
    rss: named('total_rss', 'anon'),
    swap: 0,
    mapped_file: named('total_mapped_file', 'file_mapped'),
    working_set: Math.max(0, usage - named('total_inactive_file', 'inactive_file')),
    failcnt,
    kernel: named('kernel_stack') + named('slab'),
    container_data: faults,
    hierarchical_data: faults,
  }
}

function diskOf({ blkio_stats }: DockerStats): Stats['diskio'] {
  const perDisk = (name: string): readonly PerDisk[] | undefined => {
    const entries = blkio_stats[name] ?? []
    if (entries.length === 0) return undefined
    const value = (op: string): number => entries.find((entry) => entry.op.toLowerCase() === op)?.value ?? 0
    const [read, write] = [value('read'), value('write')]
    const stats = { Async: write, Discard: 0, Read: read, Sync: read, Total: read + write, Write: write }
    return [{ ...DISK, stats }]
  }
  const bytes = perDisk('io_service_bytes_recursive')
  const counts = perDisk('io_serviced_recursive')
  return { ...(bytes && { io_service_bytes: bytes }), ...(counts && { io_serviced: counts }) }
}

/** All of the machine: the sum of its containers. */
export function rootInfo(
  info: DockerInfo | undefined,
  containers: readonly ContainerInfo[],
  at: { readonly booted: string; readonly now: string },
): ContainerInfo {
  const sum = (of: (stats: Stats) => number): number =>
    containers.reduce((total, { stats }) => total + (stats.at(-1) ? of(stats.at(-1)!) : 0), 0)
  const faults = { pgfault: sum((one) => one.memory.hierarchical_data.pgfault), pgmajfault: 0 }
  return {
    name: '/',
    subcontainers: containers.length > 0 ? [{ name: '/docker' }] : [],
    spec: {
      creation_time: at.booted,
      has_cpu: true,
      cpu: { limit: 1024, max_limit: 0, ...(info && { mask: `0-${info.NCPU - 1}` }) },
      has_memory: true,
      memory: { limit: info?.MemTotal ?? NO_LIMIT },
      has_network: false,
      has_processes: true,
      has_filesystem: false,
      has_diskio: false,
      has_custom_metrics: false,
    },
    stats: [
      {
        timestamp: at.now,
        cpu: {
          usage: {
            total: sum((one) => one.cpu.usage.total),
            user: sum((one) => one.cpu.usage.user),
            system: sum((one) => one.cpu.usage.system),
          },
          cfs: { periods: 0, throttled_periods: 0, throttled_time: 0 },
          schedstat: { run_time: 0, runqueue_time: 0, run_periods: 0 },
          load_average: 0,
        },
        diskio: {},
        memory: {
          usage: sum((one) => one.memory.usage),
          max_usage: sum((one) => one.memory.max_usage),
          cache: sum((one) => one.memory.cache),
          rss: sum((one) => one.memory.rss),
          swap: 0,
          mapped_file: 0,
          working_set: sum((one) => one.memory.working_set),
          failcnt: 0,
          kernel: sum((one) => one.memory.kernel),
          container_data: faults,
          hierarchical_data: faults,
        },
        network: {},
        processes: { process_count: sum((one) => one.processes.process_count), fd_count: 0, socket_count: 0 },
      },
    ],
  }
}

/** ns as seconds */
export const seconds = (nanoseconds: number): number => nanoseconds / NANO

/** ms since 1970 */
export const momentOf = (timestamp: string): number => parseRfc3339(timestamp) ?? 0
