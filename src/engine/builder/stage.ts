// Begins a stage: its base image, and what that has waiting for builds (moby daemon/builder/dockerfile/dispatchers.go).
import type { Platform, RunConfig } from '../../registry/manifest.ts'
import { parsePlatform } from '../../registry/platform.ts'
import { broken } from '../../world/refusal.ts'
import { readTrigger, type Stage } from '../dockerfile/dockerfile.ts'
import { expand, variablesOf } from '../dockerfile/expand.ts'
import { findBase } from './base-image.ts'
import type { Build, StageState } from './build.ts'
import type { BuildArgs } from './build-args.ts'
import { prefixed } from './prefixed.ts'
import { perform } from './step.ts'

/** moby pkg/system: DefaultPathEnv */
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

export async function beginStage(build: Build, { from }: Stage, args: BuildArgs): Promise<StageState> {
  build.cache?.reset()
  const variables = args.beforeStages()
  const expanded = (word: string): string => expand(word, variables, build.escaper)
  const platform = from.platform === '' ? undefined : readPlatform(expanded(from.platform))
  const name = expanded(from.base)
  if (name === '') throw broken(`base name (${from.base}) should not be blank`)
  const stage = await startFrom(build, name, platform, args.forStage())
  const { OnBuild, ...config } = stage.draft.config
  if (!OnBuild?.length) return stage
  stage.draft = { ...stage.draft, config }
  build.output.say(`# Executing ${OnBuild.length} build trigger${OnBuild.length > 1 ? 's' : ''}\n`)
  for (const trigger of OnBuild) await perform(build, stage, readTrigger(trigger, build.containers.words))
  return stage
}

async function startFrom(
  build: Build,
  name: string,
  platform: Platform | undefined,
  args: BuildArgs,
): Promise<StageState> {
  const named = build.results.named(name)
  if (named === undefined && name === 'scratch') return { args, draft: draftOf({}), image: '' }
  if (named === '') return { args, draft: draftOf({}), image: '' }
  const { id, config } = await findBase(build, name, platform, () => named)
  return { args, draft: draftOf(config.config ?? {}), image: id }
}

function draftOf(base: RunConfig): StageState['draft'] {
  const Env = base.Env ?? []
  const known = variablesOf(Env).has('PATH')
  const config = { ...base, Env: known ? Env : [...Env, PATH], OpenStdin: false, StdinOnce: false }
  return { config, commandSet: false, author: '' }
}

function readPlatform(text: string): Platform {
  try {
    return parsePlatform(text)
  } catch (error) {
    throw prefixed(`failed to parse platform ${text}: `, error)
  }
}
