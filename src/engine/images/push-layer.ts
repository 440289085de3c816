// Brings one layer to a registry: it may be there, it may lie in another repository, or it is sent
// (moby daemon/internal/distribution/push_v2.go: pushDescriptor.Upload).
import { type Descriptor, DockerMediaType } from '../../registry/manifest.ts'
import type { Repository, Upload } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { shortId } from '../../world/ids.ts'
import { action, type Report } from '../progress.ts'
import { type BlobSum, type BlobSums, byLikeness } from './blob-sums.ts'
import { byteProgress, watched } from './byte-progress.ts'
import { compressed } from './compressed.ts'

export interface LayerPush {
  readonly diffId: string
  /** bytes of its files */
  readonly size: number
  /** The uncompressed bytes. */
  archive(): AsyncIterable<Uint8Array>
  readonly sums: BlobSums
  readonly repository: Repository
  /** `127.0.0.1:5000/team/app` */
  readonly name: string
  /** of who pushes, see `holderOf` */
  readonly holder: string
  readonly report: Report
  readonly signal: AbortSignal
}

interface Effort {
  /** other repositories to ask for a mount */
  readonly mounts: number
  /** blobs to look for */
  readonly checks: number
  /** whether blobs that were only seen in other repositories are looked for */
  readonly elsewhere: boolean
}

/** The larger a layer, the more is tried before it is sent. bytes */
function effortFor(size: number): Effort {
  if (size > 10 * 1024 * 1024) return { mounts: 4, checks: 3, elsewhere: true }
  if (size > 100 * 1024) return { mounts: 3, checks: 1, elsewhere: false }
  return { mounts: 1, checks: 1, elsewhere: false }
}

/** Rejects with a RegistryError. */
export async function pushLayer(push: LayerPush): Promise<Descriptor> {
  const { mounts, checks, elsewhere } = effortFor(push.size)
  const checked = new Set<string>()
  const known = push.sums.of(push.diffId)
  const there = await find(push, known, 1, checked)
  if (there) return done(push, there, 'Layer already exists')
  const begun = await mount(push, known, mounts)
  if (begun && 'digest' in begun) return begun
  const near = known.filter(({ repository }) => elsewhere || repository === push.name)
  const late = await find(push, near, checks - checked.size, checked)
  if (late) {
    await begun?.cancel()
    return done(push, late, 'Layer already exists')
  }
  return send(push, begun ?? (await push.repository.upload()))
}

/** Looks for blobs that hold the layer. */
async function find(
  { diffId, repository, sums, name, holder, signal }: LayerPush,
  known: readonly BlobSum[],
  most: number,
  checked: Set<string>,
): Promise<Descriptor | undefined> {
  const fresh = byLikeness(known, name, holder).filter(({ digest }) => !checked.has(digest))
  const unlike = fresh.filter(({ digest }, index) => fresh.findIndex((one) => one.digest === digest) === index)
  for (const sum of unlike.slice(0, Math.max(0, most))) {
    checked.add(sum.digest)
    try {
      const found = await repository.stat(sum.digest)
      if (found) return found
      if (sum.repository === name) sums.remove(diffId, sum)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RegistryError)) throw error
    }
  }
  return undefined
}

/** Asks for a mount; a registry that does not do it has begun an upload instead. */
async function mount(
  push: LayerPush,
  known: readonly BlobSum[],
  most: number,
): Promise<Upload | Descriptor | undefined> {
  const { repository, sums, diffId, name, holder, signal } = push
  const domain = `${name.split('/')[0]}/`
  const others = known.filter((sum) => sum.repository !== name && sum.repository.startsWith(domain))
  let begun: Upload | undefined
  for (const sum of byLikeness(others, name, holder).slice(0, most)) {
    const from = sum.repository.slice(domain.length)
    try {
      const upload = await repository.upload({ digest: sum.digest, from })
      if ('digest' in upload) {
        await begun?.cancel()
        return done(push, upload, `Mounted from ${from}`)
      }
      await begun?.cancel()
      begun = upload
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RegistryError)) throw error
      if (error.code === 'UNAUTHORIZED' && holder === '') continue
    }
    if (sum.holder === holder || sum.holder === '') sums.remove(diffId, sum)
  }
  return begun
}

async function send(push: LayerPush, upload: Upload | Descriptor): Promise<Descriptor> {
  if ('digest' in upload) return done(push, upload, 'Layer already exists')
  const progress = byteProgress(shortId(push.diffId), 'Pushing', push.size, push.report)
  const stream = compressed(watched(push.archive(), progress, push.signal))
  await upload.write(stream.chunks)
  const found = await upload.commit(stream.digest())
  return done(push, { ...found, digest: stream.digest(), size: stream.size() }, 'Pushed')
}

function done({ diffId, sums, name, holder, report }: LayerPush, found: Descriptor, status: string): Descriptor {
  report(action(shortId(diffId), status))
  sums.add(diffId, { digest: found.digest, repository: name, holder })
  return { ...found, mediaType: DockerMediaType.layer }
}
