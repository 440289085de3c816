// The images of an engine without the rest of it: what the tests of images work with.

import { defaultPersona } from '../../src/daemon/personas.ts'
import { defaultHost } from '../../src/engine/host.ts'
import { createImageArchives, type ImageArchives } from '../../src/engine/images/archives.ts'
import { imagesForContainers } from '../../src/engine/images/for-containers.ts'
import { createImageState, createImages, type Images } from '../../src/engine/images/images.ts'
import type { ImageState } from '../../src/engine/images/state.ts'
import { createTransfers } from '../../src/engine/images/transfers.ts'
import { progressStream } from '../../src/engine/progress.ts'
import { words28 } from '../../src/engine/words.ts'
import { createCatalog } from '../../src/library/library.ts'
import { librarySource } from '../../src/registry/library-source.ts'
import { parsePlatform } from '../../src/registry/platform.ts'
import { parseReference, withDefaultTag } from '../../src/registry/reference.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { contentStore } from '../../src/storage/content.ts'
import overlay2 from '../../src/storage/drivers/overlay2.ts'
import { layerStore } from '../../src/storage/layers.ts'
import type { Happening } from '../../src/world/events.ts'
import { type ManualClock, manualClock } from '../../src/world/manual-clock.ts'
import { createWorld, type World } from '../../src/world/world.ts'

export interface ImageEngine {
  readonly world: World
  readonly state: ImageState
  readonly images: Images
  readonly archives: ImageArchives
  /** ids of containers that are said to run */
  readonly running: Set<string>
  /** Uses an image as a container does. */
  claim(name: string, containerId: string): void
  /** The lines of a pull, decoded. Rejects when it is refused before the first line. */
  pull(name: string, platform?: string): Promise<Record<string, unknown>[]>
  /** What happened to images, as `action id`. */
  events(): string[]
}

export function imageEngine(
  registry: Registry = librarySource(createCatalog()),
  clock: ManualClock = manualClock(),
): ImageEngine {
  const world = createWorld({ seed: 'images', clock })
  const driver = overlay2({ root: '/var/lib/docker', random: world.random.fork('driver') })
  const content = contentStore()
  const state = createImageState(world, layerStore(driver, content), driver, {
    version: '28.5.2',
    words: words28,
    differences: new Set(),
  })
  const images = createImages(state, registry, createTransfers(world.clock, content))
  const running = new Set<string>()
  const forContainers = imagesForContainers(state, (id) => running.has(id))
  return {
    world,
    state,
    images,
    archives: createImageArchives(state, defaultHost),
    running,
    claim: (name, containerId) => forContainers.claim(images.find(name).id, containerId),
    async pull(name, platform) {
      const request = {
        reference: withDefaultTag(parseReference(name)),
        platform: platform === undefined ? undefined : parsePlatform(platform),
      }
      const lines = await progressStream(defaultPersona, (report, signal) => images.pull(request, report, signal))
      const decoded: Record<string, unknown>[] = []
      for await (const line of lines) decoded.push(JSON.parse(line))
      return decoded
    },
    events: () => world.events.recall(0).map(({ action, id }: Happening) => `${action} ${id}`),
  }
}
