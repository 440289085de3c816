// Writes images into an archive that `docker load` and OCI tools read.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import type { TarFile } from '../../codec/tar.ts'
import { writeTar } from '../../codec/write-tar.ts'
import { MediaType } from '../../registry/manifest.ts'
import { familiarName, fullText, parseImageId, parseReference, type Reference } from '../../registry/reference.ts'
import { missing } from '../../world/refusal.ts'
import { type ArchivedImage, blobPath, PLAIN_LAYER } from './archive-format.ts'
import { chainIds } from './chain.ts'
import { findNamed, noSuchImage } from './find.ts'
import type { Image } from './image.ts'
import { type ImageState, tellOfImage } from './state.ts'

interface SavedImage {
  readonly image: Image
  readonly tags: Reference[]
}

/**
 * Names without a tag mean all tags of the repository, ids mean the image without names. Names are looked up before the
 * first byte is asked for (moby daemon/internal/image/tarexport/save.go).
 */
export function saveImages(state: ImageState, names: readonly string[]): AsyncIterable<Uint8Array> {
  const saved = new Map<string, SavedImage>()
  for (const name of names) {
    for (const [image, tag] of meant(state, name)) {
      const one = saved.get(image.id) ?? { image, tags: [] }
      saved.set(image.id, one)
      if (tag && !one.tags.some((other) => fullText(other) === fullText(tag))) one.tags.push(tag)
    }
  }
  const list = [...saved.values()]
  // an archive that is being read keeps its layers, whatever is removed meanwhile
  for (const { image } of list) if (image.chainId !== undefined) state.layers.retain(image.chainId)
  return writeImages(state, list)
}

async function* writeImages(state: ImageState, list: readonly SavedImage[]): AsyncGenerator<Uint8Array> {
  try {
    yield* writeTar(entriesOf(state, list))
    for (const { image } of list) tellOfImage(state, 'save', image.id, image.id)
  } finally {
    for (const { image } of list) if (image.chainId !== undefined) state.layers.release(image.chainId)
  }
}

function meant(state: ImageState, name: string): (readonly [Image, Reference?])[] {
  const id = parseImageId(name)
  const reference = id === undefined ? parseReference(name) : undefined
  if (reference) {
    if (reference.tag === undefined && reference.digest === undefined) {
      const tags = tagsOf(state, reference)
      if (tags.length > 0) return tags
    }
    const image = findNamed(state, reference)
    if (image) return [reference.tag === undefined ? [image] : [image, reference]]
    // a name without a tag is looked for as an id, too
    if (reference.tag !== undefined || reference.digest !== undefined) throw missing('reference does not exist')
  }
  const image = state.table.byPrefix(name)
  if (!image) throw noSuchImage(name)
  return [[image]]
}

const tagsOf = (state: ImageState, { domain, path }: Reference): (readonly [Image, Reference])[] =>
  [...state.table.all()].flatMap((image) =>
    state.references
      .of(image.id)
      .filter(({ reference, isDigest }) => !isDigest && reference.domain === domain && reference.path === path)
      .map(({ reference }) => [image, reference] as const),
  )

/** In the order of their paths, as dockerd writes them. */
function* entriesOf(state: ImageState, list: readonly SavedImage[]): Generator<TarFile> {
  const blobs = new Map<string, TarFile>()
  const described = list.map((saved) => describe(state, saved, blobs))
  const manifests = described.flatMap(({ manifests }) => manifests)
  yield folder('blobs/')
  yield folder('blobs/sha256/')
  for (const path of [...blobs.keys()].sort()) yield blobs.get(path)!
  yield bytes('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.index, manifests })), 0)
  yield text(
    'manifest.json',
    described.map(({ archived }) => archived),
  )
  yield bytes('oci-layout', Buffer.from('{"imageLayoutVersion": "1.0.0"}'), 0)
  yield text('repositories', repositoriesOf(list))
}

/**
 * Adds the blobs of an image and gives what the documents say of it.
 * differs: dockerd writes one more blob per image, for engines before 1.10.
 */
function describe(state: ImageState, { image, tags }: SavedImage, blobs: Map<string, TarFile>) {
  const { diff_ids: diffIds } = image.config.rootfs
  const mtime = image.created ?? 0
  const layers = chainIds(diffIds).map((chainId, index) => {
    const digest = diffIds[index]!
    const size = state.layers.find(chainId)?.archiveSize ?? 0
    blobs.set(blobPath(digest), { ...plain, name: blobPath(digest), mtime, size, body: state.layers.archive(chainId) })
    return { mediaType: PLAIN_LAYER, size, digest }
  })
  blobs.set(blobPath(image.id), bytes(blobPath(image.id), image.bytes, mtime))
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MediaType.manifest,
      config: { mediaType: MediaType.config, digest: image.id, size: image.bytes.length },
      layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
    }),
  )
  const digest = digestOf(manifest)
  blobs.set(blobPath(digest), bytes(blobPath(digest), manifest, 0))
  const descriptor = { mediaType: MediaType.manifest, digest, size: manifest.length }
  const archived: ArchivedImage = {
    Config: blobPath(image.id),
    RepoTags: tags.length > 0 ? tags.map((tag) => `${familiarName(tag)}:${tag.tag}`) : null,
    Layers: diffIds.map(blobPath),
    LayerSources: Object.fromEntries(layers.map((layer) => [layer.digest, layer])),
  }
  const named = tags.map((tag) => ({
    ...descriptor,
    annotations: { 'io.containerd.image.name': fullText(tag), 'org.opencontainers.image.ref.name': tag.tag },
  }))
  return { archived, manifests: named.length > 0 ? named : [descriptor] }
}

/** What Docker read before 1.10: repository -> tag -> top layer. */
function repositoriesOf(list: readonly SavedImage[]): Record<string, Record<string, string>> {
  const repositories: Record<string, Record<string, string>> = {}
  for (const { image, tags } of list) {
    const top = image.config.rootfs.diff_ids.at(-1)?.slice('sha256:'.length) ?? ''
    for (const tag of tags) repositories[familiarName(tag)] = { ...repositories[familiarName(tag)], [tag.tag!]: top }
  }
  return repositories
}

const plain = { kind: 'file', mode: 0o644, uid: 0, gid: 0 } as const

const folder = (name: string): TarFile => ({ ...plain, kind: 'directory', mode: 0o755, name, mtime: 0, size: 0 })

const bytes = (name: string, content: Uint8Array, mtime: number): TarFile => ({
  ...plain,
  name,
  mtime,
  size: content.length,
  body: [content],
})

/** JSON as Go's encoder writes it. */
const text = (name: string, value: unknown): TarFile => bytes(name, Buffer.from(`${JSON.stringify(value)}\n`), 0)
