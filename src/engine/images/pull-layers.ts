// The layers of a pull: those that are there are taken as they are, the others are fetched, checked and unpacked.
import { createHash } from 'node:crypto'
import type { Descriptor } from '../../registry/manifest.ts'
import type { LayerStore } from '../../storage/layers.ts'
import { shortId } from '../../world/ids.ts'
import { broken } from '../../world/refusal.ts'
import { action, type Report } from '../progress.ts'

/** How many layers dockerd fetches at a time; the others are shown as waiting (`--max-concurrent-downloads`). */
const AT_A_TIME = 3
/** Bytes between two lines about progress (moby pkg/progress: ProgressReader). */
const REPORT_EVERY = 512 * 1024

/**
 * Brings in the layers of a manifest and counts one user of the topmost; the caller releases it.
 * differs: dockerd fetches side by side; here one follows the other, so that the lines come in the same order every time.
 */
export async function pullLayers(
  layers: LayerStore,
  descriptors: readonly Descriptor[],
  chain: readonly string[],
  fetch: (digest: string) => AsyncIterable<Uint8Array>,
  report: Report,
  signal: AbortSignal,
): Promise<{ readonly chainId: string | undefined; readonly size: number }> {
  const missingFrom = chain.findIndex((chainId) => !layers.find(chainId))
  const present = missingFrom < 0 ? chain.length : missingFrom
  const names = descriptors.map(({ digest }) => shortId(digest))
  names.forEach((name, index) => {
    report(action(name, index < present ? 'Already exists' : 'Pulling fs layer'))
  })
  for (const name of names.slice(present + AT_A_TIME)) report(action(name, 'Waiting'))
  let top = chain[present - 1]
  if (top !== undefined) layers.retain(top)
  try {
    for (let index = present; index < chain.length; index++) {
      const blob = await download(descriptors[index]!, fetch, report)
      signal.throwIfAborted()
      top = await unpack(layers, descriptors[index]!, blob, top, chain[index]!, report, signal)
      report(action(names[index]!, 'Pull complete'))
    }
  } catch (error) {
    if (top !== undefined) layers.release(top)
    throw error
  }
  return { chainId: top, size: chain.reduce((sum, chainId) => sum + (layers.find(chainId)?.size ?? 0), 0) }
}

/** Fetches a blob and checks its digest. */
async function download(
  { digest, size }: Descriptor,
  fetch: (digest: string) => AsyncIterable<Uint8Array>,
  report: Report,
): Promise<readonly Uint8Array[]> {
  const hash = createHash('sha256')
  const chunks: Uint8Array[] = []
  const tell = reporter(digest, 'Downloading', size, report)
  for await (const chunk of fetch(digest)) {
    hash.update(chunk)
    chunks.push(chunk)
    tell(chunk.length)
  }
  report(action(shortId(digest), 'Verifying Checksum'))
  if (`sha256:${hash.digest('hex')}` !== digest) {
    throw broken(`filesystem layer verification failed for digest ${digest}`)
  }
  report(action(shortId(digest), 'Download complete'))
  return chunks
}

/** Puts a blob over its parent layer. The new layer takes the place of the parent in what the caller holds. */
async function unpack(
  layers: LayerStore,
  { digest, size }: Descriptor,
  blob: readonly Uint8Array[],
  parent: string | undefined,
  expected: string,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const tell = reporter(digest, 'Extracting', size, report)
  const read = async function* (): AsyncIterable<Uint8Array> {
    for (const chunk of blob) {
      signal.throwIfAborted()
      tell(chunk.length)
      yield chunk
    }
  }
  const { chainId } = await layers.register(read(), parent)
  if (parent !== undefined) layers.release(parent)
  if (chainId !== expected) {
    layers.release(chainId)
    throw broken(`layers from manifest don't match image configuration`)
  }
  return chainId
}

/** Tells of progress now and then, and at the end. */
function reporter(digest: string, status: string, total: number, report: Report): (bytes: number) => void {
  let current = 0
  let told = 0
  return (bytes) => {
    current += bytes
    if (current < total && current - told < REPORT_EVERY) return
    told = current
    report(action(shortId(digest), status, { current, total }))
  }
}
