// The content store: blobs by digest, small ones in memory, large ones in files.
import type { Digest } from '../codec/digest.ts'
import type { GoBack } from '../world/checkpoint.ts'
import { Blob, BlobFolder } from './blob.ts'
import type { FileBytes } from './bytes.ts'

/** A blob that is being written. Its bytes can be read, at places that were written, once it is finished. */
export interface BlobWriter {
  readonly bytes: FileBytes
  write(chunk: Uint8Array): Promise<void>
  /** Puts the blob into the store. Throws and stores nothing when it is not what was expected. */
  finish(expected?: Digest): Digest
  /** Leaves nothing behind. */
  abort(): void
}

/** Every blob that was put is there until it was deleted as many times: who puts one owns a share of it. */
export interface ContentStore {
  begin(): BlobWriter
  /** Throws (the stream's error, or a wrong digest) and stores nothing when it is not what was expected. */
  put(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, expected?: Digest): Promise<Digest>
  /** Throws when there is no such blob. */
  get(digest: Digest): AsyncIterable<Uint8Array>
  /** To read here and there in it. Throws when there is no such blob. */
  bytes(digest: Digest): FileBytes
  has(digest: Digest): boolean
  /** One more share of a blob that is there: true; false if it is not. */
  retain(digest: Digest): boolean
  /** bytes; undefined when there is no such blob */
  size(digest: Digest): number | undefined
  delete(digest: Digest): void
  digests(): Iterable<Digest>
  /** What there is now can be gone back to; it takes its room until the store is closed. */
  checkpoint(): GoBack
  /** Forgets everything, with the files that nobody keeps. */
  close(): void
}

/** Keeps blobs from one run to the next. */
export interface BlobKeeper {
  /** where files lie while they come */
  readonly folder: string
  /** Those of earlier runs, of which nobody has a share yet. */
  readonly known: readonly { readonly digest: Digest; readonly path: string; readonly size: number }[]
  put(digest: Digest, blob: Blob): void
  delete(digest: Digest): void
}

export interface ContentStoreOptions {
  /** bytes; a larger blob lies in a file. 8 MiB if left out */
  readonly memory?: number
  /** Without one nothing outlives the process. */
  readonly keeper?: BlobKeeper | undefined
}

const usualMemory = 8 * 1024 * 1024
const chunkSize = 256 * 1024

export function contentStore({ memory = usualMemory, keeper }: ContentStoreOptions = {}): ContentStore {
  const folder = new BlobFolder(memory, keeper?.folder)
  const blobs = new Map<Digest, { blob: Blob; shares: number }>()
  /** held by checkpoints */
  const held: Blob[] = []
  for (const { digest, path, size } of keeper?.known ?? []) {
    blobs.set(digest, { blob: Blob.stored(path, size), shares: 0 })
  }

  const find = (digest: Digest): Blob => {
    const found = blobs.get(digest)
    if (found === undefined) throw new Error(`no such blob: ${digest}`)
    return found.blob
  }
  const begin = (): BlobWriter => {
    const blob = folder.begin()
    return {
      bytes: blob,
      write: (chunk) => blob.write(chunk),
      finish(expected) {
        const digest = blob.finish()
        if (expected !== undefined && digest !== expected) {
          blob.release()
          throw new Error(`failed commit on ref: unexpected digest ${digest}, expected ${expected}`)
        }
        const known = blobs.get(digest)
        if (known === undefined) {
          blobs.set(digest, { blob, shares: 1 })
          keeper?.put(digest, blob)
        } else {
          known.shares++
          blob.replaceBy(known.blob)
        }
        return digest
      },
      abort: () => blob.release(),
    }
  }

  return {
    begin,
    put: putting(begin),
    get: (digest) => chunks(find(digest)),
    bytes: find,
    has: (digest) => blobs.has(digest),
    retain(digest) {
      const known = blobs.get(digest)
      if (known !== undefined) known.shares++
      return known !== undefined
    },
    size: (digest) => blobs.get(digest)?.blob.size,
    delete(digest) {
      const known = blobs.get(digest)
      if (known === undefined || --known.shares > 0) return
      blobs.delete(digest)
      keeper?.delete(digest)
      known.blob.release()
    },
    digests: () => blobs.keys(),
    checkpoint() {
      const kept = Array.from(blobs, ([digest, known]) => ({ digest, known, shares: known.shares }))
      // what is deleted meanwhile must be there when it is gone back to
      for (const { known } of kept) {
        known.blob.retain()
        held.push(known.blob)
      }
      return () => {
        const before = new Set(blobs.values())
        blobs.clear()
        for (const { digest, known, shares } of kept) {
          known.shares = shares
          blobs.set(digest, known)
          if (!before.delete(known)) known.blob.retain()
        }
        for (const { blob } of before) blob.release()
      }
    },
    close() {
      for (const { blob } of blobs.values()) blob.release()
      for (const blob of held.splice(0)) blob.release()
      blobs.clear()
      folder.close()
    },
  }
}

/** Writes a whole stream; what breaks leaves nothing behind. */
export const putting =
  (begin: () => Omit<BlobWriter, 'bytes'>): ContentStore['put'] =>
  async (stream, expected) => {
    const writer = begin()
    try {
      for await (const chunk of stream) await writer.write(chunk)
    } catch (error) {
      writer.abort()
      throw error
    }
    return writer.finish(expected)
  }

/** A blob that is deleted meanwhile is read to its end. */
async function* chunks(blob: Blob): AsyncGenerator<Uint8Array> {
  blob.retain()
  try {
    for (let position = 0; position < blob.size; ) {
      const bytes = await blob.readAhead(position, chunkSize)
      yield bytes
      position += bytes.length
    }
  } finally {
    blob.release()
  }
}
