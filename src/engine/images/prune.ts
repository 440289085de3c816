// POST /images/prune: removes what nobody needs.
import type { Filters } from '../../gen/operations.ts'
import { fullText } from '../../registry/reference.ts'
import { broken, Refusal } from '../../world/refusal.ts'
import { booleanFilter, checkFilters, selectedByLabels, untilMoment } from '../filters.ts'
import { chainIds } from './chain.ts'
import type { Image } from './image.ts'
import { type Removal, removeImage } from './remove.ts'
import { type ImageState, layerSize } from './state.ts'

export interface PruneReport {
  readonly ImagesDeleted: readonly Removal[] | null
  /** bytes */
  readonly SpaceReclaimed: number
}

/** Images without a tag, or with `dangling=false` all that no container uses (moby daemon/images/image_prune.go). */
export function pruneImages(state: ImageState, filters: Filters): PruneReport {
  checkFilters(filters, ['dangling', 'label', 'label!', 'until'], state.engine.words)
  const danglingOnly = booleanFilter(filters, 'dangling', true, state.engine.words)
  const until = untilMoment(filters, state.world.clock.now(), broken)
  const selected = [...state.table.all()].filter((image) => isSelected(state, image, filters, danglingOnly, until))
  const sizes = new Map(
    [...state.table.all()].flatMap((image) =>
      chainIds(image.config.rootfs.diff_ids).map((chainId) => [chainId, layerSize(state, chainId)] as const),
    ),
  )
  const removals = selected.flatMap((image) => removeAll(state, image, danglingOnly))
  const reclaimed = removals.reduce((sum, item) => sum + ('Deleted' in item ? (sizes.get(item.Deleted) ?? 0) : 0), 0)
  state.world.events.publish({ type: 'image', action: 'prune', id: '', attributes: { reclaimed: `${reclaimed}` } })
  return { ImagesDeleted: removals.length > 0 ? removals : null, SpaceReclaimed: reclaimed }
}

function isSelected(state: ImageState, image: Image, filters: Filters, danglingOnly: boolean, until: number): boolean {
  const hasChildren = state.table.hasChildren(image.id)
  if (hasChildren && (danglingOnly || state.references.of(image.id).length === 0)) return false
  if (until !== Number.POSITIVE_INFINITY && !(image.created !== undefined && image.created <= until)) return false
  return selectedByLabels(filters, image.config.config?.Labels)
}

function removeAll(state: ImageState, image: Image, danglingOnly: boolean): Removal[] {
  const names = state.references.of(image.id)
  if (danglingOnly && names.some((name) => !name.isDigest)) return []
  const wanted = names.length > 0 ? names.map((name) => fullText(name.reference)) : [image.id]
  return wanted.flatMap((text) => removeUnlessNeeded(state, text))
}

/** What is in use, or went with an earlier name, stays as it is. */
function removeUnlessNeeded(state: ImageState, text: string): Removal[] {
  try {
    return removeImage(state, text, { force: false, prune: true })
  } catch (error) {
    if (error instanceof Refusal && (error.kind === 'conflict' || error.kind === 'missing')) return []
    throw error
  }
}
