// What dockerd refuses before it makes or updates a container (moby daemon/container.go: verifyContainerSettings;
// daemon/daemon_unix.go: verifyPlatformContainerSettings). All of it is 400 unless marked.
import { broken, invalid } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import { parseSignal } from '../signals.ts'
import type { Words } from '../words.ts'
import { checkCapabilities } from './capabilities.ts'
import type { Config, ContainerConfig } from './config.ts'
import type { HostConfig, RequestedHostConfig } from './host-config.ts'
import { checkLogConfig } from './log-config.ts'
import { checkPorts } from './ports.ts'

const MIB = 1024 * 1024
const MOST_IN_SET = 8192

/** Checks of the Config that need no image. */
export function checkConfig(config: ContainerConfig | Config, words: Words): void {
  if (config.WorkingDir && !config.WorkingDir.startsWith('/')) {
    throw invalid(`the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`)
  }
  for (const entry of config.Env ?? []) {
    if (entry === '' || entry.startsWith('=')) throw invalid(`invalid environment variable: ${entry}`)
  }
  if (config.StopSignal) parseSignal(config.StopSignal, words)
  const health = config.Healthcheck
  if (!health) return
  for (const field of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const) {
    const value = health[field] ?? 0
    if (value !== 0 && value < 1_000_000) throw invalid(`${field} in Healthcheck cannot be less than 1ms`)
  }
  if ((health.Retries ?? 0) < 0) throw invalid('Retries in Healthcheck cannot be negative')
}

/** Checks of the whole HostConfig at create. */
export function checkHostConfig(config: HostConfig, host: Host, words: Words): void {
  checkRestartPolicy(config.RestartPolicy, words)
  if (config.AutoRemove && config.RestartPolicy.Name !== 'no') {
    throw invalid("can't create 'AutoRemove' container with restart policy")
  }
  checkCapabilities('CapAdd', config.CapAdd)
  checkCapabilities('CapDrop', config.CapDrop)
  checkPorts(config.PortBindings)
  for (const entry of config.ExtraHosts ?? []) {
    if (!/^[^:=]+[:=]./.test(entry)) throw invalid(`bad format for add-host: "${entry}"`)
  }
  if (config.Isolation && config.Isolation !== 'default') {
    throw invalid(`invalid isolation (${config.Isolation}): linux only supports 'default'`)
  }
  checkNamespaces(config)
  checkResources(config, host)
  if (config.ShmSize < 0) throw invalid('SHM size can not be less than 0')
  if (Math.abs(config.OomScoreAdj) > 1000) {
    throw invalid(`Invalid value ${config.OomScoreAdj}, range for oom score adj is [-1000, 1000]`)
  }
  if (!runtimes.has(config.Runtime)) throw invalid(words.unknownRuntime(config.Runtime))
  checkLogConfig(config.LogConfig)
  for (const option of config.SecurityOpt ?? []) checkSecurityOption(option)
}

const runtimes = new Set(['runc', 'io.containerd.runc.v2'])

export function checkRestartPolicy(policy: { Name: string; MaximumRetryCount: number }, words: Words): void {
  if (!['', 'no', 'always', 'on-failure', 'unless-stopped'].includes(policy.Name)) {
    throw invalid(words.unknownRestartPolicy(policy.Name))
  }
  if (policy.Name === 'on-failure') {
    if (policy.MaximumRetryCount < 0) throw invalid(words.negativeRetries())
  } else if (policy.MaximumRetryCount !== 0) {
    throw invalid(words.retriesWithoutOnFailure(policy.Name, policy.MaximumRetryCount < 0))
  }
}

const isContainerMode = (mode: string): boolean => mode.startsWith('container:') && mode.length > 'container:'.length

function checkNamespaces(config: HostConfig): void {
  const mode = (value: string | null, kind: string, known: readonly string[]): void => {
    if (value && !known.includes(value) && !isContainerMode(value)) throw invalid(`invalid ${kind}: ${value}`)
  }
  mode(config.IpcMode, 'IPC mode', ['', 'none', 'private', 'shareable', 'host'])
  mode(config.PidMode, 'PID mode', ['', 'host'])
  if (!['', 'host'].includes(config.UTSMode)) throw invalid(`invalid UTS mode: ${config.UTSMode}`)
  if (!['', 'host', 'private'].includes(config.CgroupnsMode)) {
    throw invalid(`invalid cgroup namespace mode: ${config.CgroupnsMode}`)
  }
}

