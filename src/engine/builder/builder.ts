// docker build with the classic builder: an image of a Dockerfile, step by step (moby daemon/builder/dockerfile/builder.go).
import { parsePlatform } from '../../registry/platform.ts'
import { familiarText } from '../../registry/reference.ts'
import { shortId } from '../../world/ids.ts'
import { broken, invalid } from '../../world/refusal.ts'
import type { ContainerContext } from '../containers/context.ts'
import { type Dockerfile, readStages } from '../dockerfile/dockerfile.ts'
import { expand } from '../dockerfile/expand.ts'
import { expandInstruction, type InstructionOf } from '../dockerfile/instruction.ts'
import type { Lines } from '../dockerfile/lines.ts'
import type { ImagesForBuilder } from '../images/for-builder.ts'
import type { PacedReport } from '../progress.ts'
import type { Words } from '../words.ts'
import type { Build, StageState } from './build.ts'
import { BuildArgs } from './build-args.ts'
import { BuildContext } from './build-context.ts'
import { StepCache } from './cache.ts'
import { checkRemote, dockerfileOf } from './dockerfile-of.ts'
import { BuildOutput } from './output.ts'
import type { BuildRequest } from './request.ts'
import { beginStage } from './stage.ts'
import { StageResults } from './stage-results.ts'
import { perform } from './step.ts'
import { StepContainers } from './step-containers.ts'

/**
 * Gives the id of the image. Rejects with a Refusal in dockerd's words, or a StepFailure; images of the steps before
 * stay, as in the cache.
 */
export async function buildImage(
  containers: ContainerContext,
  images: ImagesForBuilder,
  request: BuildRequest,
  report: PacedReport,
  signal: AbortSignal,
): Promise<string> {
  checkRemote(request.remote)
  const folder = `${containers.host.root}/tmp/docker-builder${Math.floor(containers.random.next() * 2 ** 32)}`
  const context = new BuildContext(containers.layers.content, folder)
  try {
    await context.read(request.archive, containers.world.clock.now(), containers.words)
    const lines = dockerfileOf(context, request.dockerfile)
    const platform = request.platform === '' ? undefined : parsePlatform(request.platform)
    const dockerfile = stagesFor(lines, request, containers.words)
    const output = new BuildOutput(report)
    const build: Build = {
      containers,
      images,
      request,
      platform,
      output,
      signal,
      cache: request.noCache ? undefined : new StepCache(images, request.cacheFrom),
      steps: new StepContainers(containers, request.hostConfig, output),
      context,
      results: new StageResults(),
      escaper: lines.escaper,
    }
    if (lines.withEmpty.length > 0) {
      for (const warning of containers.words.emptyContinuations(lines.withEmpty)) output.warn(warning)
    }
    const image = await buildStages(build, dockerfile)
    output.say(`Successfully built ${shortId(image)}\n`)
    for (const tag of request.tags) {
      images.name(image, tag)
      output.say(`Successfully tagged ${familiarText(tag)}\n`)
    }
    return image
  } finally {
    context.close()
  }
}

function stagesFor(lines: Lines, { target, labels }: BuildRequest, words: Words): Dockerfile {
  const dockerfile = readStages(lines, words)
  const { stages } = dockerfile
  if (target !== '') {
    const index = stages.findIndex(({ from }) => from.name === target.toLowerCase())
    if (index < 0) throw invalid(words.targetNotFound(target))
    stages.length = index + 1
  }
  for (const name of Object.keys(labels).sort()) {
    const value = labels[name]!
    const code = `LABEL ${name}=${value}`
    stages.at(-1)?.instructions.push({ kind: 'LABEL', pairs: [{ name, value }], asIs: true, code })
  }
  return dockerfile
}

async function buildStages(build: Build, { stages, args }: Dockerfile): Promise<string> {
  const { output, results, signal } = build
  const total = stages.reduce((sum, { instructions }) => sum + 1 + instructions.length, args.length)
  let count = 0
  const announce = (code: string): void => {
    output.say(`Step ${++count}/${total} : ${code}`)
    output.say('\n')
  }
  const buildArgs = new BuildArgs(build.request.args)
  for (const argument of args) {
    announce(argument.code)
    addArguments(build, buildArgs, argument)
  }
  let stage: StageState | undefined
  for (const each of stages) {
    results.checkName(each.from.name)
    announce(each.from.code)
    stage = await beginStage(build, each, buildArgs)
    output.say(` ---> ${shortId(stage.image)}\n`)
    for (const instruction of each.instructions) {
      if (signal.aborted) {
        output.say('Build cancelled\n')
        throw new Error('Build cancelled')
      }
      announce(instruction.code)
      await perform(build, stage, instruction)
      await output.say(` ---> ${shortId(stage.image)}\n`)
    }
    if (stage.image !== '') output.image(stage.image)
    results.add(each.from.name, stage.image)
  }
  const unused = buildArgs.unused()
  if (unused.length > 0) output.say(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`)
  if (!stage?.image) throw broken('No image was generated. Is your Dockerfile empty?')
  return stage.image
}

function addArguments({ escaper }: Build, args: BuildArgs, instruction: InstructionOf<'ARG'>): void {
  const known = args.values()
  const expanded = expandInstruction(instruction, (word) => expand(word, known, escaper)) as InstructionOf<'ARG'>
  for (const argument of expanded.args) args.addBefore(argument)
}
