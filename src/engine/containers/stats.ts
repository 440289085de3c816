// `docker stats`: samples of what a container uses (moby daemon/stats.go).
import { rfc3339 } from '../../codec/timestamp.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { isUp } from './state.ts'

/** ms between two samples of a stream */
const INTERVAL = 1000

/** Stands for 2^64 - 1, the kernel's word for no limit: a number of ours only comes near, and Go refuses what is more. */
const NO_LIMIT = 18_446_744_073_709_552_000

interface Usage {
  /** ms since 1970 */
  readonly at: number
  /** ms of processor time: the container's, and the whole host's */
  readonly own: number
  readonly system: number
}

const none: Usage = { at: Number.NaN, own: 0, system: 0 }

/**
 * One sample, or one a second until the container goes. The first one of a stream has nothing before it; a single one
 * waits for a second measurement, unless `oneShot`.
 */
export async function* stats(
  context: ContainerContext,
  container: Container,
  options: { readonly stream: boolean; readonly oneShot: boolean },
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { clock } = context.world
  let before = none
  if (!options.stream && !options.oneShot && isUp(container.state)) {
    before = usage(context, container)
    await clock.sleep(INTERVAL, signal)
  }
  const isNameless = options.oneShot && !options.stream && !context.differences.has('one-shot-stats-have-a-name')
  while (!container.doomed || isUp(container.state)) {
    const now = isUp(container.state) ? usage(context, container) : none
    const value = sample(context, container, now, before, isNameless)
    yield `${JSON.stringify(value).replace(`:${NO_LIMIT}`, ':18446744073709551615')}\n`
    if (!options.stream) return
    before = now
    await clock.sleep(INTERVAL, signal)
  }
}

function usage(context: ContainerContext, container: Container): Usage {
  const at = context.world.clock.now()
  return { at, own: container.machine?.cpu ?? 0, system: at * context.host.processors }
}

const nanos = (ms: number): number => Math.round(ms * 1e6)

function sample(
  context: ContainerContext,
  container: Container,
  now: Usage,
  before: Usage,
  bare: boolean,
): Record<string, unknown> {
  const { cgroupVersion, processors, memory } = context.host
  const up = isUp(container.state) && container.machine !== undefined
  const cpu = (at: Usage): Record<string, unknown> => ({
    cpu_usage: {
      total_usage: nanos(at.own),
      ...(at !== none && cgroupVersion === '1' && { percpu_usage: Array(processors).fill(nanos(at.own / processors)) }),
      usage_in_kernelmode: 0,
      usage_in_usermode: nanos(at.own),
    },
    ...(at !== none && { system_cpu_usage: nanos(at.system), online_cpus: processors }),
    throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
  })
  const processes = container.machine?.processes().length ?? 0
  return {
    // one-shot replies of dockerd lack them
    ...(!bare && { name: `/${container.name}`, id: container.id }),
    read: rfc3339(Number.isNaN(now.at) ? undefined : now.at),
    preread: rfc3339(Number.isNaN(before.at) ? undefined : before.at),
    pids_stats: up ? { current: processes, ...pidsLimit(context, container) } : {},
    blkio_stats: blockIo(up, cgroupVersion),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu(now),
    precpu_stats: cpu(before),
    memory_stats: up ? memoryUse(processes, container.hostConfig.Memory || memory, cgroupVersion) : {},
    ...(up && networkUse(container)),
  }
}

function pidsLimit(context: ContainerContext, container: Container): { limit?: number } {
  const limit = container.hostConfig.PidsLimit
  if (limit) return { limit }
  return context.host.cgroupVersion === '2' ? { limit: NO_LIMIT } : {}
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

function blockIo(up: boolean, cgroupVersion: '1' | '2'): Record<string, unknown> {
  const value = up && cgroupVersion === '1' ? [] : null
  return Object.fromEntries(counters.map((counter) => [counter, value]))
}

/** bytes that a simulated process is said to take: about what a small busybox process does */
const PROCESS = 368_640

function memoryUse(processes: number, limit: number, cgroupVersion: '1' | '2'): Record<string, unknown> {
  const usage = processes * PROCESS
  const anon = Math.floor(usage * 0.75)
  if (cgroupVersion === '2') {
    return {
      usage,
      stats: { anon, file: 0, inactive_file: 0, active_file: 0, pgfault: processes * 120, pgmajfault: 0 },
      limit,
    }
  }
  const own = {
    active_anon: 0,
    active_file: 0,
    cache: 0,
    dirty: 0,
    inactive_anon: anon,
    inactive_file: 0,
    mapped_file: 0,
    pgfault: processes * 120,
    pgmajfault: 0,
    pgpgin: processes * 100,
    pgpgout: processes * 10,
    rss: anon,
    rss_huge: 0,
    unevictable: 0,
    writeback: 0,
  }
  const total = Object.fromEntries(Object.entries(own).map(([key, value]) => [`total_${key}`, value]))
  const limits = { hierarchical_memory_limit: limit, hierarchical_memsw_limit: limit * 2 }
  return { usage, max_usage: usage, stats: { ...own, ...limits, ...total }, limit }
}

function networkUse(container: Container): Record<string, unknown> {
  const joined = [...container.endpoints.values()].filter((endpoint) => endpoint.address?.ip)
  if (joined.length === 0) return {}
  const still = {
    rx_bytes: 0,
    rx_packets: 0,
    rx_errors: 0,
    rx_dropped: 0,
    tx_bytes: 0,
    tx_packets: 0,
    tx_errors: 0,
    tx_dropped: 0,
  }
  return { networks: Object.fromEntries(joined.map((_, index) => [`eth${index}`, still])) }
}
