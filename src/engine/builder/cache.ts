// Finds the image that a step has made already (moby image/cache).
import type { HistoryEntry, RunConfig } from '../../registry/manifest.ts'
import type { ImagesForBuilder } from '../images/for-builder.ts'
import type { Image } from '../images/image.ts'
import { sameConfig } from './run-config.ts'

/** Asked step by step: after the first miss of a stage there is nothing more. */
export class StepCache {
  readonly #images: ImagesForBuilder
  /** those whose steps count, if the client names some */
  #sources: readonly Image[] | undefined
  #missed = false

  /** @param names images that are not there are passed over */
  constructor(images: ImagesForBuilder, names: readonly string[]) {
    this.#images = images
    if (names.length > 0) this.#sources = names.flatMap((name) => foundOf(images, name))
  }

  /** A new stage begins. */
  reset(): void {
    this.#missed = false
  }

  /** The id of the image that a step with this configuration gave over another, or over none. */
  find(parent: string, config: RunConfig): string | undefined {
    if (this.#missed) return undefined
    const local = this.#newest(parent, config)
    const found = this.#sources ? this.#fromSources(parent, config, local) : local?.id
    this.#missed = found === undefined
    return found
  }

  #newest(parent: string, config: RunConfig): Image | undefined {
    let newest: Image | undefined
    for (const image of this.#images.childrenOf(parent)) {
      const { container_config: made } = image.config
      if (made === undefined || !sameConfig(made, config)) continue
      if (newest === undefined || (newest.created ?? 0) < (image.created ?? 0)) newest = image
    }
    return newest
  }

  #fromSources(parent: string, config: RunConfig, local: Image | undefined): string | undefined {
    const sources = this.#sources ?? []
    if (local && sources.some((source) => this.#isAbove(source, local.id))) return local.id
    const base = parent === '' ? undefined : this.#images.get(parent)
    const steps = base?.config.history?.length ?? 0
    for (const source of sources) {
      const history = source.config.history ?? []
      if (!beginsWith(source, base) || history[steps]?.created_by !== (config.Cmd ?? []).join(' ')) continue
      if (history.length - 1 > steps) {
        // to jump to another image later could go wrong
        this.#sources = [source]
        return this.#images.restore(source, steps + 1, config, base)
      }
      if (parent !== '') this.#images.setParent(source.id, parent)
      return source.id
    }
    return undefined
  }

  #isAbove(source: Image, id: string): boolean {
    for (
      let at: Image | undefined = source;
      at;
      at = at.parent === undefined ? undefined : this.#images.get(at.parent)
    ) {
      if (at.parent === id || at.id === id) return true
    }
    return false
  }
}

function foundOf(images: ImagesForBuilder, name: string): Image[] {
  try {
    return [images.find(name)]
  } catch {
    return []
  }
}

function beginsWith({ config }: Image, base: Image | undefined): boolean {
  const history = config.history ?? []
  if (history.length === 0) return false
  if (!base) return true
  const below = base.config.history ?? []
  const layers = base.config.rootfs.diff_ids
  return (
    below.length < history.length &&
    below.every((entry, index) => sameEntry(entry, history[index]!)) &&
    layers.every((layer, index) => layer === config.rootfs.diff_ids[index])
  )
}

const sameEntry = (one: HistoryEntry, other: HistoryEntry): boolean =>
  one.created === other.created &&
  (one.created_by ?? '') === (other.created_by ?? '') &&
  (one.author ?? '') === (other.author ?? '') &&
  (one.comment ?? '') === (other.comment ?? '') &&
  (one.empty_layer ?? false) === (other.empty_layer ?? false)
