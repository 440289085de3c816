// POST /images/{name}/tag: gives an image one more name.
import { familiarText, parseReference, type Reference, withDefaultTag, withTag } from '../../registry/reference.ts'
import { invalid } from '../../world/refusal.ts'
import { findImage } from './find.ts'
import { type ImageState, tellOfImage } from './state.ts'

/** A name that a user gives to an image: `repo` may hold the tag (moby daemon/server/httputils: RepoTagReference). */
export function targetName(repository: string, tag: string): Reference {
  const reference = parseReference(repository)
  if (reference.digest !== undefined) throw invalid('cannot import digest reference')
  const named = tag ? withTag(reference, tag) : withDefaultTag(reference)
  if (familiarText(named).startsWith('sha256:')) {
    throw invalid('refusing to create an ambiguous tag using digest algorithm as name')
  }
  return named
}

/** Throws `No such image: x:latest`. */
export function tagImage(state: ImageState, text: string, target: Reference): void {
  nameImage(state, findImage(state, text).id, target)
}

/** The same for an id; one of an image that is gone names nothing. */
export function nameImage(state: ImageState, id: string, target: Reference): void {
  const image = state.table.get(id)
  if (!image) return
  state.references.put(target, image.id)
  state.table.put({ ...image, lastTagged: state.world.clock.now() })
  tellOfImage(state, 'tag', image.id, familiarText(target))
}
