// The documents in an archive of images: `manifest.json` as Docker reads it, and an OCI layout around it.
import { familiarName } from '../../registry/reference.ts'
import type { Image } from './image.ts'
import type { SavedImage } from './saved-files.ts'

/** One image in `manifest.json` (moby daemon/internal/image/tarexport). */
export interface ArchivedImage {
  /** path of the configuration */
  readonly Config: string
  /** familiar names with tags */
  readonly RepoTags: readonly string[] | null
  /** paths of the layers' archives, the lowest first */
  readonly Layers: readonly string[] | null
  /** by diff id */
  readonly LayerSources?: Readonly<Record<string, { mediaType: string; size: number; digest: string }>>
}

/** An uncompressed layer, as archives hold them. */
export const PLAIN_LAYER = 'application/vnd.oci.image.layer.v1.tar'

/** Where an OCI layout keeps a blob. */
export const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`

/** What Docker read before 1.10: repository -> tag -> top layer. */
export function repositoriesOf(
  list: readonly SavedImage[],
  topOf: (image: Image) => string,
): Record<string, Record<string, string>> {
  const repositories: Record<string, Record<string, string>> = {}
  for (const { image, tags } of list) {
    for (const tag of tags) {
      const name = familiarName(tag)
      repositories[name] = sortedKeys({ ...repositories[name], [tag.tag!]: topOf(image) })
    }
  }
  return sortedKeys(repositories)
}

/** Go's encoder sorts the keys of maps. */
function sortedKeys<Value>(map: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Reads `manifest.json`; throws an Error when it is no list of images. */
export function readArchiveManifest(text: string): ArchivedImage[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`invalid archive: failed to decode manifest.json: ${(error as Error).message}`)
  }
  if (!Array.isArray(value) || !value.every(isArchivedImage)) {
    throw new Error('invalid archive: failed to decode manifest.json: not a list of images')
  }
  return value
}

function isArchivedImage(value: unknown): value is ArchivedImage {
  const { Config, RepoTags, Layers } = (value ?? {}) as Partial<ArchivedImage>
  return typeof Config === 'string' && isTexts(RepoTags ?? []) && isTexts(Layers ?? [])
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string')
