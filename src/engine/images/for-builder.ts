// What builds ask of images: bases and stages, those that a step may have made already, and to keep new ones.
import type { Platform, RunConfig } from '../../registry/manifest.ts'
import type { Reference } from '../../registry/reference.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Report } from '../progress.ts'
import { findImage } from './find.ts'
import type { Image } from './image.ts'
import { making, pulling } from './late.ts'
import type { CommitRequest } from './make.ts'
import type { PullRequest } from './pull.ts'
import { restoreImage } from './restore.ts'
import type { ImageState } from './state.ts'
import { nameImage } from './tag.ts'
import type { Transfers } from './transfers.ts'

export interface ImagesForBuilder {
  /** Throws `No such image: x:latest`. */
  find(name: string, platform?: Platform): Image
  get(id: string): Image | undefined
  /** Those that were made from one on this daemon; without an id from nothing. */
  childrenOf(id: string): Iterable<Image>
  commit(request: CommitRequest): Promise<string>
  /** Says that an image was made from another. */
  setParent(id: string, parent: string): void
  /** Gives the id of an image of the first steps of another, over one of all but the last of them. */
  restore(image: Image, steps: number, config: RunConfig, parent: Image | undefined): string
  name(id: string, target: Reference): void
  pull(request: PullRequest, report: Report, signal: AbortSignal): Promise<void>
}

export function imagesForBuilder(state: ImageState, registry: Registry, transfers: Transfers): ImagesForBuilder {
  const { table } = state
  return {
    find: (name, platform) => findImage(state, name, platform),
    get: (id) => table.get(id),
    childrenOf: (id) => (id === '' ? orphans(state) : table.childrenOf(id)),
    async commit(request) {
      const { commitImage } = await making.load()
      return commitImage(state, request)
    },
    setParent(id, parent) {
      const image = table.get(id)
      if (image && image.parent === undefined && id !== parent) table.put({ ...image, parent })
    },
    restore: (image, steps, config, parent) => restoreImage(state, image, steps, config, parent),
    name: (id, target) => nameImage(state, id, target),
    async pull(request, report, signal) {
      const { pullImage } = await pulling.load()
      await pullImage(state, registry, transfers, request, report, signal)
    },
  }
}

function* orphans({ table }: ImageState): Iterable<Image> {
  for (const image of table.all()) if (image.parent === undefined) yield image
}
