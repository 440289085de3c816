// Archives of engines before 1.10: a folder for each layer, and `repositories` with their names.
import { digestOf } from '../../codec/digest.ts'
import { jsonProblem } from '../../codec/json-problem.ts'
import type { HistoryEntry, ImageConfig } from '../../registry/manifest.ts'
import { parseReference } from '../../registry/reference.ts'
import { type Image, imageOf } from './image.ts'
import { goJson, legacyDocument } from './legacy-image.ts'
import { type Loading, loadLayer, nameQuietly } from './loading.ts'
import { tellOfImage } from './state.ts'

/** What a document of before 1.10 says; the rest goes into the configuration as it is. */
interface LegacyDocument {
  readonly parent?: string
  readonly os?: string
  readonly docker_version?: string
  readonly created?: string
  readonly author?: string
  readonly comment?: string
  readonly container_config?: { readonly Cmd?: readonly string[] | null }
}

/** What a configuration does not take over. */
const dropped = new Set(['id', 'parent', 'Size', 'parent_id', 'layer_id', 'throwaway'])

/** moby daemon/internal/image/tarexport/load.go: legacyLoad */
export async function loadLegacyImages(loading: Loading): Promise<void> {
  const loaded = new Map<string, Image>()
  for (const folder of loading.files.folders()) await loadFolder(loading, folder, loaded, [])
  const repositories = readObject<Record<string, Record<string, string>>>(loading.files.document('repositories'))
  for (const [name, tags] of Object.entries(repositories)) {
    for (const [tag, id] of Object.entries(tags)) {
      const image = loaded.get(id)
      if (!image) throw new Error(`invalid target ID: ${id}`)
      nameQuietly(loading, parseReference(`${name}:${tag}`), image.id)
    }
  }
  for (const { id } of loaded.values()) tellOfImage(loading.state, 'load', id, id)
}

/** `children`: whose parent it is, so that a circle is noticed. */
async function loadFolder(
  loading: Loading,
  folder: string,
  loaded: Map<string, Image>,
  children: readonly string[],
): Promise<Image> {
  const known = loaded.get(folder)
  if (known) return known
  const { state, files } = loading
  const document = readObject<LegacyDocument>(files.document(`${folder}/json`))
  if (document.os && document.os !== 'linux') throw new Error(`cannot load ${document.os} image on linux`)
  if (children.includes(folder)) throw new Error(`invalid parent ID: ${folder}`)
  const parent = document.parent ? await loadFolder(loading, document.parent, loaded, [...children, folder]) : undefined
  const layer = await loadLayer(loading, `${folder}/layer.tar`, parent?.chainId, folder)
  const base = parent?.config
  const config = {
    ...Object.fromEntries(Object.entries(completed(document)).filter(([key]) => !dropped.has(key))),
    rootfs: { type: 'layers', diff_ids: [...(base?.rootfs.diff_ids ?? []), layer.diffId] },
    history: [...(base?.history ?? []), historyOf(document)],
  } as unknown as ImageConfig
  const sorted = Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)))
  const bytes = Buffer.from(goJson(sorted))
  const existing = state.table.get(digestOf(bytes))
  const size = (parent?.size ?? 0) + layer.size
  const image = existing ?? imageOf(bytes, config, { chainId: layer.chainId, size }, parent?.id)
  if (existing) state.layers.release(layer.chainId)
  else state.table.put(image)
  loaded.set(folder, image)
  return image
}

/** Documents of before 1.8.3 take on what Go's struct has beside what they say. */
function completed(document: LegacyDocument): object {
  const [major = 0, minor = 0, patch = 0] = (document.docker_version ?? '').split(/\D+/).map(Number)
  const isOld = major * 1e6 + minor * 1e3 + patch < 1_008_003
  return isOld ? legacyDocument(document as Omit<ImageConfig, 'rootfs'>) : document
}

function historyOf({ created, author, comment, container_config: config }: LegacyDocument): HistoryEntry {
  const command = config?.Cmd?.join(' ')
  return {
    ...(created && { created }),
    ...(command && { created_by: command }),
    ...(author && { author }),
    ...(comment && { comment }),
  }
}

function readObject<Value>(bytes: Uint8Array): Value {
  const text = Buffer.from(bytes).toString('utf8')
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new Error(problem)
  const value: unknown = JSON.parse(text)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error('json: cannot unmarshal this into Go value of an object')
  }
  return value as Value
}
