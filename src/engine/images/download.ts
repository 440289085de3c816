// Downloads one blob, goes on where it was cut off, and checks what came
// (moby daemon/internal/distribution/pull_v2.go: layerDescriptor.Download).
import type { Descriptor } from '../../registry/manifest.ts'
import type { BlobStream, Repository } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import type { BlobWriter, ContentStore } from '../../storage/content.ts'
import { shortId } from '../../world/ids.ts'
import { broken } from '../../world/refusal.ts'
import { action, type Report } from '../progress.ts'
import { byteProgress } from './byte-progress.ts'
import { type Retrying, withRetries } from './retry.ts'

/** What a manifest says of a blob. */
export type WantedBlob = Pick<Descriptor, 'digest' | 'size'>

/** Leaves the blob in `content`, with one share for the caller. Rejects in dockerd's words, and leaves nothing. */
export async function download(
  content: ContentStore,
  repository: Pick<Repository, 'blob'>,
  blob: WantedBlob,
  retrying: Omit<Retrying, 'id'>,
): Promise<void> {
  const { digest } = blob
  const part = new PartialBlob(content)
  const { report, signal } = retrying
  try {
    await withRetries(() => attempt(part, repository, blob, report, signal), { ...retrying, id: shortId(digest) })
  } finally {
    part.drop()
  }
  report(action(shortId(digest), 'Download complete'))
}

async function attempt(
  part: PartialBlob,
  repository: Pick<Repository, 'blob'>,
  { digest, size: expected }: WantedBlob,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const offset = part.length
  const { size = 0, chunks } = await begin(part, repository, digest, signal)
  const progress = byteProgress(shortId(digest), 'Downloading', size, report)
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    await part.write(chunk)
    progress.add(chunk.length)
    // nothing says where it would end
    if (size === 0 && part.length > expected) throw verificationFailed(digest)
  }
  if (size > 0) progress.end()
  report(action(shortId(digest), 'Verifying Checksum'))
  if (part.finish() === digest) return
  part.forget()
  const failure = verificationFailed(digest)
  // the first part may have been another blob's
  throw offset > 0 ? new RegistryError('BROKEN', failure.message) : failure
}

const verificationFailed = (digest: string): Error =>
  broken(`filesystem layer verification failed for digest ${digest}`)

/** dockerd asks a second time at once: the first request only wants to know the size. */
async function begin(
  part: PartialBlob,
  repository: Pick<Repository, 'blob'>,
  digest: string,
  signal: AbortSignal,
): Promise<BlobStream> {
  try {
    return await repository.blob(digest, part.length, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof RegistryError)) throw error
  }
  try {
    return { ...(await repository.blob(digest, part.length, signal)), size: undefined }
  } catch (error) {
    // what came so far is of no use to a registry that cannot go on
    if (error instanceof RegistryError && error.code === 'RANGE_INVALID') part.drop()
    throw error
  }
}

/** What came of a blob in several attempts. */
class PartialBlob {
  length = 0
  readonly #content: ContentStore
  #writer: BlobWriter | undefined
  #digest: string | undefined

  constructor(content: ContentStore) {
    this.#content = content
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#writer ??= this.#content.begin()
    await this.#writer.write(chunk)
    this.length += chunk.length
  }

  /** The blob belongs to the caller from here on. */
  finish(): string {
    this.#writer ??= this.#content.begin()
    this.#digest = this.#writer.finish()
    this.#writer = undefined
    this.length = 0
    return this.#digest
  }

  /** Takes a finished blob out again. */
  forget(): void {
    if (this.#digest !== undefined) this.#content.delete(this.#digest)
  }

  /** Throws away what is not finished. */
  drop(): void {
    this.#writer?.abort()
    this.#writer = undefined
    this.length = 0
  }
}

/** bytes; configurations are much smaller */
const LARGEST_WHOLE = 16 * 1024 * 1024

/** A blob whose bytes are wanted at once, such as a configuration. */
export async function fetchWhole(repository: Pick<Repository, 'blob'>, digest: string): Promise<Uint8Array> {
  const { chunks } = await repository.blob(digest)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > LARGEST_WHOLE) throw broken(`blob ${digest} is too large to be a configuration`)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
