// `docker update` (moby daemon/update.go, daemon/container/container_unix.go: UpdateContainer).
import { broken, conflict, invalid } from '../../world/refusal.ts'
import { checkRestartPolicy } from './checks.ts'
import { touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import type { HostConfig, RequestedHostConfig } from './host-config.ts'
import { checkResources } from './resource-checks.ts'
import { isUp } from './state.ts'
import { limitWarnings } from './warnings.ts'

/** The limits that can be changed; all others are read and forgotten. */
const changeable = [
  'CpuShares',
  'NanoCpus',
  'CpuPeriod',
  'CpuQuota',
  'CpuRealtimePeriod',
  'CpuRealtimeRuntime',
  'CpusetCpus',
  'CpusetMems',
  'Memory',
  'MemorySwap',
  'MemoryReservation',
] as const

/** New limits and a new restart policy; what is zero stays as it was. Gives warnings. */
export function updateContainer(context: ContainerContext, reference: string, config: RequestedHostConfig): string[] {
  const { host, words, table } = context
  if (context.differences.has('updates-find-the-container-first')) table.find(reference)
  const policy = config.RestartPolicy
  const restart = { Name: policy?.Name ?? '', MaximumRetryCount: policy?.MaximumRetryCount ?? 0 }
  if (restart.Name !== '') checkRestartPolicy(restart, words)
  if (config.IOMaximumBandwidth || config.IOMaximumIOps) {
    throw invalid('Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps')
  }
  checkResources(config, host, words)
  const container = table.find(reference)
  const refuse = (reason: string): Error => conflict(`Cannot update container ${container.id}: ${reason}`)
  if (container.doomed) throw refuse('container is marked for removal and cannot be "update"')
  const limits = changedLimits(container.hostConfig, config, refuse)
  if (host.cgroupVersion !== '1' && config.BlkioWeight) limits.BlkioWeight = config.BlkioWeight
  if (restart.Name !== '' && container.hostConfig.AutoRemove && restart.Name !== 'no') {
    throw refuse('Restart policy cannot be updated because AutoRemove is enabled for the container')
  }
  const shares = limits.CpuShares ?? 0
  if (isUp(container.state) && host.cgroupVersion === '1' && shares === 1) {
    throw broken(
      `Cannot update container ${container.id}: runc did not terminate successfully: exit status 1: the minimum allowed cpu-shares is 2\n`,
    )
  }
  container.hostConfig = {
    ...container.hostConfig,
    ...limits,
    ...(restart.Name !== '' && { RestartPolicy: restart }),
  }
  if (restart.Name !== '') container.blanks.delete('RestartPolicy')
  touch(container)
  publish(context, container, 'update')
  return limitWarnings(config, host)
}

/** Throws a conflict where a new limit does not go with one that the container has. */
function changedLimits(
  has: HostConfig,
  asked: RequestedHostConfig,
  refuse: (reason: string) => Error,
): Partial<HostConfig> {
  const both = (what: string, other: string): Error =>
    refuse(`Conflicting options: ${what} cannot be updated as ${other} has already been set`)
  if (asked.NanoCpus && has.CpuPeriod > 0) throw both('Nano CPUs', 'CPU Period')
  if (asked.NanoCpus && has.CpuQuota > 0) throw both('Nano CPUs', 'CPU Quota')
  if (asked.CpuPeriod && has.NanoCpus > 0) throw both('CPU Period', 'NanoCPUs')
  if (asked.CpuQuota && has.NanoCpus > 0) throw both('CPU Quota', 'NanoCPUs')
  if (asked.Memory && !asked.MemorySwap && asked.Memory > has.MemorySwap) {
    throw refuse(
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    )
  }
  const limits: Record<string, unknown> = {}
  for (const name of changeable) if (asked[name]) limits[name] = asked[name]
  const pids = asked.PidsLimit
  if (pids !== null && pids !== undefined) limits.PidsLimit = Math.max(0, pids)
  return limits
}
