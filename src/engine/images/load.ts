// Takes in the images of an archive that `docker save` made, of this daemon or a real one.
import { posix } from 'node:path'
import { uncompressed } from '../../codec/compression.ts'
import { readTar } from '../../codec/read-tar.ts'
import type { ImageConfig } from '../../registry/manifest.ts'
import { familiarText, parseReference, type Reference } from '../../registry/reference.ts'
import { type ContentStore, contentStore } from '../../storage/content.ts'
import { shortId } from '../../world/ids.ts'
import { action, type Report } from '../progress.ts'
import { type ArchivedImage, readArchiveManifest } from './archive-format.ts'
import { chainIds } from './chain.ts'
import { imageOf, readConfig } from './image.ts'
import { type ImageState, tellOfImage } from './state.ts'

export interface LoadOptions {
  /** Without lines about the layers. */
  readonly quiet: boolean
  /** The folder that dockerd would unpack into; only named in a message. */
  readonly folder: string
}

/** moby daemon/internal/image/tarexport/load.go */
export async function loadImages(
  state: ImageState,
  archive: AsyncIterable<Uint8Array>,
  { quiet, folder }: LoadOptions,
  report: Report,
): Promise<void> {
  const content = contentStore()
  try {
    const files = new ArchiveFiles(content)
    await files.read(archive)
    const manifest = await files.text('manifest.json')
    // what dockerd looks for next is the format of before 2016, which nobody writes any more
    if (manifest === undefined) throw new Error(`open ${folder}/repositories: no such file or directory`)
    for (const archived of readArchiveManifest(manifest)) await loadImage(state, files, archived, quiet, report)
  } finally {
    content.close()
  }
}

/** The files of an archive, by path; large ones do not lie in memory. */
class ArchiveFiles {
  readonly #content: ContentStore
  readonly #digests = new Map<string, string>()
  readonly #links = new Map<string, string>()

  constructor(content: ContentStore) {
    this.#content = content
  }

  async read(archive: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const entry of readTar(uncompressed(archive))) {
      const path = posix.normalize(entry.name)
      if (entry.kind === 'file') this.#digests.set(path, await this.#content.put(entry.body))
      else if (entry.kind === 'symlink') {
        this.#links.set(path, posix.join(posix.dirname(path), entry.linkname ?? ''))
      } else if (entry.kind === 'link') this.#links.set(path, posix.normalize(entry.linkname ?? ''))
    }
  }

  #find(path: string): string | undefined {
    const clean = posix.normalize(path)
    return this.#digests.get(clean) ?? this.#digests.get(this.#links.get(clean) ?? '')
  }

  async bytes(path: string): Promise<Uint8Array | undefined> {
    const digest = this.#find(path)
    if (digest === undefined) return undefined
    const chunks: Uint8Array[] = []
    for await (const chunk of this.#content.get(digest)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  async text(path: string): Promise<string | undefined> {
    const bytes = await this.bytes(path)
    return bytes && Buffer.from(bytes).toString('utf8')
  }

  stream(path: string): { readonly size: number; readonly chunks: AsyncIterable<Uint8Array> } {
    const digest = this.#find(path)
    if (digest === undefined) throw new Error(`open ${path}: no such file or directory`)
    return { size: this.#content.size(digest) ?? 0, chunks: this.#content.get(digest) }
  }
}

async function loadImage(
  state: ImageState,
  files: ArchiveFiles,
  { Config, RepoTags, Layers }: ArchivedImage,
  quiet: boolean,
  report: Report,
): Promise<void> {
  const bytes = await files.bytes(Config)
  if (!bytes) throw new Error(`open ${Config}: no such file or directory`)
  const config = readConfig(bytes)
  const { diff_ids: diffIds } = config.rootfs
  const paths = Layers ?? []
  if (config.os !== 'linux') throw new Error(`cannot load ${config.os} image on linux`)
  if (diffIds.length !== paths.length) {
    throw new Error(`invalid manifest, layers length mismatch: expected ${paths.length}, got ${diffIds.length}`)
  }
  const tags = (RepoTags ?? []).map(readTag)
  const layers = await loadLayers(state, files, config, paths, quiet ? () => {} : report)
  const image = imageOf(bytes, config, layers)
  if (state.table.get(image.id)) {
    if (layers.chainId !== undefined) state.layers.release(layers.chainId)
  } else state.table.put(image)
  for (const tag of tags) {
    giveName(state, tag, image.id, report)
    report({ stream: `Loaded image: ${familiarText(tag)}\n` })
  }
  if (tags.length === 0) report({ stream: `Loaded image ID: ${image.id}\n` })
  tellOfImage(state, 'load', image.id, image.id)
}

function readTag(text: string): Reference {
  const reference = parseReference(text)
  if (reference.tag === undefined) throw new Error(`invalid tag ${JSON.stringify(text)}`)
  return reference
}

function giveName(state: ImageState, tag: Reference, id: string, report: Report): void {
  const before = state.references.get(tag)
  if (before !== undefined && before !== id) {
    const name = familiarText(tag)
    report({ stream: `The image ${name} already exists, renaming the old one with ID ${before} to empty string\n` })
  }
  state.references.put(tag, id)
}

/** Puts the layers that are not there yet over each other, and counts one user of the topmost. */
async function loadLayers(
  state: ImageState,
  files: ArchiveFiles,
  config: ImageConfig,
  paths: readonly string[],
  report: Report,
): Promise<{ readonly chainId: string | undefined; readonly size: number }> {
  const { layers } = state
  let top: string | undefined
  let size = 0
  try {
    for (const [index, chainId] of chainIds(config.rootfs.diff_ids).entries()) {
      const below = top
      if (!layers.retain(chainId)) {
        const layer = await layers.register(told(files.stream(paths[index]!), shortId(chainId), report), below)
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

/** Bytes between two lines about progress (moby pkg/progress: ProgressReader). */
const REPORT_EVERY = 512 * 1024

async function* told(
  { size, chunks }: { readonly size: number; readonly chunks: AsyncIterable<Uint8Array> },
  id: string,
  report: Report,
): AsyncGenerator<Uint8Array> {
  let current = 0
  let reported = 0
  for await (const chunk of chunks) {
    current += chunk.length
    if (current === size || current - reported >= REPORT_EVERY) {
      reported = current
      report(action(id, 'Loading layer', { current, total: size }))
    }
    yield chunk
  }
}
