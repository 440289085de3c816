// A state of an engine as a file: a data root in a tar archive, for a daemon to begin with (docs/snapshots.md).
import type { Digest } from '../codec/digest.ts'
import { writeTar } from '../codec/write-tar.ts'
import type { Checkpoint, Engine } from '../engine/engine.ts'
import type { FileBytes } from '../storage/bytes.ts'
import { PackedRoot } from '../storage/data-root/packed-root.ts'
import { listsOf } from '../storage/layer-lists.ts'
import type { KnownLayer } from '../storage/layers.ts'

/** bytes that are read at a time */
const chunkSize = 256 * 1024

/**
 * The same state gives the same bytes. They come as they are taken.
 * @param at of the state, ms since 1970 on the daemon's clock
 */
export async function* exportState(engine: Engine, { look }: Checkpoint, at: number): AsyncGenerator<Uint8Array> {
  const { driver, layers } = engine
  const root = new PackedRoot(driver.name)
  const archives = new Map<Digest, FileBytes>()
  const known = look(() => {
    engine.putInto(root.store)
    return Array.from(layers.all(), ({ chainId, diffId, parent, size, archiveSize }): KnownLayer => {
      // the checkpoint holds its bytes, whatever becomes of the layer
      archives.set(diffId, layers.content.bytes(diffId))
      return { chainId, diffId, parent, size, archiveSize, place: driver.place?.(chainId) }
    })
  })
  const lists = await listsOf(known, (diffId) => chunksOf(archives.get(diffId)!))
  for (const layer of known) root.putLayer(layer, lists.get(layer.chainId)!)
  const blobs = Array.from(archives, ([digest, bytes]) => ({ digest, size: bytes.size, bytes: chunksOf(bytes) }))
  yield* writeTar(root.entries(engine.id, at, blobs))
}

async function* chunksOf(bytes: FileBytes): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < bytes.size; position += chunkSize) yield bytes.read(position, chunkSize)
}