/** Checks of limits, at create and at update. */
export function checkResources(config: RequestedHostConfig, host: Host): void {
  const memory = config.Memory ?? 0
  const swap = config.MemorySwap ?? 0
  const reservation = config.MemoryReservation ?? 0
  if (memory > 0 && memory < 6 * MIB) throw invalid('Minimum memory limit allowed is 6MB')
  if (memory > 0 && swap > 0 && swap < memory) {
    throw invalid('Minimum memoryswap limit should be larger than memory limit, see usage')
  }
  if (memory === 0 && swap > 0) {
    throw invalid('You should always set the Memory limit when using Memoryswap limit, see usage')
  }
  const swappiness = config.MemorySwappiness
  if (swappiness !== null && swappiness !== undefined && (swappiness < -1 || swappiness > 100)) {
    throw invalid(`Invalid value: ${swappiness}, valid memory swappiness range is 0-100`)
  }
  if (reservation > 0 && reservation < 6 * MIB) throw invalid('Minimum memory reservation allowed is 6MB')
  if (memory > 0 && reservation > memory) {
    throw invalid('Minimum memory limit can not be less than memory reservation limit, see usage')
  }
  const nano = config.NanoCpus ?? 0
  if (nano > 0 && (config.CpuPeriod ?? 0) > 0) {
    throw invalid('Conflicting options: Nano CPUs and CPU Period cannot both be set')
  }
  if (nano > 0 && (config.CpuQuota ?? 0) > 0) {
    throw invalid('Conflicting options: Nano CPUs and CPU Quota cannot both be set')
  }
  if (nano < 0 || nano > host.processors * 1e9) {
    throw invalid(
      `range of CPUs is from 0.01 to ${host.processors}.00, as there are only ${host.processors} CPUs available`,
    )
  }
  const period = config.CpuPeriod ?? 0
  if (period !== 0 && (period < 1000 || period > 1_000_000)) {
    throw invalid('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)')
  }
  const quota = config.CpuQuota ?? 0
  if (quota > 0 && quota < 1000) throw invalid('CPU cfs quota can not be less than 1ms (i.e. 1000)')
  checkSet(config.CpusetCpus, 'cpus', 'CPUs', host.processors)
  checkSet(config.CpusetMems, 'mems', 'memory nodes', 1)
  // on cgroup version 1 kernels have no such weights any more: it is discarded
  const weight = host.cgroupVersion === '1' ? 0 : (config.BlkioWeight ?? 0)
  if (weight !== 0 && (weight < 10 || weight > 1000)) throw invalid('Range of blkio weight is from 10 to 1000')
}

/** A list such as `0-2,4` of at most `available` numbers. */
function checkSet(text: string | null | undefined, name: string, what: string, available: number): void {
  if (!text) return
  const parts = text.split(',')
  if (parts.some((part) => part.split('-').some((number) => Number(number) > MOST_IN_SET))) {
    throw invalid(`Invalid value ${text} for cpuset ${name}: value of out range, maximum is ${MOST_IN_SET}`)
  }
  for (const part of parts) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part)
    if (!match) throw invalid(`Invalid value ${text} for cpuset ${name}: invalid format: ${part}`)
    if (Number(match[2] ?? match[1]) >= available) {
      const all = available === 1 ? '0' : `0-${available - 1}`
      throw invalid(`Requested ${what} are not available - requested ${text}, available: ${all}`)
    }
  }
}

/** dockerd answers these two with 500 (moby daemon/daemon_unix.go: parseSecurityOpt). */
function checkSecurityOption(option: string): void {
  if (option === 'no-new-privileges' || option === 'disable' || option === 'writable-cgroups') return
  const cut = option.search(/[=:]/)
  if (cut < 0) throw broken(`invalid --security-opt 1: "${option}"`)
  const known = ['label', 'apparmor', 'seccomp', 'no-new-privileges', 'systempaths', 'writable-cgroups']
  if (!known.includes(option.slice(0, cut))) throw broken(`invalid --security-opt 2: "${option}"`)
}
