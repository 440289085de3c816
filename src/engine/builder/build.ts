// The state of one build and of its current stage, which the steps change.

import type { Platform } from '../../registry/manifest.ts'
import type { Draft } from '../changes/configure.ts'
import type { ContainerContext } from '../containers/context.ts'
import type { ImagesForBuilder } from '../images/for-builder.ts'
import type { BuildArgs } from './build-args.ts'
import type { StepCache } from './cache.ts'
import type { BuildOutput } from './output.ts'
import type { BuildRequest } from './request.ts'
import type { Source } from './source.ts'
import type { StageResults } from './stage-results.ts'
import type { StepContainers } from './step-containers.ts'

export interface Build {
  readonly containers: ContainerContext
  readonly images: ImagesForBuilder
  readonly request: BuildRequest
  /** what it is built for, if the client says so */
  readonly platform: Platform | undefined
  readonly output: BuildOutput
  /** when the client goes */
  readonly signal: AbortSignal
  /** undefined with `--no-cache` */
  readonly cache: StepCache | undefined
  readonly steps: StepContainers
  readonly context: Source
  readonly results: StageResults
  /** the escape token of the Dockerfile */
  readonly escaper: string
}

export interface StageState {
  readonly args: BuildArgs
  draft: Draft
  /** id of the image that the steps have come to; empty before the first one over nothing */
  image: string
}
