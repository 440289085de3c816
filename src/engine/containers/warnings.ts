// What dockerd takes out of a container's wishes because the host cannot do it, and what it warns of
// (moby daemon/daemon_unix.go: verifyPlatformContainerResources).

import type { Schemas } from '../../gen/operations.ts'
import type { Host } from '../host.ts'
import type { Settings } from '../settings.ts'

type Asked = Schemas['HostConfig']

/** Takes out of a HostConfig what the host's kernel does not support. */
export function discardUnsupported(config: Asked, host: Host): void {
  config.CpuPercent = 0
  // block I/O weights went from version 1 of cgroups with Linux 5.0; the last two came not into version 2
  if (host.cgroupVersion === '1') {
    config.BlkioWeight = 0
    if (config.BlkioWeightDevice?.length) config.BlkioWeightDevice = []
  } else {
    config.MemorySwappiness = null
    config.OomKillDisable = null
  }
}

/** What is said of limits, of a new container or at an update. */
export function limitWarnings(asked: Asked, host: Host): string[] {
  const warnings: string[] = []
  const old = host.cgroupVersion === '1'
  const swappiness = asked.MemorySwappiness ?? -1
  if (!old && swappiness !== -1) {
    warnings.push(
      'Your kernel does not support memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded.',
    )
  }
  if (asked.OomKillDisable && !old) {
    warnings.push('Your kernel does not support OomKillDisable. OomKillDisable discarded.')
  }
  if (asked.OomKillDisable && old && !asked.Memory) {
    warnings.push(
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
    )
  }
  if (asked.CpuPercent) warnings.push('linux does not support CPU percent. Percent discarded.')
  if (asked.BlkioWeight && old) {
    warnings.push('Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.')
  }
  if (asked.BlkioWeightDevice?.length && old) {
    warnings.push(
      'Your kernel does not support Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.',
    )
  }
  return warnings
}

/** `Warnings` of the reply to a create, for a HostConfig as the client sent it. */
export function createWarnings(asked: Asked, host: Host, { ipForward }: Settings): string[] {
  const warnings = limitWarnings(asked, host)
  if (!ipForward && !['host', 'none'].includes(asked.NetworkMode ?? '')) {
    warnings.push('IPv4 forwarding is disabled. Networking will not work.')
  }
  if (asked.NetworkMode === 'host' && Object.keys(asked.PortBindings ?? {}).length > 0) {
    warnings.push('Published ports are discarded when using host network mode')
  }
  if (asked.Mounts?.some(({ Type }) => Type === 'image')) warnings.push('Image mount is an experimental feature')
  return warnings
}
