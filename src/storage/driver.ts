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
import type { Change, Tree, WritableTree } from './tree.ts'

export interface PrepareOptions {
  /** bytes that the active layer may hold: `docker run --storage-opt size=` */
  readonly size?: number
}

export interface StorageDriver {
  readonly name: string
  prepare(key: string, parent?: string, options?: PrepareOptions): WritableTree
  commit(key: string, id: string): void
  /** A committed layer with everything below it; of a key, the active tree as it is now. */
  open(id: string): Tree
  /** Forgets a layer or an active one. */
  remove(id: string): void
  /** `GraphDriver.Data` in inspect. */
  describe(id: string): Record<string, string>
  /** `DriverStatus` in info, in its order. */
  status?(): Iterable<readonly [string, string]>
  /** What an active layer changed over its parent; derived by storage/changes.ts where a driver does not tell. */
  changes?(key: string): Iterable<Change>
  /** Bytes that the layer itself holds (`SizeRw`, the size of an image layer). */
  usage(id: string): number
}
