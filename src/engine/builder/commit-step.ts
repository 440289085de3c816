// Makes the image of a step, or takes the one that it made before (moby daemon/builder/dockerfile/internals.go).
import type { RunConfig } from '../../registry/manifest.ts'
import { shellOf } from '../changes/configure.ts'
import type { Container } from '../containers/container.ts'
import type { Build, StageState } from './build.ts'
import { wholeConfig } from './run-config.ts'

/** The configuration of a step that runs nothing: its command tells what it did, in two words. */
export function commented({ draft }: StageState, comment: string): RunConfig {
  return { ...draft.config, Cmd: [...shellOf(draft.config), '#(nop) ', comment] }
}

/** The same in one word, as older instructions have it. */
export function commentedInOne({ draft }: StageState, comment: string): RunConfig {
  return { ...draft.config, Cmd: [...shellOf(draft.config), `#(nop) ${comment}`] }
}

/** Whether the cache had the step: then the stage has come to that image. */
export function takeCached({ cache, output }: Build, stage: StageState, config: RunConfig): boolean {
  const found = cache?.find(stage.image, config)
  if (found === undefined) return false
  output.say(' ---> Using cache\n')
  stage.image = found
  return true
}

/** A step that only changes the configuration. */
export async function commitConfig(build: Build, stage: StageState, config: RunConfig): Promise<void> {
  if (takeCached(build, stage, config)) return
  const container = build.steps.create(wholeConfig(config, stage.image))
  // as in dockerd, the container's configuration is the build's: what its making fills in, is filled in there, too
  const made = container.config as RunConfig
  const { Healthcheck } = stage.draft.config
  if (Healthcheck && made.Healthcheck) {
    stage.draft = { ...stage.draft, config: { ...stage.draft.config, Healthcheck: made.Healthcheck } }
  }
  await commitContainer(build, stage, container, made)
}

/** An image of what a container has become. @param made the configuration by which the cache knows the step */
export async function commitContainer(
  { containers, images, platform }: Build,
  stage: StageState,
  container: Container,
  made: RunConfig,
): Promise<void> {
  const { config, author } = stage.draft
  stage.image = await images.commit({
    parent: container.imageId,
    layer: containers.layers.difference(container.id),
    config: wholeConfig(config, stage.image),
    container: { id: container.id, config: wholeConfig(made, stage.image) },
    platform,
    author,
    comment: '',
  })
}
