// docker commit: an image of what a container has become (moby daemon/commit.go).
import type { RunConfig } from '../../registry/manifest.ts'
import { familiarText, type Reference } from '../../registry/reference.ts'
import { applyChanges } from '../changes/apply.ts'
import { type ContainerConfig, mergeConfig } from './config.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { saveFiles } from './keep.ts'
import { pauseContainer, unpauseContainer } from './pause.ts'

export interface CommitOptions {
  /** In the place of the container's own; what it leaves out is the container's. */
  readonly config: ContainerConfig | undefined
  readonly changes: readonly string[]
  /** Its name, asked for when the image is there. */
  readonly target: (() => Reference) | undefined
  readonly author: string
  readonly comment: string
  /** A running container stands still meanwhile. */
  readonly pause: boolean
}

/** Gives the id of the image. Throws `X is not a valid change command` and the like, then nothing was made. */
export async function commitContainer(
  context: ContainerContext,
  container: Container,
  options: CommitOptions,
): Promise<string> {
  const { author, comment } = options
  const pauses = options.pause && container.state.status === 'running'
  if (pauses) pauseContainer(context, container)
  try {
    const own = container.config as RunConfig
    const changed = applyChanges((options.config ?? own) as RunConfig, options.changes, context.words)
    const id = await context.images.commit({
      parent: container.imageId,
      layer: context.layers.difference(container.id),
      config: mergeConfig(changed as ContainerConfig, own, container.id, context.words) as RunConfig,
      container: { id: container.id, config: own },
      author,
      comment,
    })
    const target = options.target?.()
    saveFiles(context, container)
    if (target) context.images.name(id, target)
    const imageRef = target ? familiarText(target) : ''
    publish(context, container, 'commit', { comment, imageID: id, imageRef })
    return id
  } finally {
    // somebody may have let it go on, or ended it, meanwhile
    if (pauses && container.state.status === 'paused') unpauseContainer(context, container)
  }
}
