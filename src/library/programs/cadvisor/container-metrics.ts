// The metrics of containers that cAdvisor gives to Prometheus (cadvisor metrics/prometheus.go).
import type { Family, Sample } from '../../../codec/prometheus-text.ts'
import { type ContainerInfo, type Interface, momentOf, type Spec, type Stats, seconds } from './container-info.ts'

type Labels = Readonly<Record<string, string>>
/** The values of a container, each with labels of its own. */
type Values = (stats: Stats, spec: Spec) => readonly (readonly [labels: Labels, value: number])[]
type Row = readonly [name: string, type: 'counter' | 'gauge', help: string, values: Values]

const one =
  (value: (stats: Stats, spec: Spec) => number): Values =>
  (stats, spec) => [[{}, value(stats, spec)]]

const perInterface =
  (field: Exclude<keyof Interface, 'name'>): Values =>
  ({ network }) =>
    (network.interfaces ?? []).map((one) => [{ interface: one.name }, one[field]])

const perDevice =
  (kind: 'io_service_bytes' | 'io_serviced', operation: string): Values =>
  ({ diskio }) =>
    (diskio[kind] ?? []).map(({ device, stats }) => [{ device }, stats[operation] ?? 0])

const limited =
  (values: Values): Values =>
  (stats, spec) =>
    spec.cpu.quota === undefined ? [] : values(stats, spec)

function usage({ cpu }: Stats): ReturnType<Values> {
  const { per_cpu_usage: each, total } = cpu.usage
  if (!each) return [[{ cpu: 'total' }, seconds(total)]]
  return each.map((value, index) => [{ cpu: `cpu${String(index).padStart(2, '0')}` }, seconds(value)])
}

function failures({ memory }: Stats): ReturnType<Values> {
  const { container_data: own, hierarchical_data: all } = memory
  const labels = (failure_type: string, scope: string): Labels => ({ failure_type, scope })
  return [
    [labels('pgfault', 'container'), own.pgfault],
    [labels('pgmajfault', 'container'), own.pgmajfault],
    [labels('pgfault', 'hierarchy'), all.pgfault],
    [labels('pgmajfault', 'hierarchy'), all.pgmajfault],
  ]
}

function deviceUse({ diskio }: Stats): ReturnType<Values> {
  return (diskio.io_service_bytes ?? []).flatMap(({ device, major, minor, stats }) =>
    Object.entries(stats).map(([operation, value]): readonly [Labels, number] => [
      { device, major: String(major), minor: String(minor), operation },
      value,
    ]),
  )
}

/** What is as good as no limit is told as 0. */
const limit = (value = 0): number => (value > 2 ** 62 ? 0 : value)

