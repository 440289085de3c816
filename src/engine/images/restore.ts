// An image of the first steps of another one, for a build that goes on from there (moby image/cache: restoreCachedImage).
import { Buffer } from 'node:buffer'
import type { ImageConfig, RunConfig } from '../../registry/manifest.ts'
import { chainIds } from './chain.ts'
import { type Image, imageOf } from './image.ts'
import { type ImageState, layerSize } from './state.ts'

/** Gives its id. Its layers are those of the other image. */
export function restoreImage(
  state: ImageState,
  { config: whole }: Image,
  steps: number,
  config: RunConfig,
  parent: Image | undefined,
): string {
  const history = (whole.history ?? []).slice(0, steps)
  const count = history.filter((step) => !step.empty_layer).length
  const diffIds = whole.rootfs.diff_ids.slice(0, count)
  const { created } = history.at(-1)!
  const restored: ImageConfig = {
    architecture: whole.architecture,
    ...(whole.author && { author: whole.author }),
    config,
    ...(created !== undefined && { created }),
    docker_version: state.engine.version,
    history,
    os: whole.os,
    rootfs: { type: 'layers', diff_ids: diffIds },
  }
  const layers = chainIds(diffIds)
  const chainId = layers.at(-1)
  const size = layers.reduce((sum, layer) => sum + layerSize(state, layer), 0)
  const image = imageOf(Buffer.from(JSON.stringify(restored)), restored, { chainId, size }, parent?.id)
  if (state.table.get(image.id)) return image.id
  if (chainId !== undefined) state.layers.retain(chainId)
  state.table.put(image)
  return image.id
}
