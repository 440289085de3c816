// What a registry holds: repositories with their blobs, manifests and tags. The bytes lie in a content store.
import type { BlobWriter, ContentStore } from '../../storage/content.ts'
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

/** Where the bytes lie: a content store, or what does as much of it as a registry needs. */
export interface RegistryContent extends Pick<ContentStore, 'put' | 'get' | 'retain' | 'size' | 'delete'> {
  begin(): Omit<BlobWriter, 'bytes'>
}

/** Keeps what the shelves hold beyond the registry's end. Each is told of after it has happened. */
export interface ShelfKeeper {
  /** what earlier runs have left, by the names of the repositories */
  readonly known: ReadonlyMap<string, Shelf>
  blob(name: string, digest: string, isThere: boolean): void
  manifest(name: string, digest: string, isThere: boolean): void
  /** @param digest what the tag means now; undefined when it is gone */
  tag(name: string, tag: string, digest: string | undefined): void
}

export class Shelves {
  readonly content: RegistryContent
  readonly #catalog: Catalog
  readonly #keeper: ShelfKeeper | undefined
  readonly #shelves: Map<string, Shelf>

  constructor(content: RegistryContent, catalog: Catalog, keeper?: ShelfKeeper) {
    this.content = content
    this.#catalog = catalog
    this.#keeper = keeper
    this.#shelves = new Map(keeper?.known)
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
    else {
      blobs.add(digest)
      this.#keeper?.blob(name, digest, true)
    }
  }

  /** The same for a manifest; a tag that is given names it. */
  keepManifest(name: string, manifest: HeldManifest, tag: string | undefined): void {
    const { manifests, tags } = this.open(name)
    if (manifests.has(manifest.digest)) this.content.delete(manifest.digest)
    manifests.set(manifest.digest, manifest)
    this.#keeper?.manifest(name, manifest.digest, true)
    if (tag === undefined) return
    tags.set(tag, manifest.digest)
    this.#keeper?.tag(name, tag, manifest.digest)
  }

  /** False if there is no such tag. */
  dropTag(name: string, tag: string): boolean {
    const dropped = this.#shelves.get(name)?.tags.delete(tag) ?? false
    if (dropped) this.#keeper?.tag(name, tag, undefined)
    return dropped
  }

  /** False if there is no such blob. */
  dropBlob(name: string, digest: string): boolean {
    const dropped = this.#shelves.get(name)?.blobs.delete(digest) ?? false
    if (dropped) {
      this.#keeper?.blob(name, digest, false)
      this.content.delete(digest)
    }
    return dropped
  }

  /** With its tags; false if there is no such manifest. */
  dropManifest(name: string, digest: string): boolean {
    const shelf = this.#shelves.get(name)
    if (!shelf?.manifests.delete(digest)) return false
    for (const [tag, named] of shelf.tags) if (named === digest) this.dropTag(name, tag)
    this.#keeper?.manifest(name, digest, false)
    this.content.delete(digest)
    return true
  }
}
