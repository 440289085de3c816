// Pulls images: from a registry into the layers and names of this engine, telling how far it is.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import type { ImageConfig, Platform } from '../../registry/manifest.ts'
import { platformMatches } from '../../registry/platform.ts'
import {
  familiarName,
  familiarText,
  fullText,
  type Reference,
  repositoryOf,
  type TaggedReference,
} from '../../registry/reference.ts'
import { type Registry, RegistryError, type Resolved } from '../../registry/registry.ts'
import { broken, invalid, missing, Refusal } from '../../world/refusal.ts'
import { message, type Report } from '../progress.ts'
import { chainIds } from './chain.ts'
import { findNamed, platformMismatch, platformOf } from './find.ts'
import { imageOf, readConfig } from './image.ts'
import { pullLayers } from './pull-layers.ts'
import type { ImageState } from './state.ts'

export interface PullRequest {
  /** All tags of the repository if it has neither tag nor digest. */
  readonly reference: Reference
  /** The daemon's own if left out. */
  readonly platform?: Platform | undefined
}

const ownPlatform: Platform = { os: 'linux', architecture: 'amd64' }

/**
 * Pulls an image. Rejects with dockerd's words when the registry refuses; nothing stays of what came until then.
 * Source: moby daemon/internal/distribution/pull_v2.go.
 */
export async function pullImage(
  state: ImageState,
  registry: Registry,
  { reference, platform }: PullRequest,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  if (familiarName(reference) === 'scratch') throw new Refusal('forbidden', "'scratch' is a reserved name")
  const wanted = await tagsOf(registry, reference, signal)
  let newer = false
  for (const one of wanted)
    newer = (await pullOne(state, registry, one, platform ?? ownPlatform, report, signal)) || newer
  const name = familiarText(reference)
  report(message(newer ? `Status: Downloaded newer image for ${name}` : `Status: Image is up to date for ${name}`))
  const image = findNamed(state, wanted[0] ?? reference)
  const attributes = { ...image?.config.config?.Labels, name: familiarName(reference) }
  state.world.events.publish({ type: 'image', action: 'pull', id: name, attributes })
  if (image && platform && !platformMatches(platformOf(image), platform)) {
    report(message(`WARNING: ${platformMismatch(state, name, image, platform)}`))
  }
}

async function tagsOf(registry: Registry, reference: Reference, signal: AbortSignal): Promise<Reference[]> {
  if (reference.tag !== undefined || reference.digest !== undefined) return [reference]
  const tags = await registry.tags(reference, signal).catch((error) => {
    throw inDockersWords(error, reference)
  })
  return tags.map((tag): TaggedReference => ({ ...reference, tag }))
}

/** Whether the name stands for another image than before. */
async function pullOne(
  state: ImageState,
  registry: Registry,
  reference: Reference,
  platform: Platform,
  report: Report,
  signal: AbortSignal,
): Promise<boolean> {
  const begin = (): void =>
    report(
      message(`Pulling from ${reference.path}`, reference.digest === undefined ? reference.tag : fullText(reference)),
    )
  const found = await registry.resolve(reference, platform, signal).catch((error) => {
    // dockerd says where it pulls from before it looks into the index
    if (error instanceof RegistryError && error.code === 'NO_PLATFORM') begin()
    throw inDockersWords(error, reference)
  })
  begin()
  const id = found.manifest.config.digest
  if (!state.table.get(id)) await addImage(state, registry, reference, found, report, signal)
  report(message(`Digest: ${found.descriptor.digest}`))
  const before = state.references.get(reference)
  state.references.put({ ...repositoryOf(reference), digest: found.descriptor.digest }, id)
  state.references.put(reference, id)
  return before !== id
}

/** Takes configuration and layers in; the image is there only when all of it is. */
async function addImage(
  state: ImageState,
  registry: Registry,
  reference: Reference,
  { manifest }: Resolved,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const bytes = await fetchAll(registry, reference, manifest.config.digest, signal)
  if (digestOf(bytes) !== manifest.config.digest) {
    throw broken(`image config verification failed for digest ${manifest.config.digest}`)
  }
  const config: ImageConfig = readConfig(bytes)
  const chain = chainIds(config.rootfs.diff_ids)
  if (chain.length !== manifest.layers.length) throw broken("layers from manifest don't match image configuration")
  const fetch = (digest: string): AsyncIterable<Uint8Array> => registry.fetch(reference, digest, signal)
  const layers = await pullLayers(state.layers, manifest.layers, chain, fetch, report, signal)
  const image = imageOf(bytes, config, layers)
  // another pull of the same image may have been quicker
  if (state.table.get(image.id)) {
    if (layers.chainId !== undefined) state.layers.release(layers.chainId)
  } else state.table.put(image)
}

async function fetchAll(
  registry: Registry,
  reference: Reference,
  digest: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of registry.fetch(reference, digest, signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** moby daemon/internal/distribution/errors.go: translatePullError */
function inDockersWords(error: unknown, reference: Reference): unknown {
  if (!(error instanceof RegistryError)) return error
  const text = error.message
  const code = error.code.toLowerCase().replace('_', ' ')
  switch (error.code) {
    case 'DENIED':
      return missing(
        `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': ${code}: ${text}`,
      )
    case 'MANIFEST_UNKNOWN':
      return missing(`manifest for ${familiarText(reference)} not found: ${code}: ${text}`)
    case 'NAME_UNKNOWN':
      return missing(`repository ${familiarName(reference)} not found: ${code}: ${text}`)
    case 'UNAUTHORIZED':
      return new Refusal('unauthorized', `${code}: ${text}`)
    case 'NO_PLATFORM':
      return invalid(text)
    case 'UNREACHABLE':
      return broken(text)
  }
}
