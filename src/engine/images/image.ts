// An image as the engine keeps it: immutable, named by the digest of its configuration.
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import { parseRfc3339 } from '../../codec/timestamp.ts'
import type { ImageConfig } from '../../registry/manifest.ts'

export interface Image {
  /** `sha256:…` of the configuration's bytes */
  readonly id: string
  readonly config: ImageConfig
  /** The configuration as it came; what the id is the digest of. */
  readonly bytes: Uint8Array
  /** Id of the image it was built or committed from, on this daemon. */
  readonly parent?: string
  /** Its top layer, what a container's own layer is put on; undefined for an image without any. */
  readonly chainId: string | undefined
  /** ms since 1970 */
  readonly created: number | undefined
  /** bytes of all its layers */
  readonly size: number
  /** when `tag` last named it, ms since 1970 */
  readonly lastTagged?: number
}

/** Reads a configuration; throws a SyntaxError or a TypeError when it is none. */
export function readConfig(bytes: Uint8Array): ImageConfig {
  const config: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  if (!isConfig(config)) throw new TypeError('invalid image JSON, no RootFS key')
  return config
}

const isConfig = (value: unknown): value is ImageConfig => {
  const layers = (value as ImageConfig | null)?.rootfs?.diff_ids
  return Array.isArray(layers) && layers.every((layer) => typeof layer === 'string')
}

export function imageOf(
  bytes: Uint8Array,
  config: ImageConfig,
  layers: { readonly chainId: string | undefined; readonly size: number },
  parent?: string,
): Image {
  const created = config.created === undefined ? undefined : parseRfc3339(config.created)
  return { id: digestOf(bytes), config, bytes, created, ...layers, ...(parent === undefined ? {} : { parent }) }
}