const rows: readonly Row[] = [
  [
    'container_last_seen',
    'gauge',
    'Last time a container was seen by the exporter',
    one((stats) => Math.floor(momentOf(stats.timestamp) / 1000)),
  ],
  [
    'container_cpu_user_seconds_total',
    'counter',
    'Cumulative user cpu time consumed in seconds.',
    one(({ cpu }) => seconds(cpu.usage.user)),
  ],
  [
    'container_cpu_system_seconds_total',
    'counter',
    'Cumulative system cpu time consumed in seconds.',
    one(({ cpu }) => seconds(cpu.usage.system)),
  ],
  ['container_cpu_usage_seconds_total', 'counter', 'Cumulative cpu time consumed in seconds.', usage],
  [
    'container_cpu_cfs_periods_total',
    'counter',
    'Number of elapsed enforcement period intervals.',
    limited(one(({ cpu }) => cpu.cfs.periods)),
  ],
  [
    'container_cpu_cfs_throttled_periods_total',
    'counter',
    'Number of throttled period intervals.',
    limited(one(({ cpu }) => cpu.cfs.throttled_periods)),
  ],
  [
    'container_cpu_cfs_throttled_seconds_total',
    'counter',
    'Total time duration the container has been throttled.',
    limited(one(({ cpu }) => seconds(cpu.cfs.throttled_time))),
  ],
  [
    'container_cpu_load_average_10s',
    'gauge',
    'Value of container cpu load average over the last 10 seconds.',
    one(({ cpu }) => cpu.load_average),
  ],
  ['container_memory_cache', 'gauge', 'Number of bytes of page cache memory.', one(({ memory }) => memory.cache)],
  ['container_memory_rss', 'gauge', 'Size of RSS in bytes.', one(({ memory }) => memory.rss)],
  [
    'container_memory_kernel_usage',
    'gauge',
    'Size of kernel memory allocated in bytes.',
    one(({ memory }) => memory.kernel),
  ],
  [
    'container_memory_mapped_file',
    'gauge',
    'Size of memory mapped files in bytes.',
    one(({ memory }) => memory.mapped_file),
  ],
  ['container_memory_swap', 'gauge', 'Container swap usage in bytes.', one(({ memory }) => memory.swap)],
  ['container_memory_failcnt', 'counter', 'Number of memory usage hits limits', one(({ memory }) => memory.failcnt)],
  [
    'container_memory_usage_bytes',
    'gauge',
    'Current memory usage in bytes, including all memory regardless of when it was accessed',
    one(({ memory }) => memory.usage),
  ],
  [
    'container_memory_max_usage_bytes',
    'gauge',
    'Maximum memory usage recorded in bytes',
    one(({ memory }) => memory.max_usage),
  ],
  [
    'container_memory_working_set_bytes',
    'gauge',
    'Current working set in bytes.',
    one(({ memory }) => memory.working_set),
  ],
  ['container_memory_failures_total', 'counter', 'Cumulative count of memory allocation failures.', failures],
  [
    'container_fs_limit_bytes',
    'gauge',
    'Number of bytes that can be consumed by the container on this filesystem.',
    ({ filesystem = [] }) => filesystem.map(({ device, capacity }) => [{ device }, capacity]),
  ],
  [
    'container_fs_usage_bytes',
    'gauge',
    'Number of bytes that are consumed by the container on this filesystem.',
    ({ filesystem = [] }) => filesystem.map(({ device, usage }) => [{ device }, usage]),
  ],
  [
    'container_fs_reads_bytes_total',
    'counter',
    'Cumulative count of bytes read',
    perDevice('io_service_bytes', 'Read'),
  ],
  ['container_fs_reads_total', 'counter', 'Cumulative count of reads completed', perDevice('io_serviced', 'Read')],
  [
    'container_fs_writes_bytes_total',
    'counter',
    'Cumulative count of bytes written',
    perDevice('io_service_bytes', 'Write'),
  ],
  ['container_fs_writes_total', 'counter', 'Cumulative count of writes completed', perDevice('io_serviced', 'Write')],
  ['container_blkio_device_usage_total', 'counter', 'Blkio Device bytes usage', deviceUse],
  ['container_network_receive_bytes_total', 'counter', 'Cumulative count of bytes received', perInterface('rx_bytes')],
  [
    'container_network_receive_packets_total',
    'counter',
    'Cumulative count of packets received',
    perInterface('rx_packets'),
  ],
  [
    'container_network_receive_packets_dropped_total',
    'counter',
    'Cumulative count of packets dropped while receiving',
    perInterface('rx_dropped'),
  ],
  [
    'container_network_receive_errors_total',
    'counter',
    'Cumulative count of errors encountered while receiving',
    perInterface('rx_errors'),
  ],
  [
    'container_network_transmit_bytes_total',
    'counter',
    'Cumulative count of bytes transmitted',
    perInterface('tx_bytes'),
  ],
  [
    'container_network_transmit_packets_total',
    'counter',
    'Cumulative count of packets transmitted',
    perInterface('tx_packets'),
  ],
  [
    'container_network_transmit_packets_dropped_total',
    'counter',
    'Cumulative count of packets dropped while transmitting',
    perInterface('tx_dropped'),
  ],
  [
    'container_network_transmit_errors_total',
    'counter',
    'Cumulative count of errors encountered while transmitting',
    perInterface('tx_errors'),
  ],
  [
    'container_oom_events_total',
    'counter',
    'Count of out of memory events observed for the container',
    one(({ memory }) => memory.failcnt),
  ],
  [
    'container_start_time_seconds',
    'gauge',
    'Start time of the container since unix epoch in seconds.',
    one((_, spec) => Math.floor(momentOf(spec.creation_time) / 1000)),
  ],
  ['container_spec_cpu_period', 'gauge', 'CPU period of the container.', one((_, { cpu }) => cpu.period ?? 0)],
  ['container_spec_cpu_quota', 'gauge', 'CPU quota of the container.', limited(one((_, { cpu }) => cpu.quota ?? 0))],
  ['container_spec_cpu_shares', 'gauge', 'CPU share of the container.', one((_, { cpu }) => cpu.limit)],
  [
    'container_spec_memory_limit_bytes',
    'gauge',
    'Memory limit for the container.',
    one((_, { memory }) => limit(memory.limit)),
  ],
  [
    'container_spec_memory_swap_limit_bytes',
    'gauge',
    'Memory swap limit for the container.',
    one((_, { memory }) => limit(memory.swap_limit)),
  ],
  [
    'container_spec_memory_reservation_limit_bytes',
    'gauge',
    'Memory reservation limit for the container.',
    one((_, { memory }) => limit(memory.reservation)),
  ],
]

/** Every container has every label, as Prometheus wants it; empty where it has no value. */
export function containerFamilies(containers: readonly ContainerInfo[]): Family[] {
  const all = containers.map(labelsOf)
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))]
  const complete = all.map((labels) => Object.fromEntries(names.map((name) => [name, labels[name] ?? ''])))
  return rows.map(([name, type, help, values]) => ({
    name,
    type,
    help,
    samples: containers.flatMap(({ stats, spec }, index) =>
      samples(complete[index]!, name, values, stats.at(-1), spec),
    ),
  }))
}

function samples(own: Labels, family: string, values: Values, stats: Stats | undefined, spec: Spec): Sample[] {
  if (!stats) return []
  const isMeasured = !/^container_(spec|start)_/.test(family)
  return values(stats, spec).map(([labels, value]) => ({
    labels: sorted({ ...own, ...labels }),
    value,
    ...(isMeasured && { at: momentOf(stats.timestamp) }),
  }))
}

function labelsOf({ name, aliases, spec }: ContainerInfo): Record<string, string> {
  const own = Object.entries(spec.labels ?? {}).map(([label, value]) => [
    `container_label_${label.replace(/\W/g, '_')}`,
    value,
  ])
  return { id: name, name: aliases?.[0] ?? '', image: spec.image ?? '', ...Object.fromEntries(own) }
}

/** The Go library writes labels by their names. */
const sorted = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)))
