// The images of an engine: pulled, listed, named, removed.
import type { Filters } from '../../gen/operations.ts'
import type { Platform } from '../../registry/manifest.ts'
import type { Reference } from '../../registry/reference.ts'
import type { Credentials, Registry } from '../../registry/registry.ts'
import type { StorageDriver } from '../../storage/driver.ts'
import type { LayerStore } from '../../storage/layers.ts'
import { noStore, type Store } from '../../storage/store.ts'
import type { World } from '../../world/world.ts'
import type { Report } from '../progress.ts'
import { Claims } from './claims.ts'
import { type Distribution, inspectDistribution } from './distribution.ts'
import { findImage } from './find.ts'
import { type HistoryItem, imageHistory } from './history.ts'
import type { Image } from './image.ts'
import { ImageTable } from './image-table.ts'
import { type ImageDetails, inspectImage } from './inspect.ts'
import { keepImage, restoreImages } from './keep.ts'
import { pulling, pushing } from './late.ts'
import { layersSize } from './layers-size.ts'
import { type ImageSummary, type ListOptions, listImages } from './list.ts'
import { type PruneReport, pruneImages } from './prune.ts'
import type { PullRequest } from './pull.ts'
import type { PushRequest } from './push.ts'
import { References } from './references.ts'
import { type Removal, type RemoveOptions, removeImage } from './remove.ts'
import { type SearchRequest, type SearchResult, searchImages } from './search.ts'
import type { ImageState } from './state.ts'
import { tagImage } from './tag.ts'
import type { Transfers } from './transfers.ts'

/** Whatever takes a name takes a tag, a digest, an id or the beginning of one, and throws `No such image: x:latest`. */
export interface Images {
  find(name: string, platform?: Platform): Image
  list(options: ListOptions): ImageSummary[]
  inspect(name: string, platform?: Platform): ImageDetails
  history(name: string, platform?: Platform): HistoryItem[]
  tag(name: string, target: Reference): void
  remove(name: string, options: RemoveOptions): Removal[]
  prune(filters: Filters): PruneReport
  pull(request: PullRequest, report: Report, signal: AbortSignal): Promise<void>
  push(request: PushRequest, report: Report, signal: AbortSignal): Promise<void>
  /** What a registry has under a name. */
  distribution(name: string, credentials: Credentials | undefined, signal: AbortSignal): Promise<Distribution>
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchResult[]>
  /** bytes of the layers of all images, each layer once */
  layersSize(): number
}

/** What `createImages` and its companions (for-containers.ts, archives.ts) work on; one per engine and storage driver. */
export function createImageState(
  world: World,
  layers: LayerStore,
  driver: StorageDriver,
  engine: ImageState['engine'],
  store: Store = noStore,
): ImageState {
  const changed = store.isKept ? (id: string): void => keepImage(state, store, id) : undefined
  const state: ImageState = {
    world,
    layers,
    driver,
    engine,
    table: new ImageTable(changed),
    references: new References(changed),
    claims: new Claims(),
  }
  restoreImages(state, store)
  return state
}

export function createImages(state: ImageState, registry: Registry, transfers: Transfers): Images {
  return {
    find: (name, platform) => findImage(state, name, platform),
    list: (options) => listImages(state, options),
    inspect: (name, platform) => inspectImage(state, name, platform),
    history: (name, platform) => imageHistory(state, name, platform),
    tag: (name, target) => tagImage(state, name, target),
    remove: (name, options) => removeImage(state, name, options),
    prune: (filters) => pruneImages(state, filters),
    async pull(request, report, signal) {
      const { pullImage } = await pulling.load()
      await pullImage(state, registry, transfers, request, report, signal)
    },
    async push(request, report, signal) {
      const { pushImage } = await pushing.load()
      await pushImage(state, registry, transfers, request, report, signal)
    },
    distribution: (name, credentials, signal) => inspectDistribution(registry, name, credentials, signal),
    search: (request, signal) => searchImages(registry, request, signal, state.engine),
    layersSize: () => layersSize(state),
  }
}
