// Pulls images: from a registry into the layers and names of this engine, telling how far it is.
import type { Platform } from '../../registry/manifest.ts'
import { platformMatches } from '../../registry/platform.ts'
import { familiarName, familiarText, type Reference, withTag } from '../../registry/reference.ts'
import type { Credentials, Registry, Repository } from '../../registry/registry.ts'
import { Refusal } from '../../world/refusal.ts'
import { message, type Report } from '../progress.ts'
import { atFirst } from './endpoints.ts'
import { findNamed, platformMismatch, platformOf } from './find.ts'
import { type OneImage, pullManifest } from './pull-manifest.ts'
import { pullRefusal } from './registry-words.ts'
import type { ImageState } from './state.ts'
import type { Transfers } from './transfers.ts'

export interface PullRequest {
  /** All tags of the repository if it has neither tag nor digest. */
  readonly reference: Reference
  /** The daemon's own if left out. */
  readonly platform?: Platform | undefined
  readonly credentials?: Credentials | undefined
}

const ownPlatform: Platform = { os: 'linux', architecture: 'amd64' }

/**
 * Pulls an image. Rejects with dockerd's words when the registry refuses; nothing stays of what came until then.
 * Source: moby daemon/internal/distribution/pull_v2.go.
 */
export async function pullImage(
  state: ImageState,
  registry: Registry,
  transfers: Transfers,
  { reference, platform, credentials }: PullRequest,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  if (familiarName(reference) === 'scratch') throw new Refusal('forbidden', "'scratch' is a reserved name")
  const access = { actions: ['pull'], credentials, signal } as const
  const wanted = await atFirst(
    registry.endpoints(reference.domain, 'pull'),
    async (endpoint) => {
      const repository = await endpoint.open(reference.path, access)
      const names = await namesOf(repository, reference)
      let newer = false
      for (const one of names) {
        const image = { state, transfers, repository, reference: one, platform: platform ?? ownPlatform }
        newer = (await pullOne(image, report, signal)) || newer
      }
      const name = familiarText(reference)
      report(message(newer ? `Status: Downloaded newer image for ${name}` : `Status: Image is up to date for ${name}`))
      return names[0]
    },
    signal,
  ).catch((error: unknown) => {
    throw pullRefusal(error, reference, state.engine)
  })
  tell(state, reference, findNamed(state, wanted ?? reference))
  const image = findNamed(state, wanted ?? reference)
  if (image && platform && !platformMatches(platformOf(image), platform)) {
    report(message(`WARNING: ${platformMismatch(state, familiarText(reference), image, platform)}`))
  }
}

function tell(state: ImageState, reference: Reference, image: ReturnType<typeof findNamed>): void {
  const attributes = { ...image?.config.config?.Labels, name: familiarName(reference) }
  state.world.events.publish({ type: 'image', action: 'pull', id: familiarText(reference), attributes })
}

async function namesOf(repository: Repository, reference: Reference): Promise<Reference[]> {
  if (reference.tag !== undefined || reference.digest !== undefined) return [reference]
  return (await repository.tags()).map((tag) => withTag(reference, tag))
}

/** Whether the name stands for another image than before. */
async function pullOne(image: OneImage, report: Report, signal: AbortSignal): Promise<boolean> {
  const { state, reference } = image
  const before = state.references.get(reference)
  const { id, digest } = await pullManifest(image, report, signal)
  report(message(`Digest: ${digest}`))
  state.references.put({ domain: reference.domain, path: reference.path, digest }, id)
  if (reference.digest === undefined) state.references.put(reference, id)
  return before !== id
}
