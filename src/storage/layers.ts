// The layers of an engine: what images are stacked from, by chain id, and what containers write to.

import { uncompressed } from '../codec/compression.ts'
import { type Digest, digestOf } from '../codec/digest.ts'
import { checkpointOfMap, type GoBack } from '../world/checkpoint.ts'
import { broken } from '../world/refusal.ts'
import { type FileBytes, partOf } from './bytes.ts'
import { changesBetween } from './changes.ts'
import type { ContentStore } from './content.ts'
import { fillTree, type TreeList } from './data-root/saved-tree.ts'
import type { DeferredDriver } from './deferred-driver.ts'
import type { PrepareOptions, StorageDriver } from './driver.ts'
import { unpacking } from './late.ts'
import { ListedTree } from './listed-tree.ts'
import { packLayer } from './pack.ts'
import type { Change, WritableTree } from './tree.ts'

/**
 * A committed layer. Its archive stays in the content store as it came (uncompressed), so that it is given out with
 * the very bytes that its diff id names; the files of the tree are read out of the same bytes and not kept twice.
 */
export interface StoredLayer {
  /** Names the layer together with everything below it (OCI image specification, config.md). */
  readonly chainId: Digest
  /** Digest of its archive. */
  readonly diffId: Digest
  readonly parent: Digest | undefined
  /** bytes of its files */
  readonly size: number
  /** bytes of its archive */
  readonly archiveSize: number
}

export interface LayerStore {
  /**
   * Unpacks an archive (compressed or not) over a parent. Whoever registers owns a share and must `release` it. The
   * same layer registered twice is one. An archive that breaks leaves nothing behind.
   */
  register(archive: AsyncIterable<Uint8Array>, parent?: Digest): Promise<StoredLayer>
  /**
   * The same with an archive that lies in the content store already, not compressed: it is read and not copied.
   * `through` sees what is read.
   */
  registerStored(
    archive: Digest,
    parent?: Digest,
    through?: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
  ): Promise<StoredLayer>
  /** Where archives lie. */
  readonly content: ContentStore
  find(chainId: Digest): StoredLayer | undefined
  /** Each after those that it lies on. */
  all(): Iterable<StoredLayer>
  /** One more share of a layer that is there: true; false if it is not. */
  retain(chainId: Digest): boolean
  /** Gives a share back. Returns the layers that nobody needs any more and that are gone now, the highest first. */
  release(chainId: Digest): Digest[]
  /** The archive of a layer, with the bytes that its diff id names. */
  archive(chainId: Digest): AsyncIterable<Uint8Array>
  /** The tree of a container, over an image's top layer (or nothing). */
  mount(id: string, parent: Digest | undefined, options?: PrepareOptions): WritableTree
  unmount(id: string): void
  /** The same for a container of an earlier run: the tree is prepared, and filled, when it is first asked for. */
  remount(
    id: string,
    parent: Digest | undefined,
    options: PrepareOptions,
    fill: (tree: WritableTree) => void,
  ): () => WritableTree
  /** Once all who need layers of an earlier run have said so: forgets the others. */
  collect(): void
  /** What the container changed. */
  changes(id: string): Change[]
  /** Which layers there are now, and who has them, can be gone back to; the driver has a checkpoint of its own. */
  checkpoint(): GoBack
  /** The same as the archive of a layer: what `docker commit` registers. */
  difference(id: string): AsyncIterable<Uint8Array>
}

/** A layer and what its driver calls it. */
export interface KnownLayer extends StoredLayer {
  readonly place: string | undefined
}

/** Layers of earlier runs. */
export interface LayerSource {
  readonly known: Iterable<KnownLayer>
  /** False where a record could not be read, whose layers would be taken for garbage. */
  mayCollect(): boolean
  /** What is in a layer. Throws when that cannot be read. */
  list(chainId: Digest): TreeList
}

/** Keeps layers from one run to the next. */
export interface LayerKeeper extends LayerSource {
  put(layer: KnownLayer, list: TreeList): void
  delete(chainId: Digest): void
}

/** Where an engine's layers come from and may be kept, with a driver that has them made, at once or when they are needed. */
export interface LayerKeeping {
  readonly keeper: LayerSource | LayerKeeper
  readonly driver: Pick<DeferredDriver, 'defer'>
}

/** A layer that is not committed yet. */
interface Unpacked {
  readonly key: string
  readonly tree: ListedTree
}

interface Held extends StoredLayer {
  shares: number
}

/** layers in an image, at most (moby layer/layer_store.go: maxLayerDepth) */
const deepest = 125

