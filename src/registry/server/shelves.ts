// What a registry holds: repositories with their blobs, manifests and tags. The bytes lie in a content store.
import type { ContentStore } from '../../storage/content.ts'
import { libraryRepository } from '../library-source.ts'
import type { Catalog } from '../recipe.ts'
import type { Repository } from '../registry.ts'

export interface HeldManifest {
  readonly mediaType: string
  readonly digest: string
  /** bytes */
  readonly size: number
}

/** What was pushed to a repository. Every blob and manifest in it owns a share of its bytes. */
export interface Shelf {
  readonly blobs: Set<string>
  readonly manifests: Map<string, HeldManifest>
  /** digests */
  readonly tags: Map<string, string>
}

export class Shelves {
  readonly content: ContentStore
  readonly #catalog: Catalog
  readonly #shelves = new Map<string, Shelf>()

  constructor(content: ContentStore, catalog: Catalog) {
    this.content = content
    this.#catalog = catalog
  }

  /** What was pushed; undefined for nothing. */
  find(name: string): Shelf | undefined {
    return this.#shelves.get(name)
  }

  /** The same, made if there is none. */
  open(name: string): Shelf {
    const shelf = this.#shelves.get(name) ?? { blobs: new Set(), manifests: new Map(), tags: new Map() }
    this.#shelves.set(name, shelf)
    return shelf
  }

  /** The built-in image of that name, which is read only; undefined for none. */
  async builtIn(name: string): Promise<Repository | undefined> {
    return (await this.#catalog.tags(name)) === undefined ? undefined : libraryRepository(this.#catalog, name)
  }

  /** Pushed and built-in ones, sorted. */
  async names(): Promise<string[]> {
    const builtIn = (await this.#catalog.search('')).map(({ name }) => name)
    return [...new Set([...builtIn, ...this.#shelves.keys()])].sort()
  }

  /** Puts what has one share already into a repository. */
  keepBlob(name: string, digest: string): void {
    const { blobs } = this.open(name)
    if (blobs.has(digest)) this.content.delete(digest)
    else blobs.add(digest)
  }

  /** The same for a manifest; a tag that is given names it. */
  keepManifest(name: string, manifest: HeldManifest, tag: string | undefined): void {
    const { manifests, tags } = this.open(name)
    if (manifests.has(manifest.digest)) this.content.delete(manifest.digest)
    manifests.set(manifest.digest, manifest)
    if (tag !== undefined) tags.set(tag, manifest.digest)
  }

  /** False if there is no such blob. */
  dropBlob(name: string, digest: string): boolean {
    const dropped = this.#shelves.get(name)?.blobs.delete(digest) ?? false
    if (dropped) this.content.delete(digest)
    return dropped
  }

  /** With its tags; false if there is no such manifest. */
  dropManifest(name: string, digest: string): boolean {
    const shelf = this.#shelves.get(name)
    if (!shelf?.manifests.delete(digest)) return false
    for (const [tag, named] of shelf.tags) if (named === digest) shelf.tags.delete(tag)
    this.content.delete(digest)
    return true
  }
}
