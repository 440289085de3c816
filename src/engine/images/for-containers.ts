// What containers ask of images: which one is meant, and to keep it while they have it.
import type { Platform, RunConfig } from '../../registry/manifest.ts'
import type { Reference } from '../../registry/reference.ts'
import { checkpointOfMap, type GoBack } from '../../world/checkpoint.ts'
import { findImage } from './find.ts'
import { making } from './late.ts'
import type { CommitRequest } from './make.ts'
import type { ImageState } from './state.ts'
import { nameImage } from './tag.ts'

export interface UsableImage {
  readonly id: string
  readonly config: RunConfig
  /** id of the top layer; undefined for an image without layers */
  readonly layer: string | undefined
  /** bytes */
  readonly size: number
}

export interface ImagesForContainers {
  /** Throws `No such image: x:latest`. */
  find(name: string, platform?: Platform): UsableImage
  /** The container keeps the image's layers, even when the image is removed by force. */
  claim(imageId: string, containerId: string): void
  release(imageId: string, containerId: string): void
  /** Makes an image of what a container changed; gives its id. */
  commit(request: CommitRequest): Promise<string>
  /** Gives an image one more name. */
  name(imageId: string, target: Reference): void
  /** Changes whenever a name may mean another image than before. */
  revision(): number
  /** Who keeps which layers. */
  checkpoint(): GoBack
  /** The names of an image as they are now. */
  tags(imageId: string): readonly string[]
}

/** @param isRunning whether the container with an id runs: an image of a running one cannot be removed at all */
export function imagesForContainers(
  state: ImageState,
  isRunning: (containerId: string) => boolean,
): ImagesForContainers {
  const kept = new Map<string, string>()
  return {
    find(name, platform) {
      const { id, config, chainId, size } = findImage(state, name, platform)
      return { id, config: config.config ?? {}, layer: chainId, size }
    },
    claim(imageId, holder) {
      const chainId = state.table.get(imageId)?.chainId
      state.claims.add(imageId, { holder, running: () => isRunning(holder) })
      if (chainId === undefined) return
      state.layers.retain(chainId)
      kept.set(holder, chainId)
    },
    release(imageId, holder) {
      const chainId = kept.get(holder)
      kept.delete(holder)
      state.claims.release(imageId, holder)
      if (chainId !== undefined) state.layers.release(chainId)
    },
    async commit(request) {
      const { commitImage } = await making.load()
      return commitImage(state, request)
    },
    name: (imageId, target) => nameImage(state, imageId, target),
    checkpoint: () => checkpointOfMap(kept),
    revision: () => state.references.revision,
    tags: (imageId) => state.references.of(imageId).flatMap(({ isDigest, text }) => (isDigest ? [] : [text])),
  }
}
