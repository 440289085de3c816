// Pushes images, as far as a registry that takes none lets it (moby daemon/internal/distribution/push.go, push_v2.go).
import { familiarName, familiarText, fullName, type Reference, repositoryOf } from '../../registry/reference.ts'
import { type Registry, RegistryError } from '../../registry/registry.ts'
import { shortId } from '../../world/ids.ts'
import { action, failure, message, type Report } from '../progress.ts'
import { findNamed } from './find.ts'
import type { Image } from './image.ts'
import type { ImageState } from './state.ts'

/** All tags of the repository if the reference has none. What goes wrong is told in the stream, which has begun. */
export async function pushImage(
  state: ImageState,
  registry: Registry,
  reference: Reference,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  report(message(`The push refers to repository [${fullName(reference)}]`))
  try {
    const images = localImages(state, reference)
    const refusal = await registry.checkPush(repositoryOf(reference), signal).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal instanceof RegistryError && refusal.code === 'UNREACHABLE') throw refusal
    if (reference.digest !== undefined) throw new Error('cannot push a digest reference')
    const image = reference.tag === undefined ? images[0] : findNamed(state, reference)
    if (!image) throw new Error(`tag does not exist: ${familiarText(reference)}`)
    // the topmost first
    for (const diffId of image.config.rootfs.diff_ids.toReversed()) report(action(shortId(diffId), 'Preparing'))
    throw refusal ?? new Error('mockerd does not push images yet')
  } catch (error) {
    report(failure(wordsOf(error)))
  }
}

function localImages(state: ImageState, { domain, path, ...rest }: Reference): Image[] {
  const found = [...state.table.all()].filter((image) =>
    state.references.of(image.id).some(({ reference }) => reference.domain === domain && reference.path === path),
  )
  if (found.length > 0) return found
  throw new Error(`An image does not exist locally with the tag: ${familiarName({ domain, path, ...rest })}`)
}

function wordsOf(error: unknown): string {
  if (error instanceof RegistryError && error.code !== 'UNREACHABLE') {
    return `${error.code.toLowerCase().replaceAll('_', ' ')}: ${error.message}`
  }
  return error instanceof Error ? error.message : String(error)
}
