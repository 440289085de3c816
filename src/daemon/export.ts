// A state of an engine as a file: a data root in a tar archive, for a daemon to begin with (docs/snapshots.md).
import { writeTar } from '../codec/write-tar.ts'
import type { Checkpoint, Engine } from '../engine/engine.ts'
import { PackedRoot } from '../storage/data-root/packed-root.ts'
import { listsOf } from '../storage/layer-lists.ts'
import type { KnownLayer } from '../storage/layers.ts'

/**
 * The same state gives the same bytes. They come as they are taken.
 * @param at of the state, ms since 1970 on the daemon's clock
 */
export async function* exportState(engine: Engine, { look }: Checkpoint, at: number): AsyncGenerator<Uint8Array> {
  const { driver, layers } = engine
  const { content } = layers
  const root = new PackedRoot(driver.name)
  const known = look(() => {
    engine.putInto(root.store)
    const known = Array.from(layers.all(), ({ chainId, diffId, parent, size, archiveSize }): KnownLayer => {
      return { chainId, diffId, parent, size, archiveSize, place: driver.place?.(chainId) }
    })
    for (const { diffId } of known) content.retain(diffId)
    return known
  })
  try {
    const lists = await listsOf(known, content)
    for (const layer of known) root.putLayer(layer, lists.get(layer.chainId)!)
    const archives = new Map(known.map(({ diffId, archiveSize }) => [diffId, archiveSize]))
    const blobs = Array.from(archives, ([digest, size]) => ({ digest, size, bytes: content.get(digest) }))
    yield* writeTar(root.entries(engine.id, at, blobs))
  } finally {
    for (const { diffId } of known) content.delete(diffId)
  }
}
