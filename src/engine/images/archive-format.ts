// The documents in an archive of images: `manifest.json` as Docker reads it, and an OCI layout around it.

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
