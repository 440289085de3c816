// Makes images on this daemon: from the layer of a container, and from an archive of a whole file tree.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import type { HistoryEntry, ImageConfig, Platform, RunConfig } from '../../registry/manifest.ts'
import type { Reference } from '../../registry/reference.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import { broken } from '../../world/refusal.ts'
import { applyChanges } from '../changes/apply.ts'
import { noSuchImage } from './find.ts'
import { type Image, imageOf } from './image.ts'
import { type ImageState, tellOfImage } from './state.ts'
import { nameImage } from './tag.ts'

export interface CommitRequest {
  /** id of the image that the layer lies on; empty for none */
  readonly parent: string
  /** What the container changed, as the archive of a layer. */
  readonly layer: AsyncIterable<Uint8Array>
  readonly config: RunConfig
  /** Whose layer it is, kept in the image for who wants to know; without an id it was none's. */
  readonly container: { readonly id: string; readonly config: RunConfig }
  /** Of an image that is made of nothing. */
  readonly platform?: Platform | undefined
  readonly author: string
  readonly comment: string
}

export interface ImportRequest {
  readonly archive: AsyncIterable<Uint8Array>
  readonly platform: Platform
  readonly changes: readonly string[]
  readonly message: string
  readonly target: Reference | undefined
}

/** What a container that changed nothing has for a layer: an archive without entries. It is not kept. */
const EMPTY_LAYER = digestOf(new Uint8Array(1024))

/** Gives the id of the new image, which has no name yet (moby daemon/images/image_commit.go). */
export async function commitImage(state: ImageState, request: CommitRequest): Promise<string> {
  const { config, container, author, comment } = request
  const parent = request.parent === '' ? undefined : state.table.get(request.parent)
  if (request.parent !== '' && !parent) throw noSuchImage(request.parent)
  const layer = await takeLayer(state, request.layer, parent?.chainId)
  const created = rfc3339(state.world.clock.now())
  const step: HistoryEntry = {
    created,
    created_by: (container.config.Cmd ?? []).join(' '),
    ...(author && { author }),
    ...(comment && { comment }),
    ...(layer.diffId === undefined && { empty_layer: true }),
  }
  const base = parent?.config
  const variant = base ? base.variant : request.platform?.variant
  const diffIds = [...(base?.rootfs.diff_ids ?? []), ...(layer.diffId === undefined ? [] : [layer.diffId])]
  const image = keep(
    state,
    {
      architecture: base?.architecture ?? request.platform?.architecture ?? 'amd64',
      ...(variant && { variant }),
      ...(author && { author }),
      config,
      ...(container.id && { container: container.id }),
      container_config: container.config,
      created,
      docker_version: state.engine.version,
      history: [...(base?.history ?? []), step],
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: diffIds },
    },
    { chainId: layer.chainId, size: (parent?.size ?? 0) + layer.size },
    parent?.id,
  )
  // that the builder has copied files is no news
  if (container.id) tellOfImage(state, 'create', image.id, image.id)
  return image.id
}

/** Gives the id of the new image (moby daemon/images/image_import.go). */
export async function importImage(state: ImageState, request: ImportRequest): Promise<string> {
  const { archive, platform, changes, message, target } = request
  const config = applyChanges<RunConfig>({}, changes, state.engine.words)
  const layer = await state.layers.register(archive).catch((error: unknown) => {
    const problem = archiveProblem(error)
    throw problem === undefined ? error : broken(problem)
  })
  const created = rfc3339(state.world.clock.now())
  const { os, architecture, variant } = platform
  const image = keep(
    state,
    {
      architecture,
      ...(variant && { variant }),
      ...(message && { comment: message }),
      config,
      created,
      docker_version: state.engine.version,
      history: [{ created, ...(message && { comment: message }) }],
      os,
      rootfs: { type: 'layers', diff_ids: [layer.diffId] },
    },
    layer,
  )
  if (target) nameImage(state, image.id, target)
  tellOfImage(state, 'import', image.id, image.id)
  return image.id
}

interface TakenLayer {
  readonly chainId: string | undefined
  /** undefined if the layer is empty and the one below is the image's topmost */
  readonly diffId: string | undefined
  readonly size: number
}

async function takeLayer(
  { layers }: ImageState,
  archive: AsyncIterable<Uint8Array>,
  below: string | undefined,
): Promise<TakenLayer> {
  const { chainId, diffId, size } = await layers.register(archive, below)
  if (diffId !== EMPTY_LAYER) return { chainId, diffId, size }
  if (below !== undefined) layers.retain(below)
  layers.release(chainId)
  return { chainId: below, diffId: undefined, size: 0 }
}

/** The image owns its share of its top layer; the same image made twice needs one. */
function keep(
  state: ImageState,
  config: ImageConfig,
  { chainId, size }: Pick<Image, 'chainId' | 'size'>,
  parent?: string,
): Image {
  const image = imageOf(Buffer.from(JSON.stringify(config)), config, { chainId, size }, parent)
  if (!state.table.get(image.id)) state.table.put(image)
  else if (chainId !== undefined) state.layers.release(chainId)
  return image
}
