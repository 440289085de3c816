// The build context that a client sends: an archive, unpacked by dockerd's rules (moby daemon/builder/remotecontext).
import type { Hash } from 'node:crypto'
import { posix } from 'node:path'
import { uncompressed } from '../../codec/compression.ts'
import type { Digest } from '../../codec/digest.ts'
import type { TarEntry } from '../../codec/tar.ts'
import type { ActiveTree } from '../../storage/active-tree.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import type { FileBytes } from '../../storage/bytes.ts'
import type { ContentStore } from '../../storage/content.ts'
import { memoryTree } from '../../storage/memory-tree.ts'
import { removeAll } from '../../storage/remove.ts'
import { unpack } from '../../storage/unpack.ts'
import { broken } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import { locate, type Source } from './source.ts'
import { headerSum } from './tarsum.ts'

/** bytes; larger files wait in the content store */
const largestInMemory = 64 * 1024
/** bytes of a Dockerfile or .dockerignore that are read */
const largestDocument = 16 * 1024 * 1024

export class BuildContext implements Source {
  readonly tree: ActiveTree = memoryTree()
  readonly #sums = new Map<string, Hash | string>()
  readonly #content: ContentStore
  readonly #folder: string
  readonly #stored: Digest[] = []

  /** @param folder where dockerd would unpack it to; only named in messages */
  constructor(content: ContentStore, folder: string) {
    this.#content = content
    this.#folder = folder
  }

  /** Reads the archive to its end. @param now ms since 1970 */
  async read(archive: AsyncIterable<Uint8Array>, now: number, words: Words): Promise<void> {
    try {
      await unpack(this.tree, uncompressed(archive), {
        now,
        keep: (bytes, size) => (size > largestInMemory ? this.#store(bytes) : undefined),
        through: (entry) => this.#summed(entry),
      })
    } catch (error) {
      const problem = archiveProblem(error)
      if (problem === undefined) throw error
      // what is wrong with the archive itself is found before another process unpacks it
      const isUnreadable = (error as Error).constructor === Error
      throw broken(isUnreadable ? problem : words.unpackFailed(problem))
    }
  }

  hash(path: string): string {
    const name = locate(this.tree, path).path.slice(1)
    const sum = this.#sums.get(name)
    if (sum === undefined) return path
    if (typeof sum === 'string') return sum
    const text = sum.digest('hex')
    this.#sums.set(name, text)
    return text
  }

  /** The text of a file; undefined if there is none. */
  text(path: string): string | undefined {
    const { ino, path: place } = locate(this.tree, path)
    if (ino === undefined) return undefined
    const { kind, size } = this.tree.stat(ino)
    if (kind === 'directory')
      throw broken(`unexpected error reading Dockerfile: read ${this.#folder}${place}: is a directory`)
    return Buffer.from(this.tree.read(ino, 0, Math.min(size, largestDocument))).toString('utf8')
  }

  remove(path: string): void {
    const { path: place } = locate(this.tree, path)
    const directory = locate(this.tree, posix.dirname(place)).ino
    if (directory !== undefined && place !== '/') removeAll(this.tree, directory, posix.basename(place))
  }

  /** Gives back what the content store holds for it. */
  close(): void {
    for (const digest of this.#stored) this.#content.delete(digest)
  }

  async #store(bytes: AsyncIterable<Uint8Array>): Promise<FileBytes> {
    const digest = await this.#content.put(bytes)
    this.#stored.push(digest)
    return this.#content.bytes(digest)
  }

  /** The entry, with its bytes seen by a sum as they pass. Of several with one name the first counts. */
  #summed(entry: TarEntry): TarEntry {
    const name = posix.join('/', entry.name).replace(/\/$/, '').slice(1)
    if (this.#sums.has(name)) return entry
    const hash = headerSum({ ...entry, mode: entry.wholeMode })
    this.#sums.set(name, hash)
    return { ...entry, stored: seen(entry.stored, hash) }
  }
}

async function* seen(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}
