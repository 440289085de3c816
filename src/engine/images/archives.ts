// Images as tar archives: `docker save` and `docker load`.
import type { Platform } from '../../registry/manifest.ts'
import type { Host } from '../host.ts'
import type { Report } from '../progress.ts'
import { loading, making } from './late.ts'
import type { LoadOptions } from './load.ts'
import type { ImportRequest } from './make.ts'
import { saveImages } from './save.ts'
import type { ImageState } from './state.ts'

export interface ImageArchives {
  /** Makes an image of an archive of a whole file tree; gives its id. */
  import(request: ImportRequest): Promise<string>
  /** The archive of the images with these names; throws `No such image: x` before the first byte. */
  save(names: readonly string[], platform?: Platform): AsyncIterable<Uint8Array>
  /** Takes in all images of an archive. What breaks it is rejected; images before that stay. */
  load(archive: AsyncIterable<Uint8Array>, options: Omit<LoadOptions, 'folder'>, report: Report): Promise<void>
}

export function createImageArchives(state: ImageState, host: Host): ImageArchives {
  const random = state.world.random.fork('archives')
  return {
    async import(request) {
      const { importImage } = await making.load()
      return importImage(state, request)
    },
    save: (names, platform) => saveImages(state, names, platform),
    async load(archive, options, report) {
      const folder = `${host.root}/tmp/docker-import-${Math.floor(random.next() * 2 ** 32)}`
      const { loadImages } = await loading.load()
      await loadImages(state, archive, { ...options, folder }, report)
    },
  }
}
