// The documents in an archive of images: `manifest.json` as Docker reads it, and an OCI layout around it.
import { jsonProblem } from '../../codec/json-problem.ts'
import { familiarName } from '../../registry/reference.ts'
import type { Image } from './image.ts'
import type { SavedImage } from './saved-files.ts'

/** One image in `manifest.json` (moby daemon/internal/image/tarexport). */
export interface ArchivedImage {
  /** path of the configuration; empty where the archive has none */
  readonly Config?: string
  /** familiar names with tags */
  readonly RepoTags: readonly string[] | null
  /** paths of the layers' archives, the lowest first */
  readonly Layers: readonly string[] | null
  /** id of the image that it was made from, if that is in the archive, too */
  readonly Parent?: string
  /** by diff id */
  readonly LayerSources?: Readonly<Record<string, { mediaType: string; size: number; digest: string }>>
}

/** The id of an image's parent for its entry, if that image is in the same archive (save.go: validatedParentLinks). */
export const parentIn = (list: readonly SavedImage[], { id, parent }: Image): Pick<ArchivedImage, 'Parent'> =>
  parent !== undefined && parent !== id && list.some(({ image }) => image.id === parent) ? { Parent: parent } : {}

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

/** Reads `manifest.json`; throws in the words of Go's encoding/json when it is no list of images. */
export function readArchiveManifest(text: string): ArchivedImage[] {
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new Error(problem)
  const value: unknown = JSON.parse(text)
  if (value === null) throw new Error('invalid manifest, manifest cannot be null (but can be [])')
  if (!Array.isArray(value)) throw mismatch(value, 'Go value of type []tarexport.manifestItem')
  return value.map((item, index) => readItem(item, index))
}

function readItem(item: unknown, index: number): ArchivedImage {
  if (item === null) return { RepoTags: null, Layers: null }
  if (typeof item !== 'object' || Array.isArray(item)) throw mismatch(item, `.${index} of type tarexport.manifestItem`)
  const { Config, RepoTags = null, Layers = null, Parent } = item as Record<string, unknown>
  if (Config !== undefined && Config !== null && typeof Config !== 'string') {
    throw mismatch(Config, 'Go struct field manifestItem.Config of type string')
  }
  if (Parent !== undefined && Parent !== null && typeof Parent !== 'string') {
    throw mismatch(Parent, 'Go struct field manifestItem.Parent of type image.ID')
  }
  return {
    Config: Config ?? '',
    RepoTags: readTexts('RepoTags', RepoTags),
    Layers: readTexts('Layers', Layers),
    ...(Parent && { Parent }),
  }
}

function readTexts(field: string, value: unknown): readonly string[] | null {
  if (value === null) return null
  if (!Array.isArray(value)) throw mismatch(value, `Go struct field manifestItem.${field} of type []string`)
  const wrong = value.find((text) => typeof text !== 'string')
  if (wrong !== undefined) throw mismatch(wrong, `Go struct field manifestItem.${field} of type string`)
  return value
}

/** In the words of Go's encoding/json. */
export function mismatch(value: unknown, wanted: string): Error {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return new Error(`json: cannot unmarshal ${kind} into ${wanted}`)
}
