// Keeps containers in the engine's store: what each is and is in as a record, its files as a tree.
import type { Store } from '../../storage/store.ts'
import type { WritableTree } from '../../storage/tree.ts'
import type { Address, Endpoint } from '../networks/endpoint.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import type { Health } from './health-state.ts'
import { keptLog } from './logging/kept-log.ts'
import type { MountPoint } from './mount-point.ts'
import type { PortBinding } from './ports.ts'

/** What is told of a container in JSON. */
export type ContainerRecord = Pick<
  Container,
  | 'id'
  | 'name'
  | 'created'
  | 'imageId'
  | 'layer'
  | 'config'
  | 'hostConfig'
  | 'state'
  | 'restartCount'
  | 'stoppedByHand'
  | 'hostFolder'
  | 'hadSandbox'
> & {
  readonly blanks: readonly string[]
  readonly mounts: readonly Omit<MountPoint, 'tree' | 'ino'>[]
  readonly endpoints: readonly (readonly [name: string, Omit<Endpoint, 'address'>])[]
  /** how the storage driver calls the place of its layer */
  readonly place: string | undefined
  /** It was started with a health check. */
  readonly isWatched: boolean
}

export function recordOf({ driver }: ContainerContext, container: Container): ContainerRecord {
  const { id, name, created, imageId, layer, config, hostConfig, state } = container
  const { restartCount, stoppedByHand, hostFolder, hadSandbox } = container
  return {
    id,
    name,
    created,
    imageId,
    layer,
    place: driver.place?.(id),
    config,
    hostConfig,
    blanks: [...container.blanks],
    state,
    restartCount,
    stoppedByHand,
    hostFolder,
    hadSandbox,
    mounts: container.mounts.map(({ tree: _tree, ino: _ino, ...mount }) => mount),
    endpoints: [...container.endpoints].map(([network, { address: _, ...endpoint }]) => [network, endpoint] as const),
    isWatched: container.health !== undefined,
  }
}

/** What is true of it as long as the daemon goes on. */
export interface LiveRecord {
  readonly restartCancelled: boolean
  /** ms */
  readonly restartWait: number
  readonly sandbox: string
  readonly published: readonly (readonly [port: string, bindings: PortBinding[]])[]
  readonly health: Omit<Health, 'stop'> | undefined
  /** by network name */
  readonly addresses: readonly (readonly [name: string, address: Address])[]
}

export function liveRecordOf({
  restartCancelled,
  restartWait,
  sandbox,
  published,
  health,
  endpoints,
}: Container): LiveRecord {
  return {
    restartCancelled,
    restartWait,
    sandbox,
    published: [...published],
    health: health && { status: health.status, failingStreak: health.failingStreak, log: health.log },
    addresses: [...endpoints].flatMap(([name, { address }]) => (address ? [[name, address] as const] : [])),
  }
}

/** Where dockerd's own files over a container's are kept. */
export const etcKey = (id: string): string => `${id}-etc`

/** Puts all containers into a store, with their files and logs. */
export function putContainers(context: ContainerContext, store: Store): void {
  const { driver, table } = context
  for (const container of table.all()) {
    const { id, tree, log } = container
    store.containers.put(id, () => recordOf(context, container))
    store.containerTrees.keep(
      id,
      () => tree,
      () => driver.below(id),
    )
    putRunning(store, container)
    const lines = keptLog(store.logs, id)
    for (const entry of log.all()) lines.append(entry)
  }
}

/** Puts what is true of a container that runs into a store, with dockerd's own files over its own. */
export function putRunning(store: Store, container: Container): void {
  store.live?.put(container.id, () => liveRecordOf(container))
  // the three of them lie in one tree
  const etc = container.etcFiles[0]?.tree
  if (etc && 'create' in etc) store.containerTrees.keep(etcKey(container.id), () => etc)
}

/** The container's own files, which are to be kept: what comes back is to be used in their place. */
export function keepTree({ store, driver }: ContainerContext, id: string, tree: () => WritableTree): WritableTree {
  return store.containerTrees.keep(id, tree, () => driver.below(id))
}

/** Its files and those of its volumes, as they are now, are to outlive the process. */
export function saveFiles({ store, volumes }: ContainerContext, { id, mounts }: Container): void {
  store.containerTrees.save(id)
  for (const { type, name } of mounts) if (type === 'volume' && name !== undefined) volumes.save(name)
}

export function forget({ store }: ContainerContext, { id }: Container): void {
  store.containers.delete(id)
  store.containerTrees.delete(id)
  store.logs.delete(id)
}
