// GET /images/json: which images there are.
import { momentProblem, parseMoment } from '../../codec/moment.ts'
import type { Filters } from '../../gen/operations.ts'
import { familiarName } from '../../registry/reference.ts'
import { broken } from '../../world/refusal.ts'
import { booleanFilter, checkFilters, hasLabels } from '../filters.ts'
import { chainIds } from './chain.ts'
import { findImage } from './find.ts'
import type { Image } from './image.ts'
import { matchesPattern } from './name-pattern.ts'
import type { Name } from './references.ts'
import { type ImageState, layerSize } from './state.ts'

export interface ListOptions {
  /** Also images without a name that others were made from. */
  readonly all: boolean
  readonly filters: Filters
  readonly sharedSize: boolean
}

/** An image in a list; the keys are the wire's. */
export interface ImageSummary {
  readonly Containers: number
  /** seconds since 1970 */
  readonly Created: number
  readonly Id: string
  readonly Labels: Readonly<Record<string, string>> | null
  readonly ParentId: string
  readonly RepoDigests: readonly string[]
  readonly RepoTags: readonly string[]
  readonly SharedSize: number
  readonly Size: number
}

/** The newest first (moby daemon/images/images.go: Images). */
export function listImages(state: ImageState, { all, filters, sharedSize }: ListOptions): ImageSummary[] {
  const selects = selector(state, filters)
  const dangling = filters.dangling ? booleanFilter(filters, 'dangling', false, state.engine.words) : undefined
  const selected: [Image, readonly Name[]][] = []
  for (const image of state.table.all()) {
    if (!selects(image)) continue
    const names = state.references.of(image.id)
    const shown = filters.reference ? names.filter((name) => matchesName(filters.reference!, name)) : names
    if (shown.length === 0) {
      if (filters.reference || dangling === false) continue
      if (dangling || !all) if (state.table.hasChildren(image.id)) continue
    } else if (dangling && shown.some((name) => !name.isDigest)) continue
    selected.push([image, shown])
  }
  const users = sharedSize ? layerUsers(state) : undefined
  return selected
    .sort(([a], [b]) => (b.created ?? 0) - (a.created ?? 0))
    .map(([image, names]) => summaryOf(state, image, names, users))
}

function summaryOf(
  state: ImageState,
  image: Image,
  names: readonly Name[],
  users: ReadonlyMap<string, number> | undefined,
): ImageSummary {
  return {
    Containers: state.claims.count(image.id),
    Created: Math.floor((image.created ?? 0) / 1000),
    Id: image.id,
    Labels: image.config.config?.Labels ?? null,
    ParentId: image.parent ?? '',
    RepoDigests: names.filter((name) => name.isDigest).map((name) => name.text),
    RepoTags: names.filter((name) => !name.isDigest).map((name) => name.text),
    SharedSize: users ? sharedBytes(state, image, users) : -1,
    Size: image.size,
  }
}

/** `before`, `since`, `until` and `label`; of several moments the narrowest counts. */
function selector(state: ImageState, filters: Filters): (image: Image) => boolean {
  checkFilters(filters, ['before', 'dangling', 'label', 'reference', 'since', 'until'], state.engine.words)
  const createdOf = (text: string): number | undefined => findImage(state, text).created
  const before = Math.min(
    ...(filters.before ?? []).map((text) => createdOf(text) ?? Number.POSITIVE_INFINITY),
    ...(filters.until ?? []).map((text) => untilMoment(text, state.world.clock.now())),
  )
  const since = Math.max(...(filters.since ?? []).map((text) => createdOf(text) ?? Number.NEGATIVE_INFINITY))
  return (image) =>
    (before === Number.POSITIVE_INFINITY || (image.created !== undefined && image.created < before)) &&
    (since === Number.NEGATIVE_INFINITY || (image.created !== undefined && image.created > since)) &&
    hasLabels(filters.label ?? [], image.config.config?.Labels)
}

function untilMoment(text: string, now: number): number {
  const moment = parseMoment(text, now)
  if (moment === undefined) throw broken(momentProblem(text))
  return moment
}

/** A pattern means the whole name or the repository alone (distribution/reference: FamiliarMatch). */
export const matchesName = (patterns: readonly string[], { text, reference }: Name): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, text) || matchesPattern(pattern, familiarName(reference)))

/** How many images have each layer. */
function layerUsers(state: ImageState): Map<string, number> {
  const users = new Map<string, number>()
  for (const image of state.table.all()) {
    for (const chainId of chainIds(image.config.rootfs.diff_ids)) users.set(chainId, (users.get(chainId) ?? 0) + 1)
  }
  return users
}

const sharedBytes = (state: ImageState, image: Image, users: ReadonlyMap<string, number>): number =>
  chainIds(image.config.rootfs.diff_ids)
    .filter((chainId) => (users.get(chainId) ?? 0) > 1)
    .reduce((sum, chainId) => sum + layerSize(state, chainId), 0)
