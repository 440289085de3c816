// Finds the image that a user means: by name, by digest, by id or by the beginning of an id.
import type { Platform } from '../../registry/manifest.ts'
import { platformMatches, platformText } from '../../registry/platform.ts'
import { familiarText, parseImageId, parseReference, type Reference, withDefaultTag } from '../../registry/reference.ts'
import { missing } from '../../world/refusal.ts'
import type { Image } from './image.ts'
import type { ImageState } from './state.ts'

/**
 * Throws `No such image: x:latest` or `invalid reference format`, and also when the image is for another platform than
 * the one asked for (moby daemon/images/image.go: GetImage).
 */
export function findImage(state: ImageState, text: string, platform?: Platform): Image {
  const image = findAnyPlatform(state, text)
  if (platform && !platformMatches(platformOf(image), platform))
    throw missing(platformMismatch(state, text, image, platform))
  return image
}

/** What an image was made for. */
export const platformOf = ({ config }: Image): Platform => ({
  os: config.os,
  architecture: config.architecture,
  ...(config.variant ? { variant: config.variant } : {}),
})

export const platformMismatch = (state: ImageState, name: string, image: Image, platform: Platform): string =>
  state.engine.words.wrongPlatform(name, platformText(platformOf(image)), platformText(platform))

function findAnyPlatform(state: ImageState, text: string): Image {
  const id = parseImageId(text)
  if (id !== undefined) {
    const image = state.table.get(id)
    if (image) return image
    throw noSuchImage(id)
  }
  // `sha256:` and less than 64 digits is no reference, as a path it would be a repository named sha256
  const reference = parseReference(text)
  const image = findNamed(state, reference) ?? state.table.byPrefix(text)
  if (image) return image
  throw noSuchImage(familiarText(withDefaultTag(reference)))
}

/** The image that has exactly this name. */
export function findNamed(state: ImageState, reference: Reference): Image | undefined {
  const id = state.references.get(reference)
  return id === undefined ? undefined : state.table.get(id)
}

export const noSuchImage = (name: string): Error => missing(`No such image: ${name}`)

/** Whether a user gave an id (or the beginning of one) and not a name (moby: isImageIDPrefix). */
export const isIdOf = (image: Image, text: string): boolean =>
  text !== '' && (image.id.startsWith(text) || image.id.slice('sha256:'.length).startsWith(text))
