// Takes in the images of an archive that `docker save` made, of this daemon or a real one.
import { isDeepStrictEqual } from 'node:util'
import { jsonProblem } from '../../codec/json-problem.ts'
import type { ImageConfig, Platform } from '../../registry/manifest.ts'
import { platformMatches } from '../../registry/platform.ts'
import { familiarText, parseReference, type Reference } from '../../registry/reference.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import { shortId } from '../../world/ids.ts'
import type { Report } from '../progress.ts'
import { ArchiveFiles } from './archive-files.ts'
import { type ArchivedImage, mismatch, readArchiveManifest } from './archive-format.ts'
import { chainIds } from './chain.ts'
import { imageOf, readConfig } from './image.ts'
import { loadLegacyImages } from './load-legacy.ts'
import { type Loading, loadLayer, showName } from './loading.ts'
import { type ImageState, tellOfImage } from './state.ts'

export interface LoadOptions {
  /** Without lines about the layers. */
  readonly quiet: boolean
  /** The folder that dockerd would unpack into; only named in a message. */
  readonly folder: string
  /** Images of others are left out. */
  readonly platform?: Platform | undefined
}

/** moby daemon/internal/image/tarexport/load.go. Images before the one that is broken stay. */
export async function loadImages(
  state: ImageState,
  archive: AsyncIterable<Uint8Array>,
  { quiet, folder, platform }: LoadOptions,
  report: Report,
): Promise<void> {
  const files = new ArchiveFiles(folder, state.layers.content)
  const loading: Loading = { state, files, report, reportLayers: quiet ? () => {} : report }
  try {
    await files.read(archive, state.world.clock.now()).catch((error: unknown) => {
      const problem = archiveProblem(error)
      throw problem === undefined ? error : new Error(state.engine.words.unpackFailed(problem))
    })
    const manifest = files.optional('manifest.json')
    if (manifest === undefined) await loadLegacyImages(loading)
    else await loadListed(loading, readArchiveManifest(Buffer.from(manifest).toString('utf8')), platform)
  } finally {
    files.close()
  }
}

async function loadListed(
  loading: Loading,
  list: readonly ArchivedImage[],
  platform: Platform | undefined,
): Promise<void> {
  let ids = ''
  let names = 0
  const loaded = new Set<string>()
  const links: [id: string, parent: string][] = []
  for (const archived of list) {
    const id = await loadImage(loading, archived, platform)
    if (id === undefined) continue
    ids += `Loaded image ID: ${id}\n`
    names = 0
    for (const text of archived.RepoTags ?? []) {
      showName(loading, readTag(text), id)
      names++
    }
    if (archived.Parent !== undefined) links.push([id, archived.Parent])
    loaded.add(id)
    tellOfImage(loading.state, 'load', id, id)
  }
  for (const [id, parent] of links) if (parent !== id && loaded.has(parent)) linkParent(loading.state, id, parent)
  // dockerd counts the names of the last image only
  if (names === 0) loading.report(ids === '' ? {} : { stream: ids })
}

/** Says what an image was made from; that must have all steps of its history but the last. */
function linkParent({ table }: ImageState, id: string, parentId: string): void {
  const image = table.get(id)!
  const parent = table.get(parentId)!
  const steps = image.config.history ?? []
  const before = parent.config.history ?? []
  const fits = isDeepStrictEqual(steps.slice(0, -1), before)
  if (!fits) throw new Error(`image ${parentId} is not a valid parent for ${id}`)
  table.put({ ...image, parent: parentId })
}

/** Undefined for an image of another platform. */
async function loadImage(
  loading: Loading,
  { Config = '', Layers }: ArchivedImage,
  platform: Platform | undefined,
): Promise<string | undefined> {
  const { state, files } = loading
  const bytes = files.document(Config)
  const config = readArchivedConfig(bytes)
  const { diff_ids: diffIds } = config.rootfs
  const paths = Layers ?? []
  if (config.os && config.os !== 'linux') throw new Error(`cannot load ${config.os} image on linux`)
  if (platform && !platformMatches(config, platform)) return undefined
  if (diffIds.length !== paths.length) {
    throw new Error(`invalid manifest, layers length mismatch: expected ${paths.length}, got ${diffIds.length}`)
  }
  const image = imageOf(bytes, config, await loadLayers(loading, config, paths))
  if (!state.table.get(image.id)) state.table.put(image)
  else if (image.chainId !== undefined) state.layers.release(image.chainId)
  return image.id
}

function readArchivedConfig(bytes: Uint8Array): ImageConfig {
  const text = Buffer.from(bytes).toString('utf8')
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new Error(problem)
  const value: unknown = JSON.parse(text)
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw mismatch(value, 'Go value of type image.Image')
  }
  return readConfig(bytes)
}

function readTag(text: string): Reference {
  const reference = parseReference(text)
  if (reference.tag === undefined) throw new Error(`invalid tag ${JSON.stringify(familiarText(reference))}`)
  return reference
}

/** Puts the layers that are not there yet over each other, and counts one user of the topmost. */
async function loadLayers(
  loading: Loading,
  config: ImageConfig,
  paths: readonly string[],
): Promise<{ readonly chainId: string | undefined; readonly size: number }> {
  const { layers } = loading.state
  let top: string | undefined
  let size = 0
  try {
    for (const [index, chainId] of chainIds(config.rootfs.diff_ids).entries()) {
      const below = top
      if (!layers.retain(chainId)) {
        const layer = await loadLayer(loading, paths[index]!, below, shortId(chainId))
        const expected = config.rootfs.diff_ids[index]!
        if (layer.diffId !== expected) {
          layers.release(layer.chainId)
          throw new Error(`invalid diffID for layer ${index}: expected "${expected}", got "${layer.diffId}"`)
        }
      }
      top = chainId
      size += layers.find(chainId)?.size ?? 0
      if (below !== undefined) layers.release(below)
    }
  } catch (error) {
    if (top !== undefined) layers.release(top)
    throw error
  }
  return { chainId: top, size }
}
