// The builds of an engine; what they need is loaded with the first.
import type { ContainerContext } from '../containers/context.ts'
import type { ImagesForBuilder } from '../images/for-builder.ts'
import type { PacedReport } from '../progress.ts'
import type { BuildRequest } from './request.ts'

export interface Builds {
  /** Gives the id of the image. The first line is reported when the Dockerfile has been read; refusals come before it. */
  build(request: BuildRequest, report: PacedReport, signal: AbortSignal): Promise<string>
}

export function createBuilds(containers: ContainerContext, images: ImagesForBuilder): Builds {
  return {
    async build(request, report, signal) {
      const { buildImage } = await import('./builder.ts')
      return buildImage(containers, images, request, report, signal)
    },
  }
}
