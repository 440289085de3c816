// Keeps the images of an engine in its store, and takes over those of an earlier run.

import { fullText, parseReference } from '../../registry/reference.ts'
import { fieldsOf, numberOf, optional, textOf } from '../../storage/data-root/parse.ts'
import type { LaidOutImage, Store } from '../../storage/store.ts'
import { chainIds } from './chain.ts'
import { type Image, imageOf, readConfig } from './image.ts'
import type { ImageState } from './state.ts'

const keyOf = (id: string): string => id.slice('sha256:'.length)

/** The image of that id, or one of its names, has changed or is gone. */
export function keepImage(state: ImageState, { images, layout }: Store, id: string): void {
  if (!state.table.get(id)) {
    images.delete(keyOf(id))
    layout.delete(id)
    return
  }
  images.put(keyOf(id), () => recordOf(state, state.table.get(id)!))
  layout.put(() => laidOut(state, state.table.get(id)!))
}

/** Puts all of them into a store. */
export function putImages(state: ImageState, store: Store): void {
  for (const { id } of state.table.all()) keepImage(state, store, id)
}

const namesOf = (state: ImageState, { id }: Image): string[] =>
  state.references.of(id).map(({ reference }) => fullText(reference))

function layersOf(state: ImageState, { config }: Image): LaidOutImage['layers'] {
  const { diff_ids: diffIds } = config.rootfs
  return chainIds(diffIds).map((chainId, index) => ({
    digest: diffIds[index]!,
    size: state.layers.find(chainId)?.archiveSize ?? 0,
  }))
}

function recordOf(state: ImageState, image: Image): unknown {
  const { id, parent, lastTagged, size } = image
  return { id, names: namesOf(state, image), layers: layersOf(state, image), size, parent, lastTagged }
}

function laidOut(state: ImageState, image: Image): LaidOutImage {
  const tags = state.references.of(image.id).filter(({ isDigest }) => !isDigest)
  return {
    id: image.id,
    config: image.bytes,
    layers: layersOf(state, image),
    names: tags.map(({ reference }) => fullText(reference)),
  }
}

/** Takes over the images of earlier runs; one that is not whole is left out, with its files as they are. */
export function restoreImages(state: ImageState, store: Store): void {
  const images: { readonly image: Image; readonly names: readonly string[] }[] = []
  for (const value of store.images.all()) {
    let id = 'unknown'
    try {
      id = textOf(fieldsOf(value), 'id')
      images.push(read(state, store, value))
    } catch (error) {
      store.images.refuse(keyOf(id), error)
    }
  }
  images.sort(({ image: one }, { image: other }) => orderOf(one) - orderOf(other))
  for (const { image, names } of images) {
    if (image.chainId !== undefined) state.layers.retain(image.chainId)
    state.table.put(image)
    for (const name of names) state.references.put(parseReference(name), image.id)
  }
}

const orderOf = ({ lastTagged, created }: Image): number => lastTagged ?? created ?? 0

function read(state: ImageState, { layout }: Store, value: unknown): { image: Image; names: string[] } {
  const fields = fieldsOf(value)
  const bytes = layout.config(textOf(fields, 'id'))
  const config = readConfig(bytes)
  const chain = chainIds(config.rootfs.diff_ids)
  const missing = chain.find((chainId) => !state.layers.find(chainId))
  if (missing !== undefined) throw new Error(`its layer ${missing} is not there`)
  const { names } = fields
  if (!Array.isArray(names)) throw new Error('its names are no list')
  for (const name of names) parseReference(String(name))
  const layers = { chainId: chain.at(-1), size: numberOf(fields, 'size') }
  const image = imageOf(bytes, config, layers, optional(fields, 'parent', textOf))
  const lastTagged = optional(fields, 'lastTagged', numberOf)
  return { image: { ...image, ...(lastTagged !== undefined && { lastTagged }) }, names: names.map(String) }
}
