// How much all images take together.
import { chainIds } from './chain.ts'
import { type ImageState, layerSize } from './state.ts'

/** bytes of the layers of all images, each layer once */
export function layersSize(state: ImageState): number {
  const layers = new Set<string>()
  for (const image of state.table.all()) {
    for (const chainId of chainIds(image.config.rootfs.diff_ids)) layers.add(chainId)
  }
  return [...layers].reduce((sum, chainId) => sum + layerSize(state, chainId), 0)
}
