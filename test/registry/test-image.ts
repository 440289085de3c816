// Small images as registries keep them, made for a test.
import { gzipSync } from 'node:zlib'
import { digestOf } from '../../src/codec/digest.ts'
import { layerTar } from '../../src/registry/layer-tar.ts'
import { type Descriptor, DockerMediaType } from '../../src/registry/manifest.ts'

export interface TestImage {
  readonly manifest: Uint8Array
  readonly mediaType: string
  /** digest of the manifest */
  readonly digest: string
  /** `sha256:…` of the configuration */
  readonly id: string
  readonly layers: readonly Descriptor[]
  /** configuration and layers by digest */
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

export interface TestImageOptions {
  readonly layers?: number
  /** bytes of each layer's file */
  readonly size?: number
  readonly architecture?: string
  readonly config?: object
  readonly mediaType?: string
}

/** Bytes that gzip cannot make smaller, the same for one seed. */
function noise(seed: string, size: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  for (let at = 0, digest = seed; at < size; at += 32) {
    digest = digestOf(digest).slice(7)
    Buffer.from(digest, 'hex').copy(bytes, at)
  }
  return bytes
}

export async function testImage(name: string, options: TestImageOptions = {}): Promise<TestImage> {
  const { layers = 1, size = 100, architecture = 'amd64', mediaType = DockerMediaType.manifest } = options
  const tars = await Promise.all(
    Array.from({ length: layers }, (_, index) => {
      const path = `${name}-${index}`
      return layerTar([{ kind: 'file', path, mode: 0o644, content: noise(path, size) }], 0)
    }),
  )
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      config: { Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: tars.map((tar) => digestOf(tar)) },
      ...options.config,
    }),
  )
  const blobs = [config, ...tars.map((tar) => gzipSync(tar))]
  const [configPart, ...layerParts] = blobs.map((bytes, index) => ({
    mediaType: index === 0 ? DockerMediaType.config : DockerMediaType.layer,
    size: bytes.length,
    digest: digestOf(bytes),
  }))
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: configPart, layers: layerParts }))
  return {
    manifest,
    mediaType,
    digest: digestOf(manifest),
    id: digestOf(config),
    layers: layerParts,
    blobs: new Map(blobs.map((bytes) => [digestOf(bytes), bytes])),
  }
}

/** An index of images for several platforms. */
export function testIndex(
  mediaType: string,
  images: readonly (readonly [architecture: string, image: TestImage])[],
): { readonly manifest: Uint8Array; readonly mediaType: string; readonly digest: string } {
  const manifests = images.map(([architecture, image]) => ({
    mediaType: image.mediaType,
    size: image.manifest.length,
    digest: image.digest,
    platform: { architecture, os: 'linux' },
  }))
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }))
  return { manifest, mediaType, digest: digestOf(manifest) }
}
