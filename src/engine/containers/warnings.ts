// What dockerd takes out of a new container's wishes because the host cannot do it, and what it warns of
// (moby daemon/daemon_unix.go: verifyPlatformContainerResources).

import type { Schemas } from '../../gen/operations.ts'
import type { Host } from '../host.ts'

/** Takes out of a HostConfig what the host's kernel does not support. */
export function discardUnsupported(config: Schemas['HostConfig'], host: Host): void {
  // block I/O weights went from version 1 of cgroups with Linux 5.0; these two came not into version 2
  if (host.cgroupVersion === '1') config.BlkioWeight = 0
  else {
    config.MemorySwappiness = null
    config.OomKillDisable = null
  }
}

/** `Warnings` of the reply, for a HostConfig as the client sent it. */
export function createWarnings(asked: Schemas['HostConfig'], host: Host): string[] {
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
  if (asked.BlkioWeight && old) {
    warnings.push('Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.')
  }
  if (asked.NetworkMode === 'host' && Object.keys(asked.PortBindings ?? {}).length > 0) {
    warnings.push('Published ports are discarded when using host network mode')
  }
  return warnings
}
