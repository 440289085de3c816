// The container's HostConfig with dockerd's defaults filled in (moby daemon/daemon_unix.go: adaptContainerSettings).
import { sortedMap } from '../../codec/sorted-map.ts'
import type { Schemas } from '../../gen/operations.ts'
import type { Host } from '../host.ts'
import type { Difference } from '../persona.ts'
import { isCgroupPrivate, type LiveSettings } from '../settings.ts'
import { withDaemonLog } from './logging/daemon-log.ts'
import { discardUnsupported } from './warnings.ts'
import { makeWhole } from './whole-values.ts'

export type RequestedHostConfig = Schemas['HostConfig']

const maskedPaths = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
]
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

type Untouched = Partial<Record<keyof RequestedHostConfig | 'Cgroup', unknown>>

/**
 * In the order in which dockerd writes it, as it is when nothing was asked for. A new one each time: a copy of so many
 * fields would take V8 six times the memory.
 */
const newHostConfig = () =>
  ({
    Binds: null,
    ContainerIDFile: '',
    LogConfig: { Type: 'json-file', Config: {} },
    NetworkMode: 'bridge',
    PortBindings: null,
    RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
    AutoRemove: false,
    VolumeDriver: '',
    VolumesFrom: null,
    ConsoleSize: [0, 0],
    CapAdd: null,
    CapDrop: null,
    CgroupnsMode: 'private',
    Dns: null,
    DnsOptions: null,
    DnsSearch: null,
    ExtraHosts: null,
    GroupAdd: null,
    IpcMode: 'private',
    Cgroup: '',
    Links: null,
    OomScoreAdj: 0,
    PidMode: '',
    Privileged: false,
    PublishAllPorts: false,
    ReadonlyRootfs: false,
    SecurityOpt: null,
    UTSMode: '',
    UsernsMode: '',
    ShmSize: 67_108_864,
    Runtime: 'runc',
    Isolation: '',
    CpuShares: 0,
    Memory: 0,
    NanoCpus: 0,
    CgroupParent: '',
    BlkioWeight: 0,
    BlkioWeightDevice: null,
    BlkioDeviceReadBps: null,
    BlkioDeviceWriteBps: null,
    BlkioDeviceReadIOps: null,
    BlkioDeviceWriteIOps: null,
    CpuPeriod: 0,
    CpuQuota: 0,
    CpuRealtimePeriod: 0,
    CpuRealtimeRuntime: 0,
    CpusetCpus: '',
    CpusetMems: '',
    Devices: null,
    DeviceCgroupRules: null,
    DeviceRequests: null,
    MemoryReservation: 0,
    MemorySwap: 0,
    MemorySwappiness: null,
    OomKillDisable: null,
    PidsLimit: null,
    Ulimits: null,
    CpuCount: 0,
    CpuPercent: 0,
    IOMaximumIOps: 0,
    IOMaximumBandwidth: 0,
    MaskedPaths: maskedPaths,
    ReadonlyPaths: readonlyPaths,
  }) satisfies Untouched

const untouched = newHostConfig()

/** Every field of it is there. */
export type HostConfig = {
  [Key in keyof RequestedHostConfig]-?:
    | NonNullable<RequestedHostConfig[Key]>
    | (null extends RequestedHostConfig[Key] ? null : never)
} & {
  LogConfig: { Type: string; Config: Record<string, string> }
  RestartPolicy: { Name: string; MaximumRetryCount: number }
}

interface Surroundings {
  readonly host: Host
  readonly settings: LiveSettings
  readonly differences: ReadonlySet<Difference>
}

/** Go writes the keys of maps in order. */
const maps = ['Annotations', 'PortBindings', 'StorageOpt', 'Sysctls', 'Tmpfs'] as const

/** Fills in what was left out. The daemon's configuration and the cgroup version of the host decide some of the defaults. */
export function completeHostConfig(
  asked: RequestedHostConfig | null | undefined,
  { host, differences, settings }: Surroundings,
): HostConfig {
  const { now } = settings
  const config = newHostConfig() as unknown as HostConfig
  const values = config as unknown as Record<string, unknown>
  for (const [key, value] of Object.entries(asked ?? {})) {
    if (value !== null || untouched[key as keyof typeof untouched] === null) values[key] = value
  }
  for (const key of maps) if (values[key]) values[key] = sortedMap(values[key] as Record<string, unknown>)
  const log = withDaemonLog(asked?.LogConfig, now)
  config.LogConfig = { ...log, Config: sortedMap(log.Config) }
  config.RestartPolicy = {
    Name: config.RestartPolicy.Name || 'no',
    MaximumRetryCount: config.RestartPolicy.MaximumRetryCount ?? 0,
  }
  config.NetworkMode = !config.NetworkMode || config.NetworkMode === 'default' ? 'bridge' : config.NetworkMode
  if (!asked?.IpcMode) config.IpcMode = now.defaultIpcMode || 'private'
  if (!asked?.Runtime) config.Runtime = now.defaultRuntime || 'runc'
  if (!asked?.ShmSize) config.ShmSize = now.defaultShmSize
  if (!asked?.CgroupnsMode) {
    const isOwn = isCgroupPrivate(now, host) && !(config.Privileged && host.cgroupVersion === '1')
    config.CgroupnsMode = isOwn ? 'private' : 'host'
  }
  if (host.cgroupVersion === '1') config.OomKillDisable ??= false
  if (config.Memory > 0 && config.MemorySwap === 0) config.MemorySwap = config.Memory * 2
  // the command line says -1 for "as the host has it"
  if (config.MemorySwappiness === -1) config.MemorySwappiness = null
  if (config.PidsLimit !== null && config.PidsLimit <= 0) config.PidsLimit = null
  if (!asked?.MaskedPaths) config.MaskedPaths = maskedBy(differences)
  if (config.Privileged) {
    if (!asked?.MaskedPaths) config.MaskedPaths = null as unknown as string[]
    if (!asked?.ReadonlyPaths) config.ReadonlyPaths = null as unknown as string[]
  }
  const labelled = config.SecurityOpt?.some((option) => /^label[:=]/.test(option))
  if ((config.Privileged || config.PidMode === 'host' || config.IpcMode === 'host') && !labelled) {
    config.SecurityOpt = [...(config.SecurityOpt ?? []), 'label=disable']
  }
  discardUnsupported(config, host)
  makeWhole(config)
  return config
}

/** What a release hides of the host's kernel (moby oci/defaults.go). */
function maskedBy(differences: ReadonlySet<Difference>): string[] {
  const interrupts = differences.has('interrupts-are-not-masked')
  const powercap = differences.has('powercap-is-not-masked')
  if (!interrupts && !powercap) return maskedPaths
  return maskedPaths.filter(
    (path) => !(interrupts && path === '/proc/interrupts') && !(powercap && path === '/sys/devices/virtual/powercap'),
  )
}
