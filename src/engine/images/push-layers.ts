// The layers of a push, side by side (moby daemon/internal/distribution/xfer/upload.go).
import type { Descriptor } from '../../registry/manifest.ts'
import { fullName, type Reference } from '../../registry/reference.ts'
import type { Credentials, Repository } from '../../registry/registry.ts'
import { shortId } from '../../world/ids.ts'
import { action, type Report } from '../progress.ts'
import { holderOf } from './blob-sums.ts'
import { chainIds } from './chain.ts'
import type { Image } from './image.ts'
import { joinedSignal } from './joined-signal.ts'
import { pushLayer } from './push-layer.ts'
import { withRetries } from './retry.ts'
import type { ImageState } from './state.ts'
import type { Transfers } from './transfers.ts'

export interface PushedLayers {
  readonly state: ImageState
  readonly transfers: Transfers
  readonly repository: Repository
  readonly reference: Reference
  readonly credentials: Credentials | undefined
  readonly report: Report
  readonly signal: AbortSignal
  /** What this push has brought there, by diff id. */
  readonly pushed: Map<string, Descriptor>
}

/** Gives what the registry calls the layers, the lowest first. The first failure ends the others. */
export async function pushLayers(push: PushedLayers, { config }: Image): Promise<Descriptor[]> {
  const diffIds = config.rootfs.diff_ids
  const chain = chainIds(diffIds)
  // the topmost first, and what is there twice once
  const layers = diffIds.map((diffId, index) => ({ diffId, chainId: chain[index]! })).reverse()
  for (const { diffId } of layers) push.report(action(shortId(diffId), 'Preparing'))
  const unlike = layers.filter(({ diffId }, index) => layers.findIndex((one) => one.diffId === diffId) === index)
  const stop = new AbortController()
  const signal = joinedSignal(push.signal, stop.signal)
  let failed: { readonly error: unknown } | undefined
  await Promise.all(
    unlike.map((layer) =>
      pushOne({ ...push, signal }, layer).catch((error: unknown) => {
        failed ??= { error }
        stop.abort(new Error('context canceled'))
      }),
    ),
  )
  push.signal.throwIfAborted()
  if (failed) throw failed.error
  return diffIds.map((diffId) => push.pushed.get(diffId)!)
}

async function pushOne(
  { state, transfers, repository, reference, credentials, report, signal, pushed }: PushedLayers,
  { diffId, chainId }: { readonly diffId: string; readonly chainId: string },
): Promise<void> {
  const id = shortId(diffId)
  const known = pushed.get(diffId)
  if (known) return report(action(id, 'Layer already exists'))
  const { layers } = state
  const layer = {
    diffId,
    size: layers.find(chainId)?.size ?? 0,
    archive: () => layers.archive(chainId),
    sums: transfers.sums,
    repository,
    name: fullName(reference),
    holder: holderOf(credentials),
    report,
    signal,
  }
  const retrying = { clock: state.world.clock, attempts: transfers.uploadAttempts, id, report, signal }
  const descriptor = await transfers.uploads.run(
    () => withRetries(() => pushLayer(layer), retrying),
    () => report(action(id, 'Waiting')),
    signal,
  )
  pushed.set(diffId, descriptor)
}
