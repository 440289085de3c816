// A container's HostConfig as a release shows it: early ones show what was left blank as it was left.
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { ulimitsOf } from './daemon-defaults.ts'
import type { HostConfig } from './host-config.ts'
import { linkViews } from './links.ts'

type View = Pick<ContainerContext, 'differences' | 'settings' | 'table'>

export function shownHostConfig(context: View, container: Container): Record<string, unknown> | HostConfig {
  const { hostConfig, blanks } = container
  const { differences } = context
  const changes: Record<string, unknown> = {}
  const ulimits = ulimitsOf(hostConfig, context.settings.now)
  if (ulimits.length > (hostConfig.Ulimits?.length ?? 0)) changes.Ulimits = ulimits
  if (hostConfig.Links) changes.Links = linkViews(context.table, container)
  if (differences.has('default-network-keeps-its-name')) changes.NetworkMode = shownNetworkMode(context, container)
  if (differences.has('blank-settings-stay-blank')) {
    if (blanks.has('RestartPolicy')) changes.RestartPolicy = { ...hostConfig.RestartPolicy, Name: '' }
    if (blanks.has('Runtime')) changes.Runtime = undefined
  }
  if (differences.has('kernel-memory-is-told')) {
    changes.KernelMemory = hostConfig.KernelMemory ?? 0
    changes.KernelMemoryTCP = hostConfig.KernelMemoryTCP ?? 0
  }
  return Object.keys(changes).length > 0 ? { ...hostConfig, ...changes } : hostConfig
}

export function shownNetworkMode({ differences }: Pick<View, 'differences'>, container: Container): string {
  const keepsName = differences.has('default-network-keeps-its-name') && container.blanks.has('NetworkMode')
  return keepsName ? 'default' : container.hostConfig.NetworkMode
}