export function layerStore(driver: StorageDriver, content: ContentStore, keeping?: LayerKeeping): LayerStore {
  const layers = new Map<Digest, Held>()
  const mounts = new Map<string, Digest | undefined>()
  let count = 0
  const source = keeping?.keeper
  const keeper = source && 'put' in source ? source : undefined

  const find = (chainId: Digest): Held => {
    const layer = layers.get(chainId)
    if (layer === undefined) throw new Error(`layer does not exist: ${chainId}`)
    return layer
  }
  const depthOf = (chainId: Digest | undefined): number => {
    let depth = 0
    for (let id = chainId; id !== undefined; id = find(id).parent) depth++
    return depth
  }
  const release = (chainId: Digest | undefined): Digest[] => {
    const gone: Digest[] = []
    for (let id = chainId; id !== undefined; ) {
      const layer = find(id)
      if (--layer.shares > 0) break
      layers.delete(id)
      driver.remove(id)
      content.delete(layer.diffId)
      keeper?.delete(id)
      gone.push(id)
      id = layer.parent
    }
    return gone
  }
  /** Takes a share of the parent; leaves nothing behind when the archive breaks. `bytes` are those of the archive. */
  const unpackLayer = async (
    archive: AsyncIterable<Uint8Array>,
    bytes: FileBytes,
    parent: Digest | undefined,
  ): Promise<Unpacked> => {
    if (depthOf(parent) >= deepest) throw broken('max depth exceeded')
    const slow = driver.troubles?.wait()
    if (slow) await slow
    const { unpack } = await unpacking.load()
    const key = `extract-${++count}`
    const tree = new ListedTree(driver.prepare(key, parent))
    if (parent !== undefined) find(parent).shares++
    try {
      await unpack(keeper ? tree : tree.inner, archive, {
        layer: true,
        bytesAt: (offset, size) => tree.noted(partOf(bytes, offset, size), offset),
      })
    } catch (error) {
      driver.remove(key)
      release(parent)
      throw error
    }
    return { key, tree }
  }
  /** Takes over the share of the parent. */
  const add = (diffId: Digest, parent: Digest | undefined, { key, tree }: Unpacked): Held => {
    const chainId = chainIdOf(diffId, parent)
    const known = layers.get(chainId)
    if (known !== undefined) {
      known.shares++
      driver.remove(key)
      content.delete(diffId)
      release(parent)
      return known
    }
    const list = keeper && tree.list(driver.below(key))
    driver.commit(key, chainId)
    const archiveSize = content.size(diffId) ?? 0
    const layer = { chainId, diffId, parent, size: driver.usage(chainId), archiveSize, shares: 1 }
    layers.set(chainId, layer)
    if (list) keeper.put({ ...layer, place: driver.place?.(chainId) }, list)
    return layer
  }
  /** Takes over a layer of an earlier run. Its parents come first. */
  const takeOver = ({ place, ...layer }: KnownLayer, { keeper, driver: maker }: LayerKeeping): void => {
    const { chainId, diffId, parent } = layer
    const below = parent === undefined ? undefined : layers.get(parent)
    if (layers.has(chainId) || (parent !== undefined && !below) || !content.retain(diffId)) return
    if (below) below.shares++
    layers.set(chainId, { ...layer, shares: 0 })
    maker.defer(chainId, () => {
      const key = `extract-${++count}`
      const tree = driver.prepare(key, parent, { place })
      fillTree(tree, keeper.list(chainId), content.bytes(diffId))
      driver.commit(key, chainId)
    })
  }
  if (keeping) for (const known of keeping.keeper.known) takeOver(known, keeping)

  return {
    content,
    async register(archive, parent) {
      const blob = content.begin()
      const unpacked = await unpackLayer(copied(uncompressed(archive), blob.write), blob.bytes, parent).catch(
        (error) => {
          blob.abort()
          throw error
        },
      )
      return add(blob.finish(), parent, unpacked)
    },
    async registerStored(archive, parent, through = (chunks) => chunks) {
      const unpacked = await unpackLayer(through(content.get(archive)), content.bytes(archive), parent)
      content.retain(archive)
      return add(archive, parent, unpacked)
    },
    find: (chainId) => layers.get(chainId),
    all: () => layers.values(),
    retain(chainId) {
      const layer = layers.get(chainId)
      if (layer !== undefined) layer.shares++
      return layer !== undefined
    },
    release,
    archive: (chainId) => content.get(find(chainId).diffId),
    mount(id, parent, options) {
      const layer = parent === undefined ? undefined : find(parent)
      const tree = driver.prepare(id, parent, options)
      if (layer !== undefined) layer.shares++
      mounts.set(id, parent)
      return tree
    },
    remount(id, parent, options, fill) {
      if (!keeping) throw new Error('there was no earlier run')
      if (parent !== undefined) find(parent).shares++
      mounts.set(id, parent)
      let tree: WritableTree | undefined
      keeping.driver.defer(id, () => {
        tree = driver.prepare(id, parent, options)
        fill(tree)
      })
      return () => {
        driver.open(id)
        return tree!
      }
    },
    collect() {
      if (source?.mayCollect() === false) return
      for (const { chainId, shares } of [...layers.values()]) {
        if (shares > 0 || !layers.has(chainId)) continue
        find(chainId).shares++
        release(chainId)
      }
    },
    unmount(id) {
      driver.remove(id)
      release(mounts.get(id))
      mounts.delete(id)
    },
    changes(id) {
      return driver.changes ? [...driver.changes(id)] : changesBetween(driver.below(id), driver.open(id))
    },
    checkpoint() {
      const goBackInContent = content.checkpoint()
      const goBackInMounts = checkpointOfMap(mounts)
      const held = Array.from(layers.values(), (layer) => ({ layer, shares: layer.shares }))
      return () => {
        goBackInContent()
        goBackInMounts()
        layers.clear()
        for (const { layer, shares } of held) {
          layer.shares = shares
          layers.set(layer.chainId, layer)
        }
      }
    },
    difference: (id) => packLayer(driver.below(id), driver.open(id)),
  }
}

/** OCI image specification, config.md: the lowest layer's chain id is its diff id. */
export function chainIdOf(diffId: Digest, parent: Digest | undefined): Digest {
  return parent === undefined ? diffId : digestOf(`${parent} ${diffId}`)
}

async function* copied(
  source: AsyncIterable<Uint8Array>,
  write: (chunk: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    await write(chunk)
    yield chunk
  }
}
