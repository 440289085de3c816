// The interface of a storage driver.
//
// Vocabulary: a *layer* is a committed, immutable tree and has an id; an *active* layer is a tree being written over a
// committed parent and has a key. Lifecycle: prepare(key, parent) -> write -> commit(key, id), then open(id) any number
// of times, prepare children over it, and remove(id) when it has none. A container's own layer is an active one that is
// never committed: prepare(key, image's top layer) -> run -> removed by remove(key).
//
//   const tree = driver.prepare('extract-1', base)     // pull: unpack a layer over its parent
//   applyTar(tree, layer)
//   driver.commit('extract-1', chainId)
//   const rootfs = driver.prepare(containerId, chainId)  // run
import type { GoBack } from '../world/checkpoint.ts'
import type { Random } from '../world/random.ts'
import type { Account } from './account.ts'
import type { LayerFile } from './layer-files.ts'
import type { Change, Tree, WritableTree } from './tree.ts'
import type { StorageTroubles } from './troubles.ts'

/** What a driver is made from. */
export interface DriverOptions {
  /** The daemon's data root: `/var/lib/docker`. Paths that are only shown begin with it. */
  readonly root: string
  /** Names directories. */
  readonly random: Random
  /** `--storage-opt` of the daemon, in the order of the command line */
  readonly options?: Readonly<Record<string, string>>
  /** What the data root lies on, where the driver has a choice: ext4 (`extfs`) if left out. */
  readonly fileSystem?: FileSystem | undefined
  /** Names of ways in which the engine's release differs; a driver knows those that concern it. */
  readonly differences?: ReadonlySet<string>
  /** bytes that containers may write in all before they get ENOSPC; 2 GiB if left out */
  readonly capacity?: number
  /** bytes of the simulated disk, on which layers take what the driver's way of storing them takes; 100 GiB */
  readonly space?: number
}

/** As dockerd names them; `xfs-pquota` is xfs mounted with project quotas. */
export type FileSystem = 'extfs' | 'xfs' | 'xfs-pquota' | 'btrfs' | 'zfs'

/** Throws an Error with dockerd's words for options that the driver does not take. */
export type DriverFactory = (options: DriverOptions) => StorageDriver

export interface PrepareOptions {
  /** bytes that the active layer may hold: `docker run --storage-opt size=` */
  readonly size?: number | undefined
  /**
   * Fills a layer that is put between the parent and the active one, as dockerd's `-init` layer: mount points and
   * empty files that are neither part of the image nor a change of the container.
   */
  readonly init?: ((tree: WritableTree) => void) | undefined
  /** What `place` told of the layer in an earlier run, so that it is described as then. */
  readonly place?: string | undefined
}

/** A layer as the driver keeps it. */
export interface LayerReport {
  /** id or key */
  readonly id: string
  readonly kind: 'active' | 'committed' | 'init'
  readonly parent: string | undefined
  /** layers with it and below it */
  readonly depth: number
  /** bytes of the simulated disk that it takes */
  readonly taken: number
  readonly usage: number
  readonly account: Readonly<Account>
}

/** How a container's root shows in its /proc/mounts. */
export interface RootMount {
  readonly source: string
  readonly type: string
  readonly options: string
}

export interface StorageDriver {
  readonly name: string
  /** Throws a Refusal with dockerd's words where the driver cannot: too deep, no space left in its pool. */
  prepare(key: string, parent?: string, options?: PrepareOptions): WritableTree
  /** Why no active layer can be had with these options (`docker run --storage-opt`), in dockerd's words. */
  refusal?(options: Readonly<Record<string, string>>): string | undefined
  /** bytes that such options ask for, if any; asked where there is no refusal */
  sizeOf?(options: Readonly<Record<string, string>>): number | undefined
  commit(key: string, id: string): void
  /** A committed layer with everything below it; of a key, the active tree as it is now. */
  open(id: string): Tree
  /** The committed layer (with everything below it) that this one lies on; undefined for a lowest one. */
  below(id: string): Tree | undefined
  /**
   * Forgets a layer or an active one. Throws for a layer that others lie on, and a Refusal where it is held and the
   * driver cannot take away what is held.
   */
  remove(id: string): void
  /** Something else has it mounted, until the function that comes back is called. */
  hold?(id: string): () => void
  /** `GraphDriver.Data` in inspect. */
  describe(id: string): Record<string, string>
  /** `DriverStatus` in info, in its order; undefined where dockerd says null. */
  status?(): Iterable<readonly [string, string]> | undefined
  /** What a layer changed over what it lies on; derived by storage/changes.ts where a driver does not tell. */
  changes?(id: string): Iterable<Change>
  /** How the driver calls the place where it keeps a layer (a directory, a dataset): to be had again in a later run. */
  place?(id: string): string
  /** Bytes that the layer itself holds (`SizeRw`, the size of an image layer). */
  usage(id: string): number
  /** What work on it cost since it was prepared. */
  account?(id: string): Readonly<Account>
  /** All layers, the older first. */
  layers?(): Iterable<LayerReport>
  /** What lies in the layer's own directory (or on its device), whiteouts in the driver's own form. */
  files?(id: string): Iterable<LayerFile>
  /** What it keeps now can be gone back to; a daemon whose driver has no checkpoints has no snapshots. */
  checkpoint?(): GoBack
  /** the simulated disk or pool */
  readonly space?: Space
  /** What is to go wrong, where the driver knows of such. */
  readonly troubles?: StorageTroubles
  mount?(id: string): RootMount | undefined
  /** The containers' root directories are a containerd snapshotter's: inspect shows `Storage` and no `GraphDriver`. */
  readonly snapshotter?: boolean
}

export interface Space {
  /** bytes that it allocates at once when a file of a lower layer changes */
  readonly blockSize: number
  /** bytes */
  readonly total: number
  readonly used: number
}
