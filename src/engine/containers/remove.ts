// Removing containers (moby daemon/delete.go).
import { broken, conflict, Refusal } from '../../world/refusal.ts'
import { SIGKILL } from '../signals.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { deliver } from './deliver.ts'
import { forget } from './keep.ts'
import { keepNameInLinks, removeLink, touchLinked } from './links.ts'
import { dead, isUp, removing } from './state.ts'

export interface RemoveOptions {
  readonly force?: boolean | undefined
  /** anonymous volumes too */
  readonly volumes?: boolean | undefined
  /** `docker rm --link` */
  readonly link?: boolean | undefined
}

export async function removeContainer(
  context: ContainerContext,
  container: Container,
  reference: string,
  options: RemoveOptions = {},
): Promise<void> {
  if (container.doomed) throw conflict(`removal of container ${reference} is already in progress`)
  if (options.link) return removeLink(context.table, container, reference)
  const slow = context.driver.troubles?.wait()
  if (slow) await slow
  const { status } = container.state
  if (isUp(container.state)) {
    if (!options.force) throw conflict(context.words.removeRunning(reference, status, container.id))
    container.doomed = true
    const ended = new Promise<void>((resolve) => container.waiters.add('next-exit', () => resolve()))
    deliver(context, container, SIGKILL)
    await ended
  } else if (status === 'restarting' && !options.force) {
    throw conflict(context.words.removeRunning(reference, status, container.id))
  }
  removeNow(context, container, options, reference)
}

/** Takes a container that has no processes out of the world. Throws what the storage driver refuses; then it is dead. */
export function removeNow(
  context: ContainerContext,
  container: Container,
  options: RemoveOptions,
  reference: string = container.name,
): void {
  container.doomed = true
  container.restartTimer?.cancel()
  container.state = removing(container.state)
  takeLayerAway(context, container, reference)
  touchLinked(context.table, container)
  keepNameInLinks(context.table, container)
  context.table.remove(container)
  forget(context, container)
  context.images.release(container.imageId, container.id)
  for (const mount of container.mounts) {
    if (mount.layer !== undefined) context.layers.unmount(mount.layer)
    if (mount.name === undefined) continue
    const volume = [...context.volumes.all()].find((candidate) => candidate.name === mount.name)
    volume?.claims.delete(container.id)
    if (options.volumes && volume?.anonymous && volume.claims.size === 0) context.volumes.remove(volume.name)
  }
  publish(context, container, 'destroy')
  container.output.close()
  container.waiters.removed({ exitCode: container.state.exitCode })
}

/** The same where nobody could be told of a refusal: `--rm`, prune. Returns whether it is gone. */
export function removeQuietly(context: ContainerContext, container: Container, options: RemoveOptions): boolean {
  try {
    removeNow(context, container, options)
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    container.waiters.removed({ exitCode: container.state.exitCode, error: error.message })
    return false
  }
}

function takeLayerAway({ driver, layers, words }: ContainerContext, container: Container, reference: string): void {
  try {
    layers.unmount(container.id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    container.state = dead(container.state)
    touch(container)
    container.doomed = false
    const reason = `driver "${driver.name}" failed to remove root filesystem: ${error.message}`
    throw broken(words.removeFailed(reference, container.id, reason))
  }
}
