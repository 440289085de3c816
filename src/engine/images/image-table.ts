// The images of an engine by id, and which was made from which.
import { checkpointOfMap, checkpointOfSets, type GoBack, together } from '../../world/checkpoint.ts'
import type { Image } from './image.ts'

export class ImageTable {
  readonly #images = new Map<string, Image>()
  readonly #children = new Map<string, Set<string>>()
  readonly #changed: (id: string) => void

  /** `changed` hears of each image that is added, changed or removed. */
  constructor(changed: (id: string) => void = () => {}) {
    this.#changed = changed
  }

  checkpoint(): GoBack {
    return together(checkpointOfMap(this.#images), checkpointOfSets(this.#children))
  }

  get(id: string): Image | undefined {
    return this.#images.get(id)
  }

  /** In the order in which they came. */
  all(): Iterable<Image> {
    return this.#images.values()
  }

  /** Adds an image, or puts a changed one in the place of the old. */
  put(image: Image): void {
    this.#images.set(image.id, image)
    this.#changed(image.id)
    if (image.parent === undefined) return
    const siblings = this.#children.get(image.parent) ?? new Set()
    this.#children.set(image.parent, siblings.add(image.id))
  }

  delete(image: Image): void {
    this.#images.delete(image.id)
    this.#changed(image.id)
    this.#children.delete(image.id)
    if (image.parent !== undefined) this.#children.get(image.parent)?.delete(image.id)
  }

  /** Those that were made from it. */
  *childrenOf(id: string): Iterable<Image> {
    for (const child of this.#children.get(id) ?? []) yield this.#images.get(child)!
  }

  /** Whether other images were made from it. */
  hasChildren(id: string): boolean {
    return (this.#children.get(id)?.size ?? 0) > 0
  }

  /** By the beginning of its id, with or without `sha256:`; undefined if several begin so. */
  byPrefix(prefix: string): Image | undefined {
    const wanted = prefix.startsWith('sha256:') ? prefix : `sha256:${prefix}`
    if (!/^sha256:[a-f0-9]+$/.test(wanted)) return undefined
    let found: Image | undefined
    for (const [id, image] of this.#images) {
      if (!id.startsWith(wanted)) continue
      if (found) return undefined
      found = image
    }
    return found
  }
}
