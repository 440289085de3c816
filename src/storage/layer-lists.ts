// What is in layers, found out by unpacking their archives once more: for those that have been in memory only.
import type { Digest } from '../codec/digest.ts'
import { seededRandom } from '../world/random.ts'
import { contentStore } from './content.ts'
import type { TreeList } from './data-root/saved-tree.ts'
import { layeredDriver } from './layered-driver.ts'
import { type LayerKeeper, layerStore, type StoredLayer } from './layers.ts'
import { plainLayout } from './layout.ts'

/**
 * By chain id.
 * @param layers each after the one that it lies on
 * @param archiveOf what each is unpacked from, by its digest
 */
export async function listsOf(
  layers: readonly StoredLayer[],
  archiveOf: (diffId: Digest) => AsyncIterable<Uint8Array>,
): Promise<ReadonlyMap<Digest, TreeList>> {
  const lists = new Map<Digest, TreeList>()
  const keeper: LayerKeeper = {
    known: [],
    mayCollect: () => false,
    list: (chainId) => lists.get(chainId)!,
    put: ({ chainId }, list) => void lists.set(chainId, list),
    delete() {},
  }
  const driver = layeredDriver(
    { name: 'lists', layout: plainLayout, describe: () => ({}), status: () => undefined },
    { root: '/', random: seededRandom('lists') },
  )
  const content = contentStore()
  try {
    const unpacked = layerStore(driver, content, { keeper, driver: { defer() {} } })
    for (const { diffId, parent } of layers) await unpacked.register(archiveOf(diffId), parent)
  } finally {
    content.close()
  }
  return lists
}
