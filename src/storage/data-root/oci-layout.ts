// The images of a data root as an OCI image layout: blobs, a manifest for each image, index.json for all of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Digest, digestOf } from '../../codec/digest.ts'
import type { ImageLayout, LaidOutImage } from '../store.ts'
import type { Writer } from './saver.ts'

export const layoutFile = 'oci-layout'
export const layoutText = '{"imageLayoutVersion":"1.0.0"}\n'

const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
} as const

interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
}

export const blobPath = (digest: Digest): string => `blobs/${digest.replace(':', '/')}`

const jsonBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

const manifestOf = ({ id, config, layers }: LaidOutImage): Buffer =>
  jsonBytes({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: { mediaType: mediaTypes.config, digest: id, size: config.length },
    layers: layers.map(({ digest, size }) => ({ mediaType: mediaTypes.layer, digest, size })),
  })

/** What index.json says of an image: once for each name. */
function* entriesOf(image: LaidOutImage): Generator<Descriptor & { readonly annotations?: Record<string, string> }> {
  const manifest = manifestOf(image)
  const descriptor = { mediaType: mediaTypes.manifest, digest: digestOf(manifest), size: manifest.length }
  if (image.names.length === 0) yield descriptor
  for (const name of image.names) yield { ...descriptor, annotations: { 'org.opencontainers.image.ref.name': name } }
}

/** The configuration of an image. Throws when it is not what the id says. */
export function checkedConfig(id: Digest, bytes: Uint8Array): Uint8Array {
  if (digestOf(bytes) !== id) throw new Error(`the configuration of ${id} has been changed`)
  return bytes
}

export interface OwnLayout extends ImageLayout {
  /** Whether a blob is an image's configuration or manifest. */
  owns(digest: Digest): boolean
  /** A blob of an earlier run is garbage. */
  discard(digest: Digest): void
}

/** @param existing blobs of earlier runs, which need not be written again */
export function ociLayout(
  root: string,
  saver: Writer,
  foreign: readonly LaidOutImage[],
  existing: ReadonlySet<Digest>,
): OwnLayout {
  const images = new Map<Digest, () => LaidOutImage>()
  const manifests = new Map<Digest, Digest>()
  // images of other storage drivers are in the index too, and their blobs stay
  const pinned = new Set(foreign.flatMap((image) => [image.id, digestOf(manifestOf(image))]))
  const gone = new Set<Digest>()
  const write = (digest: Digest, bytes: Uint8Array): void => {
    if (existing.has(digest) && !gone.has(digest)) return
    gone.delete(digest)
    saver.putFile(blobPath(digest), () => ({ pieces: [bytes] }))
  }
  const drop = (digest: Digest | undefined): void => {
    if (digest === undefined || pinned.has(digest)) return
    gone.add(digest)
    saver.dropFile(blobPath(digest))
  }
  const index = (): unknown => ({
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [...[...images.values()].map((image) => image()), ...foreign].flatMap((image) => [...entriesOf(image)]),
  })
  return {
    put(image) {
      const { id, config } = image()
      if (!images.has(id)) {
        const manifest = manifestOf(image())
        manifests.set(id, digestOf(manifest))
        write(id, config)
        write(digestOf(manifest), manifest)
      }
      images.set(id, image)
      saver.put('index.json', index)
    },
    delete(id) {
      images.delete(id)
      drop(manifests.get(id))
      manifests.delete(id)
      drop(id)
      saver.put('index.json', index)
    },
    discard: drop,
    owns: (digest) => pinned.has(digest) || images.has(digest) || [...manifests.values()].includes(digest),
    config(id) {
      return checkedConfig(id, readFileSync(join(root, blobPath(id))))
    },
  }
}
