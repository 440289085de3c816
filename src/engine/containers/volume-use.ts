// What is told of a container's volumes when it starts and when it has ended.
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import type { MountPoint } from './mount-point.ts'

/** Claims its volumes and tells that they are mounted. */
export function useVolumes(context: ContainerContext, container: Container): void {
  for (const [name, { destination, driver, propagation, writable }] of volumesOf(container)) {
    // a volume of another container (`--volumes-from`) is claimed from the first start on only
    context.volumes.claim(name, container.id)
    tell(context, 'mount', name, {
      container: container.id,
      destination,
      driver: driver ?? 'local',
      propagation,
      'read/write': String(writable),
    })
  }
}

/** Tells that they are not mounted any more; dockerd does so after a failed start too, however far that came. */
export function leaveVolumes(context: ContainerContext, container: Container): void {
  for (const [name, { driver }] of volumesOf(container)) {
    const volume = context.volumes.get(name)
    volume?.memory?.users.delete(container.id)
    if (volume?.memory?.users.size === 0) volume.memory = undefined
    tell(context, 'unmount', name, { container: container.id, driver: driver ?? 'local' })
  }
}

function* volumesOf(container: Container): Generator<[name: string, mount: MountPoint]> {
  for (const mount of container.mounts)
    if (mount.type === 'volume' && mount.name !== undefined) yield [mount.name, mount]
}

function tell(
  { world }: ContainerContext,
  action: string,
  id: string,
  attributes: Readonly<Record<string, string>>,
): void {
  world.events.publish({ type: 'volume', action, id, attributes })
}
