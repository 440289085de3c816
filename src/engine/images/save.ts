// Writes images into an archive that `docker load` and OCI tools read.
import { withOldHeaders } from '../../codec/old-tar-header.ts'
import { writeTar } from '../../codec/write-tar.ts'
import type { Platform } from '../../registry/manifest.ts'
import { platformMatches, platformText } from '../../registry/platform.ts'
import { fullText, parseImageId, parseReference, type Reference } from '../../registry/reference.ts'
import { broken, missing, Refusal } from '../../world/refusal.ts'
import { findNamed, noSuchImage } from './find.ts'
import type { Image } from './image.ts'
import { folderLayout } from './save-folders.ts'
import { ociLayout } from './save-layout.ts'
import type { SavedImage } from './saved-files.ts'
import { type ImageState, tellOfImage } from './state.ts'

/**
 * Names without a tag mean all tags of the repository, ids mean the image without names. Names are looked up before the
 * first byte is asked for (moby daemon/internal/image/tarexport/save.go).
 */
export function saveImages(
  state: ImageState,
  names: readonly string[],
  platform?: Platform,
): AsyncIterable<Uint8Array> {
  const saved = new Map<string, { readonly image: Image; readonly tags: Reference[] }>()
  for (const name of names) {
    for (const [image, tag] of meant(state, name)) {
      const one = saved.get(image.id) ?? { image, tags: [] }
      saved.set(image.id, one)
      if (tag && !one.tags.some((other) => fullText(other) === fullText(tag))) one.tags.push(tag)
    }
  }
  const list = [...saved.values()]
  if (platform && list.some(({ image }) => !platformMatches(image.config, platform))) {
    throw broken(`no suitable export target found for platform ${platformText(platform)}`)
  }
  // an archive that is being read keeps its layers, whatever is removed meanwhile
  for (const { image } of list) if (image.chainId !== undefined) state.layers.retain(image.chainId)
  return writeImages(state, list)
}

async function* writeImages(state: ImageState, list: readonly SavedImage[]): AsyncGenerator<Uint8Array> {
  const { differences } = state.engine
  const files = differences.has('images-are-saved-as-folders') ? folderLayout(state, list) : ociLayout(state, list)
  try {
    yield* writeTar(differences.has('archives-name-owners') ? withOldHeaders(files) : files)
    for (const { image } of list) tellOfImage(state, 'save', image.id, image.id)
  } finally {
    for (const { image } of list) if (image.chainId !== undefined) state.layers.release(image.chainId)
  }
}

function meant(state: ImageState, name: string): (readonly [Image, Reference?])[] {
  const id = parseImageId(name)
  const reference = id === undefined ? readName(name) : undefined
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

/** What is wrong with a name has no class of its own here. */
function readName(name: string): Reference {
  try {
    return parseReference(name)
  } catch (error) {
    throw error instanceof Refusal ? broken(error.message) : error
  }
}

const tagsOf = (state: ImageState, { domain, path }: Reference): (readonly [Image, Reference])[] =>
  [...state.table.all()].flatMap((image) =>
    state.references
      .of(image.id)
      .filter(({ reference, isDigest }) => !isDigest && reference.domain === domain && reference.path === path)
      .map(({ reference }) => [image, reference] as const),
  )
