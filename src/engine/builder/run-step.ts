// RUN: a container, what it does, and the image of it (moby daemon/builder/dockerfile/dispatchers.go: dispatchRun).
import type { RunConfig } from '../../registry/manifest.ts'
import { broken } from '../../world/refusal.ts'
import { withShell } from '../changes/configure.ts'
import { variablesOf } from '../dockerfile/expand.ts'
import type { InstructionOf } from '../dockerfile/instruction.ts'
import type { Build, StageState } from './build.ts'
import type { BuildArgs } from './build-args.ts'
import { commitContainer, takeCached } from './commit-step.ts'
import { wholeConfig } from './run-config.ts'

export const needsBuildKit = (flag: string): Error =>
  broken(
    `the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
  )

export async function run(build: Build, stage: StageState, instruction: InstructionOf<'RUN'>): Promise<void> {
  if (instruction.flag !== undefined) throw needsBuildKit(instruction.flag)
  const { config } = stage.draft
  const command = withShell(config, instruction.command)
  const args = stage.args.besides(variablesOf(config.Env ?? []))
  const told = args.length > 0 ? withArgs(stage.args, args, command) : command
  const known: RunConfig = { ...config, Cmd: told, ...(told.length > 0 && { Entrypoint: null }) }
  if (takeCached(build, stage, known)) return
  const container = build.steps.create(
    wholeConfig(
      {
        ...config,
        Cmd: command,
        Env: [...(config.Env ?? []), ...args],
        // not the image's entrypoint, and no new one
        ...(told.length > 0 && { Entrypoint: [''] }),
        Healthcheck: { Test: ['NONE'] },
      },
      stage.image,
    ),
  )
  await build.steps.run(container, command, build.signal)
  await commitContainer(build, stage, container, known)
}

/** `|2 A=1 B=2 /bin/sh -c …`: how many arguments the history and the cache know of a command, and which. */
function withArgs(known: BuildArgs, args: readonly string[], command: readonly string[]): string[] {
  const told = args.filter((arg) => known.isTold(arg.split('=', 1)[0]!)).sort()
  return [`|${told.length}`, ...told, ...command]
}
