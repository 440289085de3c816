// DELETE /images/{name}: takes names away, and the image with the last one.
import { familiarText, fullName, parseReference, type Reference } from '../../registry/reference.ts'
import { shortId } from '../../world/ids.ts'
import { conflict } from '../../world/refusal.ts'
import { findImage, isIdOf } from './find.ts'
import type { Image } from './image.ts'
import type { Name } from './references.ts'
import { type ImageState, tellOfImage } from './state.ts'

export interface RemoveOptions {
  readonly force: boolean
  /** Also remove the images that it was made from, if nobody else needs them. */
  readonly prune: boolean
}

/** What happened, step by step: a name was taken away, or an image or layer is gone. */
export type Removal = { readonly Untagged: string } | { readonly Deleted: string }

/** Throws a conflict while something needs the image (moby daemon/images/image_delete.go: ImageDelete). */
export function removeImage(state: ImageState, text: string, options: RemoveOptions): Removal[] {
  const image = findImage(state, text)
  const removals: Removal[] = []
  const byName = !isIdOf(image, text)
  if (byName) {
    if (!options.force && isOneName(state.references.of(image.id))) refuseWhileUsed(state, image, text)
    untagOne(state, image, parseReference(text), removals)
    if (state.references.of(image.id).length > 0) return removals
  } else if (isOneName(state.references.of(image.id))) {
    const found = findConflict(state, image, { stopped: !options.force, named: false })
    if (found) throw conflict(found.message)
    untagAll(state, image, removals)
  }
  deleteImage(state, image, { ...options, quiet: byName }, removals)
  return removals
}

/** One tag at most, with digests of the same repository. */
function isOneName(names: readonly Name[]): boolean {
  if (names.length <= 1) return true
  const tags = names.filter((name) => !name.isDigest)
  const digests = new Set(names.filter((name) => name.isDigest).map((name) => fullName(name.reference)))
  if (tags.length > 1 || digests.size !== 1) return false
  return digests.has(fullName((tags[0] ?? names[0]!).reference))
}

function refuseWhileUsed(state: ImageState, image: Image, text: string): void {
  const claim = state.claims.first(image.id)
  if (!claim) return
  throw conflict(
    `conflict: unable to remove repository reference ${JSON.stringify(text)} (must force) - container ${shortId(claim.holder)} is using its referenced image ${shortId(image.id)}`,
  )
}

/** With the last tag of a repository its digests go too. */
function untagOne(state: ImageState, image: Image, reference: Reference, removals: Removal[]): void {
  const known = state.references.of(image.id)
  untag(state, image, reference, removals, true)
  if (reference.digest !== undefined) return
  const repository = fullName(reference)
  const same = known.filter((name) => fullName(name.reference) === repository)
  const left = same.filter((name) => state.references.get(name.reference) === image.id)
  if (left.some((name) => !name.isDigest)) return
  for (const name of left) untag(state, image, name.reference, removals, false)
}

function untagAll(state: ImageState, image: Image, removals: Removal[]): void {
  for (const name of state.references.of(image.id)) untag(state, image, name.reference, removals, true)
}

function untag(state: ImageState, image: Image, reference: Reference, removals: Removal[], tell: boolean): void {
  state.references.delete(reference)
  removals.push({ Untagged: familiarText(withTagOf(reference)) })
  if (tell) tellOfImage(state, 'untag', image.id, image.id)
}

const withTagOf = (reference: Reference): Reference =>
  reference.tag === undefined && reference.digest === undefined ? { ...reference, tag: 'latest' } : reference

/** @param quiet the name is already gone, so a conflict only means that the image stays */
function deleteImage(
  state: ImageState,
  image: Image,
  { force, prune, quiet }: RemoveOptions & { readonly quiet: boolean },
  removals: Removal[],
): void {
  const found = findConflict(state, image, { stopped: !force, named: !force })
  if (found) {
    const dangling = state.references.of(image.id).length === 0 && !state.table.hasChildren(image.id)
    if (quiet && (!dangling || found.used)) return
    throw conflict(found.message)
  }
  untagAll(state, image, removals)
  state.table.delete(image)
  const layers = image.chainId === undefined ? [] : state.layers.release(image.chainId)
  tellOfImage(state, 'delete', image.id, image.id)
  removals.push({ Deleted: image.id }, ...layers.map((chainId) => ({ Deleted: chainId })))
  const parent = prune && image.parent !== undefined ? state.table.get(image.parent) : undefined
  if (parent) deleteImage(state, parent, { force: false, prune: true, quiet: true }, removals)
}

interface Conflict {
  readonly message: string
  /** by a container */
  readonly used: boolean
}

/** What forbids to delete an image; stopped containers and names only if asked for. */
function findConflict(
  state: ImageState,
  image: Image,
  soft: { readonly stopped: boolean; readonly named: boolean },
): Conflict | undefined {
  const unable = (force: 'cannot' | 'must', reason: string, used: boolean): Conflict => ({
    message: `conflict: unable to delete ${shortId(image.id)} (${force} be forced) - ${reason}`,
    used,
  })
  if (state.table.hasChildren(image.id)) return unable('cannot', 'image has dependent child images', false)
  const running = state.claims.first(image.id, 'running')
  if (running) {
    return unable('cannot', `image is being used by running container ${shortId(running.holder)}`, true)
  }
  if (soft.named && state.references.of(image.id).length > 0) {
    return unable('must', 'image is referenced in multiple repositories', false)
  }
  const stopped = soft.stopped ? state.claims.first(image.id, 'stopped') : undefined
  return stopped && unable('must', `image is being used by stopped container ${shortId(stopped.holder)}`, true)
}
