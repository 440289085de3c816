// One sample of `docker stats` in dockerd's shape (moby api/types/container/stats.go).
import { rfc3339 } from '../../../codec/timestamp.ts'
import type { Container } from '../container.ts'
import type { ContainerContext } from '../context.ts'
import type { Measurement } from './measure.ts'
import { memoryStats } from './memory.ts'

/** Stands for 2^64 - 1, the kernel's word for no limit: a number of ours only comes near, and Go refuses what is more. */
const NO_LIMIT = 18_446_744_073_709_552_000
/** Of the simulated host's disk: what /dev/vda is. */
const DISK = { major: 254, minor: 0 }
/** microseconds */
const PERIOD = 100_000

type Fields = Record<string, unknown>

/**
 * The line of a stream.
 * @param now undefined when it does not run: then everything is zero
 * @param before the sample before this one, if there was one
 * @param nameless leaves out whose it is
 */
export function sampleLine(
  context: ContainerContext,
  container: Container,
  now: Measurement | undefined,
  before: Measurement | undefined,
  nameless: boolean,
): string {
  const { differences } = context
  const isNew = differences.has('stats-tell-the-system')
  const whose = nameless ? {} : identity(container, isNew)
  const read = { read: rfc3339(now?.at) }
  const preread = { preread: rfc3339(before?.at) }
  const pids = { pids_stats: now ? pidsOf(context, container, now) : {} }
  const rest = { ...blockIo(now, context.host.cgroupVersion), num_procs: 0, storage_stats: {} }
  const cpu = { cpu_stats: cpuOf(context, container, now) }
  const precpu = { precpu_stats: cpuOf(context, container, before) }
  const memory = { memory_stats: now ? memoryOf(context, container, now) : {} }
  const networks = now ? networksOf(now) : {}
  if (isNew) {
    return line({ ...whose, ...read, ...cpu, ...memory, ...networks, ...pids, ...rest, ...preread, ...precpu })
  }
  const middle = { ...read, ...preread, ...pids, ...rest, ...cpu, ...precpu, ...memory }
  const isOld = differences.has('stats-end-with-the-name')
  return line(isOld ? { ...middle, ...whose, ...networks } : { ...whose, ...middle, ...networks })
}

/** Numbers beyond what ours can tell apart are written in full, as the kernel has them. */
function line(sample: Fields): string {
  const text = JSON.stringify(sample)
    .replaceAll(`:${NO_LIMIT}`, ':18446744073709551615')
    .replaceAll(':9223372036854772000', ':9223372036854771712')
  return `${text}\n`
}

function identity({ name, id }: Container, isNew: boolean): Fields {
  return isNew ? { id, name: `/${name}`, os_type: 'linux' } : { name: `/${name}`, id }
}

const nanos = (ms: number): number => Math.round(ms * 1e6)

function cpuOf({ host }: ContainerContext, { hostConfig }: Container, at: Measurement | undefined): Fields {
  if (!at) {
    return {
      cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
      throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
    }
  }
  const { processors, cgroupVersion } = host
  const { periods, throttledPeriods, throttledTime } = at.throttling
  const quota = hostConfig.NanoCpus > 0 ? (hostConfig.NanoCpus * PERIOD) / 1e9 : hostConfig.CpuQuota
  return {
    cpu_usage: {
      total_usage: nanos(at.cpu),
      ...(cgroupVersion === '1' && { percpu_usage: shares(nanos(at.cpu), processors) }),
      usage_in_kernelmode: nanos(at.systemCpu),
      usage_in_usermode: nanos(at.cpu - at.systemCpu),
    },
    system_cpu_usage: nanos(at.hostCpu),
    online_cpus: processors,
    throttling_data: {
      periods: quota > 0 ? Math.max(periods, Math.ceil((at.cpu * 1000) / quota)) : 0,
      throttled_periods: throttledPeriods,
      throttled_time: nanos(throttledTime),
    },
  }
}

/** Whole numbers with that sum, as equal as can be. */
function shares(total: number, count: number): number[] {
  const each = Math.floor(total / count)
  return Array.from({ length: count }, (_, index) => (index === 0 ? total - each * (count - 1) : each))
}

function pidsOf({ host }: ContainerContext, { hostConfig }: Container, { processes }: Measurement): Fields {
  const limit = hostConfig.PidsLimit ?? 0
  if (limit > 0) return { current: processes, limit }
  return { current: processes, ...(host.cgroupVersion === '2' && { limit: NO_LIMIT }) }
}

function memoryOf({ host }: ContainerContext, { hostConfig }: Container, now: Measurement): Fields {
  const limits = { memory: hostConfig.Memory, memorySwap: hostConfig.MemorySwap, all: host.memory }
  return memoryStats(now, limits, host.cgroupVersion)
}

const counters = [
  'io_service_bytes_recursive',
  'io_serviced_recursive',
  'io_queue_recursive',
  'io_service_time_recursive',
  'io_wait_time_recursive',
  'io_merged_recursive',
  'io_time_recursive',
  'sectors_recursive',
]

function blockIo(now: Measurement | undefined, cgroupVersion: '1' | '2'): Fields {
  const isLegacy = cgroupVersion === '1'
  const blank = now && isLegacy ? [] : null
  const stats: Fields = Object.fromEntries(counters.map((counter) => [counter, blank]))
  if (now && now.disk.reads + now.disk.writes > 0) {
    const { readBytes, writtenBytes, reads, writes } = now.disk
    const entries = isLegacy ? legacyEntries : unifiedEntries
    stats.io_service_bytes_recursive = entries(readBytes, writtenBytes)
    if (isLegacy) stats.io_serviced_recursive = entries(reads, writes)
  }
  return { blkio_stats: stats }
}

const entry = (op: string, value: number): Fields => ({ ...DISK, op, value })

const unifiedEntries = (read: number, written: number): Fields[] => [entry('read', read), entry('write', written)]

/** As blkio.throttle.* have them: reads are waited for, writes are not. */
const legacyEntries = (read: number, written: number): Fields[] => [
  entry('Read', read),
  entry('Write', written),
  entry('Sync', read),
  entry('Async', written),
  entry('Discard', 0),
  entry('Total', read + written),
]

function networksOf({ networks }: Measurement): Fields {
  if (networks.length === 0) return {}
  const entries = networks.map(([name, { rxBytes, rxPackets, txBytes, txPackets }]): [string, Fields] => [
    name,
    {
      rx_bytes: rxBytes,
      rx_packets: rxPackets,
      rx_errors: 0,
      rx_dropped: 0,
      tx_bytes: txBytes,
      tx_packets: txPackets,
      tx_errors: 0,
      tx_dropped: 0,
    },
  ])
  return { networks: Object.fromEntries(entries) }
}
