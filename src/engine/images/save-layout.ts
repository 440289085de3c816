// The archive of images as engines write it since 25.0: an OCI image layout with Docker's own documents beside it.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import type { TarFile } from '../../codec/tar.ts'
import { MediaType } from '../../registry/manifest.ts'
import { familiarName, fullText } from '../../registry/reference.ts'
import { type ArchivedImage, blobPath, PLAIN_LAYER, parentIn, repositoriesOf } from './archive-format.ts'
import { legacyImages } from './legacy-image.ts'
import { bytes, folder, layersOf, type SavedImage, text } from './saved-files.ts'
import type { ImageState } from './state.ts'

/** In the order of their paths, as dockerd writes them. */
export function* ociLayout(state: ImageState, list: readonly SavedImage[]): Generator<TarFile> {
  const blobs = new Map<string, TarFile>()
  const described = list.map((saved) => describe(state, list, saved, blobs))
  // of nothing there is not even an empty list
  const manifests = list.length > 0 ? described.flatMap(({ manifests }) => manifests) : null
  if (list.length > 0) {
    yield folder('blobs/', list.at(-1)?.image.created ?? 0)
    yield folder('blobs/sha256/', state.world.clock.now())
  }
  for (const path of [...blobs.keys()].sort()) yield blobs.get(path)!
  yield bytes('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.index, manifests })))
  yield text('manifest.json', list.length > 0 ? described.map(({ archived }) => archived) : null)
  yield bytes('oci-layout', Buffer.from('{"imageLayoutVersion": "1.0.0"}'))
  if (list.every(({ tags }) => tags.length === 0)) return
  yield text(
    'repositories',
    repositoriesOf(list, ({ config }) => config.rootfs.diff_ids.at(-1)?.slice('sha256:'.length) ?? ''),
  )
}

/** Adds the blobs of an image and gives what the documents say of it. */
function describe(
  state: ImageState,
  list: readonly SavedImage[],
  { image, tags }: SavedImage,
  blobs: Map<string, TarFile>,
) {
  const mtime = image.created ?? 0
  const add = (content: Uint8Array, time: number): string => {
    const digest = digestOf(content)
    blobs.set(blobPath(digest), bytes(blobPath(digest), content, time))
    return digest
  }
  const layers = layersOf(state, image).map(({ digest, size, file }) => {
    blobs.set(blobPath(digest), file(blobPath(digest), mtime))
    return { mediaType: PLAIN_LAYER, size, digest }
  })
  for (const { json } of legacyImages(image.config)) add(json, mtime)
  add(image.bytes, mtime)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MediaType.manifest,
      config: { mediaType: MediaType.config, digest: image.id, size: image.bytes.length },
      layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
    }),
  )
  const descriptor = { mediaType: MediaType.manifest, digest: add(manifest, 0), size: manifest.length }
  const sources = layers.map((layer) => [layer.digest, layer] as const)
  const archived: ArchivedImage = {
    Config: blobPath(image.id),
    RepoTags: tags.length > 0 ? tags.map((tag) => `${familiarName(tag)}:${tag.tag}`) : null,
    Layers: layers.map(({ digest }) => blobPath(digest)),
    ...parentIn(list, image),
    LayerSources: Object.fromEntries(sources.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
  const named = tags.map((tag) => ({
    ...descriptor,
    annotations: { 'io.containerd.image.name': fullText(tag), 'org.opencontainers.image.ref.name': tag.tag },
  }))
  return { archived, manifests: named.length > 0 ? named : [descriptor] }
}
