// Pulls what one name stands for: its manifest, configuration and layers. The image is there only when all of it is.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import { jsonProblem } from '../../codec/json-problem.ts'
import { DockerMediaType, type ImageConfig, type Manifest, type Platform } from '../../registry/manifest.ts'
import { fullName, fullText, type Reference } from '../../registry/reference.ts'
import type { Repository } from '../../registry/registry.ts'
import { isFinal, RegistryError } from '../../registry/registry-error.ts'
import { broken } from '../../world/refusal.ts'
import { message, type Report } from '../progress.ts'
import { fetchWhole } from './download.ts'
import { imageOf, readConfig } from './image.ts'
import { joinedSignal } from './joined-signal.ts'
import { checkIsImage, choose, type Document, readDocument } from './manifests.ts'
import { type PulledLayers, pullLayers } from './pull-layers.ts'
import type { ImageState } from './state.ts'
import type { Transfers } from './transfers.ts'

export interface OneImage {
  readonly state: ImageState
  readonly transfers: Transfers
  readonly repository: Repository
  /** with a tag or a digest */
  readonly reference: Reference
  readonly platform: Platform
}

/** Gives the image's id, and the digest that the name stood for in the registry. */
export async function pullManifest(
  image: OneImage,
  report: Report,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly digest: string }> {
  const { repository, reference, platform, transfers } = image
  const wanted = reference.digest ?? (await repository.head(reference.tag ?? 'latest')).digest
  const outer = readDocument(await transfers.manifests.get(repository, fullName(reference), wanted))
  const isDockers = outer.stored.mediaType === DockerMediaType.manifest
  if (outer.kind === 'manifest' && isDockers) checkIsImage(outer.manifest)
  const name = reference.digest === undefined ? reference.tag : fullText(reference)
  report(message(`Pulling from ${reference.path}`, name))
  if (outer.kind === 'manifest') checkIsImage(outer.manifest)
  if (reference.digest !== undefined) checkDigest(outer, reference.digest)
  const { digest } = outer.stored
  const manifest =
    outer.kind === 'manifest' ? outer.manifest : await chosen(image, choose(outer.index, platform).digest)
  const id = manifest.config.digest
  if (!image.state.table.get(id)) await addImage(image, manifest, report, signal)
  return { id, digest }
}

async function chosen({ transfers, repository, reference }: OneImage, digest: string): Promise<Manifest> {
  const inner = readDocument(await transfers.manifests.get(repository, fullName(reference), digest))
  checkDigest(inner, digest)
  if (inner.kind === 'index') throw broken('unsupported manifest format')
  checkIsImage(inner.manifest)
  return inner.manifest
}

function checkDigest({ stored }: Document, digest: string): void {
  if (stored.digest !== digest) throw broken(`manifest verification failed for digest ${digest}`)
}

/** What is wrong with the configuration is told before what is wrong with the layers. */
async function addImage(one: OneImage, manifest: Manifest, report: Report, signal: AbortSignal): Promise<void> {
  const { state, transfers, repository, reference } = one
  const stop = new AbortController()
  const { sums, downloads } = transfers
  const inside = joinedSignal(signal, stop.signal)
  const pull = { layers: state.layers, sums, downloads, repository, name: fullName(reference), report, signal: inside }
  const fetchingConfig = configOf(one, manifest.config.digest, inside)
  fetchingConfig.catch(() => stop.abort(new Error('context canceled')))
  const pulling = repository.inOrder
    ? fetchingConfig.then(() => pullLayers(pull, manifest.layers))
    : pullLayers(pull, manifest.layers)
  const [config, layers] = await Promise.allSettled([fetchingConfig, pulling])
  if (config.status === 'rejected' || layers.status === 'rejected') {
    if (layers.status === 'fulfilled') release(state, layers.value)
    signal.throwIfAborted()
    throw config.status === 'rejected' ? config.reason : (layers as PromiseRejectedResult).reason
  }
  try {
    keep(state, config.value, layers.value, signal)
  } catch (error) {
    release(state, layers.value)
    throw error
  }
}

function keep(
  state: ImageState,
  { bytes, config }: Awaited<ReturnType<typeof configOf>>,
  layers: PulledLayers,
  signal: AbortSignal,
): void {
  signal.throwIfAborted()
  if (layers.diffIds.join() !== config.rootfs.diff_ids.join()) {
    throw broken("layers from manifest don't match image configuration")
  }
  const { chainId, size } = layers
  const image = imageOf(bytes, config, { chainId, size })
  // another pull of the same image may have been quicker
  if (state.table.get(image.id)) release(state, layers)
  else state.table.put(image)
}

function release({ layers }: ImageState, { chainId }: PulledLayers): void {
  if (chainId !== undefined) layers.release(chainId)
}

/** ms before the second attempt; doubled for each one after it */
const FIRST_PAUSE = 250
const ATTEMPTS = 5

async function configOf(
  { state, repository }: OneImage,
  digest: string,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly config: ImageConfig }> {
  const bytes = await fetchConfig(state, repository, digest, signal)
  if (digestOf(bytes) !== digest) {
    throw broken(`error pulling image configuration: image config verification failed for digest ${digest}`)
  }
  const config = parseConfig(bytes)
  if (config.os && config.os !== 'linux') {
    throw broken(
      `image operating system ${JSON.stringify(config.os)} cannot be used on this platform: operating system is not supported`,
    )
  }
  return { bytes, config }
}

/** Tries a few times without telling (moby daemon/internal/distribution/pull_v2.go: retry). */
async function fetchConfig(
  { world }: ImageState,
  repository: Repository,
  digest: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchWhole(repository, digest)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      const plain = error.inner ?? error
      const final = isFinal(plain)
      if (final || attempt === ATTEMPTS) {
        const attempts = final ? attempt : attempt + 1
        throw broken(`error pulling image configuration: download failed after attempts=${attempts}: ${plain.message}`)
      }
      await world.clock.sleep(FIRST_PAUSE * 2 ** (attempt - 1), signal)
    }
  }
}

function parseConfig(bytes: Uint8Array): ImageConfig {
  const problem = jsonProblem(Buffer.from(bytes).toString('utf8'))
  if (problem !== undefined) throw broken(problem)
  try {
    return readConfig(bytes)
  } catch (error) {
    throw error instanceof TypeError ? broken('invalid rootfs in image configuration') : error
  }
}
