// The image that FROM or COPY --from names: a stage, one that is there, or one to pull
// (moby daemon/images/image_builder.go: GetImageAndReleasableLayer).
import type { Platform } from '../../registry/manifest.ts'
import { parseReference, withDefaultTag } from '../../registry/reference.ts'
import { Refusal } from '../../world/refusal.ts'
import type { Image } from '../images/image.ts'
import type { Build } from './build.ts'

/** @param stageOf the id of a stage's image, if the name is one's */
export async function findBase(
  { images, request, platform: own, output, signal }: Build,
  name: string,
  platform: Platform | undefined,
  stageOf: (name: string) => string | undefined,
): Promise<Image> {
  const wanted = platform ?? own
  const stage = stageOf(name)
  if (stage !== undefined) return images.find(stage, wanted)
  if (!request.pull) {
    try {
      // one for another platform is taken, too
      return images.find(name)
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'missing') throw error
    }
  }
  const reference = withDefaultTag(parseReference(name))
  const credentials = request.credentials(reference.domain)
  await images.pull({ reference, platform: wanted, credentials }, output.report, signal)
  return images.find(name)
}
