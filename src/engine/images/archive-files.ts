// The files of an archive of images: unpacked by dockerd's rules, into a folder that is only named in messages.
import { posix } from 'node:path'
import { isCompressed, uncompressed } from '../../codec/compression.ts'
import type { Digest } from '../../codec/digest.ts'
import { ActiveTree } from '../../storage/active-tree.ts'
import type { FileBytes } from '../../storage/bytes.ts'
import type { ContentStore } from '../../storage/content.ts'
import { FileError } from '../../storage/file-error.ts'
import { newDisk } from '../../storage/room.ts'
import type { Inode, NewInode } from '../../storage/tree.ts'
import { unpack } from '../../storage/unpack.ts'
import { followed } from '../followed.ts'

/** bytes; larger files go to the content store, as they will be layers there */
const largestInMemory = 1024 * 1024
/** bytes of a document; dockerd reads them into memory, too */
const largestDocument = 64 * 1024 * 1024
const chunkSize = 256 * 1024

/** A file that may be a layer. */
export interface ArchivedFile {
  /** bytes */
  readonly size: number
  /** where it lies in the content store, if it does and is not compressed */
  readonly stored: Digest | undefined
  readonly chunks: AsyncIterable<Uint8Array>
}

export class ArchiveFiles {
  readonly #folder: string
  readonly #content: ContentStore
  readonly #tree = new NotedTree()
  readonly #stored: Digest[] = []

  constructor(folder: string, content: ContentStore) {
    this.#folder = folder
    this.#content = content
  }

  /** @param now ms since 1970 */
  async read(archive: AsyncIterable<Uint8Array>, now: number): Promise<void> {
    const keep = (bytes: AsyncIterable<Uint8Array>, size: number) =>
      size > largestInMemory ? this.#store(bytes) : undefined
    await unpack(this.#tree, uncompressed(archive), { now, keep })
  }

  /** Gives back what the content store holds for it. */
  close(): void {
    for (const digest of this.#stored) this.#content.delete(digest)
  }

  /** The text of a file; throws Go's words where it cannot be read. */
  document(path: string): Uint8Array {
    const { ino, inode, place } = this.#open(path)
    if (inode.kind === 'directory') throw new Error(`read ${place}: is a directory`)
    if (inode.size > largestDocument) throw new Error(`read ${place}: cannot allocate memory`)
    return Buffer.concat([...this.#pieces(ino, inode.size)])
  }

  /** As `document`; undefined where there is no such file. */
  optional(path: string): Uint8Array | undefined {
    try {
      return this.document(path)
    } catch (error) {
      if (error instanceof AbsentFile) return undefined
      throw error
    }
  }

  file(path: string): ArchivedFile {
    const { ino, inode, place } = this.#open(path)
    if (inode.kind === 'directory') throw new Error(`read ${place}: is a directory`)
    // dockerd waits for somebody to write into a pipe
    if (inode.kind !== 'file') throw new Error(`read ${place}: invalid argument`)
    const stored = this.#tree.digests.get(ino)
    const chunks = stored === undefined ? streamed(this.#pieces(ino, inode.size)) : this.#content.get(stored)
    const isPlain = stored !== undefined && !isCompressed(this.#tree.read(ino, 0, 16))
    return { size: inode.size, stored: isPlain ? stored : undefined, chunks }
  }

  /** Names of the folders at the top, sorted. */
  *folders(): Iterable<string> {
    for (const [name, ino] of [...this.#tree.entries(this.#tree.root)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (this.#tree.stat(ino).kind === 'directory') yield name
    }
  }

  /** moby/sys/symlink: links lead to no place outside the folder. */
  #open(path: string): { readonly ino: number; readonly inode: Inode; readonly place: string } {
    const joined = posix.join(this.#folder, path)
    if (joined !== this.#folder && !joined.startsWith(`${this.#folder}/`)) {
      throw new Error(`evalSymlinksInScope: ${joined} is not in ${this.#folder}`)
    }
    const inside = this.#follow(joined)
    const place = posix.join(this.#folder, inside).replace(/\/$/, '')
    let ino: number | undefined = this.#tree.root
    for (const name of inside.split('/').filter((part) => part !== '')) {
      if (this.#tree.stat(ino).kind !== 'directory') throw new Error(`open ${place}: not a directory`)
      ino = this.#tree.lookup(ino, name)
      if (ino === undefined) throw new AbsentFile(place)
    }
    return { ino, inode: this.#tree.stat(ino), place }
  }

  #follow(joined: string): string {
    try {
      return followed(this.#tree, joined.slice(this.#folder.length))
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      throw new Error(`evalSymlinksInScope: too many links in ${joined}`)
    }
  }

  async #store(bytes: AsyncIterable<Uint8Array>): Promise<FileBytes> {
    const digest = await this.#content.put(bytes)
    this.#stored.push(digest)
    return this.#tree.noted(this.#content.bytes(digest), digest)
  }

  *#pieces(ino: number, size: number): Iterable<Uint8Array> {
    for (let position = 0; position < size; ) {
      const piece = this.#tree.read(ino, position, chunkSize)
      yield piece
      position += piece.length
    }
  }
}

/** Remembers which of its files lie in the content store. */
class NotedTree extends ActiveTree {
  readonly digests = new Map<number, Digest>()
  readonly #of = new Map<object, Digest>()

  constructor() {
    super(newDisk(), undefined)
  }

  noted(bytes: FileBytes, digest: Digest): FileBytes {
    this.#of.set(bytes, digest)
    return bytes
  }

  override create(directory: number, name: string, init: NewInode): number {
    const ino = super.create(directory, name, init)
    const digest = init.content && this.#of.get(init.content)
    if (digest !== undefined) this.digests.set(ino, digest)
    return ino
  }
}

class AbsentFile extends Error {
  constructor(place: string) {
    super(`open ${place}: no such file or directory`)
  }
}

async function* streamed(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces
}
