// The layers of a pull: those that are there are taken as they are, the others are fetched, checked and unpacked
// (moby daemon/internal/distribution/xfer/download.go).
import type { Descriptor } from '../../registry/manifest.ts'
import type { Repository } from '../../registry/registry.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import { chainIdOf, type LayerStore } from '../../storage/layers.ts'
import { shortId } from '../../world/ids.ts'
import { broken } from '../../world/refusal.ts'
import { action, type Report } from '../progress.ts'
import type { BlobSums } from './blob-sums.ts'
import { byteProgress, watched } from './byte-progress.ts'
import type { WantedBlob } from './download.ts'
import { joinedSignal } from './joined-signal.ts'
import type { Downloaded, SharedDownloads } from './shared-downloads.ts'

export interface LayerPull {
  readonly layers: LayerStore
  readonly sums: BlobSums
  readonly downloads: SharedDownloads
  readonly repository: Repository
  /** `127.0.0.1:5000/team/app` */
  readonly name: string
  readonly report: Report
  readonly signal: AbortSignal
}

export interface PulledLayers {
  /** Of the topmost, of which the caller owns a share; undefined for no layers. */
  readonly chainId: string | undefined
  /** bytes */
  readonly size: number
  readonly diffIds: readonly string[]
}

/** How many lines of waiting a source shows that gives one after the other. */
const AT_A_TIME = 3

/**
 * Brings in the layers of a manifest.
 * differs: dockerd fetches side by side; from the built-in library one layer follows the other, so that the lines come
 * in the same order every time.
 */
export async function pullLayers(pull: LayerPull, descriptors: readonly Descriptor[]): Promise<PulledLayers> {
  const { layers, report, repository } = pull
  const taken = takePresent(pull, descriptors)
  const missing = descriptors.slice(taken.diffIds.length)
  const unseen = [...new Set(missing.map(({ digest }) => digest))]
  for (const digest of unseen) report(action(shortId(digest), 'Pulling fs layer'))
  if (repository.inOrder) {
    for (const digest of unseen.slice(AT_A_TIME)) report(action(shortId(digest), 'Waiting'))
  }
  const diffIds = [...taken.diffIds]
  let { top } = taken
  const stop = new AbortController()
  const inside = { ...pull, signal: joinedSignal(pull.signal, stop.signal) }
  const fetched = new Fetches(inside, missing)
  try {
    for (const wanted of missing) {
      const { digest } = wanted
      const layer = await fetched.use(wanted, (blob) => unpack(inside, digest, blob, top))
      top = layer.chainId
      diffIds.push(layer.diffId)
      report(action(shortId(digest), 'Pull complete'))
      pull.sums.add(layer.diffId, { digest, repository: pull.name, holder: '' })
    }
  } catch (error) {
    if (top !== undefined) layers.release(top)
    pull.signal.throwIfAborted()
    throw error
  } finally {
    stop.abort(new Error('context canceled'))
    await fetched.close()
  }
  let size = 0
  for (let id = top; id !== undefined; id = layers.find(id)?.parent) size += layers.find(id)?.size ?? 0
  return { chainId: top, size, diffIds }
}

/** The lowest layers, as far as they were seen before and are there; the caller owns a share of the topmost. */
function takePresent(
  { layers, sums, name, report }: LayerPull,
  descriptors: readonly Descriptor[],
): { readonly top: string | undefined; readonly diffIds: readonly string[] } {
  const diffIds: string[] = []
  let top: string | undefined
  for (const { digest } of descriptors) {
    const diffId = sums.diffIdOf(digest)
    if (diffId === undefined) break
    const chainId = chainIdOf(diffId, top)
    if (!layers.find(chainId)) break
    report(action(shortId(digest), 'Already exists'))
    sums.add(diffId, { digest, repository: name, holder: '' })
    diffIds.push(diffId)
    top = chainId
  }
  if (top !== undefined) layers.retain(top)
  return { top, diffIds }
}

/** The blobs of a pull: begun all at once, or one when it is used if the repository wants it so. */
class Fetches {
  readonly #pull: LayerPull
  readonly #blobs = new Map<string, Promise<Downloaded>>()
  readonly #failed: Promise<never>
  #fail: (error: unknown) => void = () => {}

  constructor(pull: LayerPull, descriptors: readonly Descriptor[]) {
    this.#pull = pull
    this.#failed = new Promise((_, reject) => (this.#fail = reject))
    this.#failed.catch(() => {})
    if (!pull.repository.inOrder) for (const blob of descriptors) this.#begin(blob)
  }

  /** A failure of any of the blobs ends the waiting for this one. */
  async use<T>(wanted: WantedBlob, work: (blob: Downloaded) => Promise<T>): Promise<T> {
    return work(await Promise.race([this.#begin(wanted), this.#failed]))
  }

  #begin(wanted: WantedBlob): Promise<Downloaded> {
    const { digest } = wanted
    const known = this.#blobs.get(digest)
    if (known) return known
    const { downloads, repository, report, signal } = this.#pull
    const blob = downloads.fetch(repository, wanted, report, signal)
    blob.catch(this.#fail)
    this.#blobs.set(digest, blob)
    return blob
  }

  async close(): Promise<void> {
    for (const blob of await Promise.allSettled(this.#blobs.values())) {
      if (blob.status === 'fulfilled') blob.value.release()
    }
  }
}

/** Puts a blob over its parent layer. The new layer takes the place of the parent in what the caller holds. */
async function unpack(
  { layers, report, signal }: LayerPull,
  digest: string,
  { chunks, size }: Downloaded,
  parent: string | undefined,
): Promise<{ readonly chainId: string; readonly diffId: string }> {
  const progress = byteProgress(shortId(digest), 'Extracting', size, report)
  try {
    const layer = await layers.register(watched(chunks(), progress, signal), parent)
    if (parent !== undefined) layers.release(parent)
    return layer
  } catch (error) {
    signal.throwIfAborted()
    const problem = archiveProblem(error)
    throw problem === undefined ? error : broken(`failed to register layer: ${problem}`)
  }
}
