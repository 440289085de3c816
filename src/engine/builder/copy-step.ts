// COPY and ADD: a layer with files of the context or of another image (moby daemon/builder/dockerfile/internals.go).
import { posix } from 'node:path'
import type { WritableTree } from '../../storage/tree.ts'
import { newId } from '../../world/ids.ts'
import type { InstructionOf } from '../dockerfile/instruction.ts'
import { findBase } from './base-image.ts'
import type { Build, StageState } from './build.ts'
import { ownerNamed } from './chown.ts'
import { commentedInOne, takeCached } from './commit-step.ts'
import type { Owner } from './copied-tree.ts'
import { copySource } from './copy-files.ts'
import { type CopySource, findSources, hashOfAll } from './copy-sources.ts'
import { prefixed } from './prefixed.ts'
import { wholeConfig } from './run-config.ts'
import { needsBuildKit } from './run-step.ts'
import { type Source, treeSource } from './source.ts'

type Copy = InstructionOf<'ADD' | 'COPY'>

export async function copy(build: Build, stage: StageState, instruction: Copy): Promise<void> {
  const { kind, from, chmod } = instruction
  if (chmod !== '') throw needsBuildKit('chmod')
  if (kind === 'ADD' || from === '') {
    const sources = findSources(instruction, build.context, false)
    return commitFiles(build, stage, instruction, build.context, sources)
  }
  const image = await findBase(build, from, undefined, () => build.results.find(from)).catch((error: unknown) => {
    throw prefixed(`invalid from flag value ${from}: `, error)
  })
  await withTree(build, image.chainId, async (tree) => {
    const source = treeSource(tree)
    await commitFiles(build, stage, instruction, source, findSources(instruction, source, true))
  })
}

async function commitFiles(
  build: Build,
  stage: StageState,
  instruction: Copy,
  source: Source,
  sources: readonly CopySource[],
): Promise<void> {
  const { kind, destination, chown } = instruction
  const told = `${kind} ${chown === '' ? '' : `--chown=${chown} `}${hashOfAll(sources)} in ${destination} `
  const made = commentedInOne(stage, told)
  if (takeCached(build, stage, made)) return
  const { images, containers } = build
  await withTree(build, images.get(stage.image)?.chainId, async (tree, layer) => {
    const owner = ownerOf(instruction, tree)
    const to = { tree, owner, now: containers.world.clock.now() }
    const place = placeOf(destination, stage.draft.config.WorkingDir ?? '')
    const root = containers.driver.describe(layer).MergedDir ?? ''
    const unpacks = kind === 'ADD'
    for (const one of sources) await copySource(one, { from: source.tree, to, destination: place, root, unpacks })
    stage.image = await images.commit({
      parent: stage.image,
      layer: containers.layers.difference(layer),
      config: wholeConfig(stage.draft.config, stage.image),
      container: { id: '', config: wholeConfig(made, stage.image) },
      platform: build.platform,
      author: stage.draft.author,
      comment: '',
    })
  })
}

/** root, if nothing else is said; of what comes from images the owners that it has there. */
function ownerOf({ chown, from }: Copy, tree: WritableTree): Owner | undefined {
  if (chown !== '') return ownerNamed(chown, tree)
  return from === '' ? { uid: 0, gid: 0 } : undefined
}

/** Absolute, with the slash at its end if there was one. */
function placeOf(destination: string, workingDir: string): string {
  if (destination.startsWith('/')) return destination
  const place = posix.join('/', workingDir, destination)
  return destination.endsWith('/') && !place.endsWith('/') ? `${place}/` : place
}

/** A layer of its own over an image's, for as long as the work takes. */
async function withTree(
  { containers }: Build,
  chainId: string | undefined,
  work: (tree: WritableTree, layer: string) => Promise<void>,
): Promise<void> {
  const layer = newId(containers.random)
  const tree = containers.layers.mount(layer, chainId)
  try {
    await work(tree, layer)
  } finally {
    containers.layers.unmount(layer)
  }
}
