// `docker update` (moby daemon/update.go).
import { conflict, invalid } from '../../world/refusal.ts'
import { checkResources, checkRestartPolicy } from './checks.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import type { RequestedHostConfig } from './host-config.ts'

/** New limits and a new restart policy for a container; what is left out stays (moby daemon/update.go). */
export function updateContainer(context: ContainerContext, container: Container, config: RequestedHostConfig): void {
  const policy = config.RestartPolicy
  if (policy?.Name)
    checkRestartPolicy({ Name: policy.Name, MaximumRetryCount: policy.MaximumRetryCount ?? 0 }, context.words)
  const limits = Object.fromEntries(Object.entries(config).filter(([key, value]) => key !== 'RestartPolicy' && value))
  const merged = { ...container.hostConfig, ...limits }
  checkResources(merged, context.host)
  if (container.doomed) {
    throw conflict(`Cannot update container ${container.id}: container is marked for removal and cannot be "update"`)
  }
  if (policy?.Name && container.hostConfig.AutoRemove && policy.Name !== 'no') {
    throw invalid('Restart policy cannot be updated because AutoRemove is enabled for the container')
  }
  container.hostConfig = {
    ...merged,
    ...(policy?.Name && {
      RestartPolicy: { Name: policy.Name, MaximumRetryCount: policy.MaximumRetryCount ?? 0 },
    }),
  }
  if (policy?.Name) container.blanks.delete('RestartPolicy')
  touch(container)
  publish(context, container, 'update')
}
