// GET /images/{name}/history: how an image was made, the last step first.
import { parseRfc3339 } from '../../codec/timestamp.ts'
import type { Platform } from '../../registry/manifest.ts'
import { chainIds } from './chain.ts'
import { findImage } from './find.ts'
import type { Image } from './image.ts'
import { type ImageState, layerSize } from './state.ts'

/** The keys are the wire's, in the order of dockerd. */
export interface HistoryItem {
  readonly Comment: string
  /** seconds since 1970 */
  readonly Created: number
  readonly CreatedBy: string
  readonly Id: string
  readonly Size: number
  readonly Tags: readonly string[] | null
}

/** Go's zero time, in seconds. */
const YEAR_ONE = -62_135_596_800

/** Throws `No such image: x:latest` (moby daemon/images/image_history.go). */
export function imageHistory(state: ImageState, text: string, platform?: Platform): HistoryItem[] {
  const image = findImage(state, text, platform)
  const layers = chainIds(image.config.rootfs.diff_ids)
  let layer = 0
  const items = (image.config.history ?? []).map((entry): HistoryItem => {
    const chainId = entry.empty_layer ? undefined : layers[layer++]
    const created = entry.created === undefined ? undefined : parseRfc3339(entry.created)
    return {
      Comment: entry.comment ?? '',
      Created: created === undefined ? YEAR_ONE : Math.floor(created / 1000),
      CreatedBy: entry.created_by ?? '',
      Id: '<missing>',
      Size: chainId === undefined ? 0 : layerSize(state, chainId),
      Tags: null,
    }
  })
  return named(state, items.reverse(), image)
}

/** The image, and those that it was made from step by step, show their ids and tags. */
function named(state: ImageState, items: readonly HistoryItem[], image: Image): HistoryItem[] {
  let at: Image | undefined = image
  return items.map((item) => {
    if (!at) return item
    const { id, parent }: Image = at
    at = parent === undefined ? undefined : state.table.get(parent)
    const tags = state.references.of(id).filter((name) => !name.isDigest)
    return { ...item, Id: id, Tags: tags.length > 0 ? tags.map((name) => name.text) : null }
  })
}
