// One instruction of a stage (moby daemon/builder/dockerfile/evaluator.go: dispatch).
import { configure } from '../changes/configure.ts'
import { expand, variablesOf } from '../dockerfile/expand.ts'
import { expandInstruction, type Instruction, type InstructionOf } from '../dockerfile/instruction.ts'
import type { Build, StageState } from './build.ts'
import { commented, commentedInOne, commitConfig } from './commit-step.ts'
import { copy } from './copy-step.ts'
import { run } from './run-step.ts'

/** Containers that it needed are removed then as the client wishes. */
export async function perform(build: Build, stage: StageState, instruction: Instruction): Promise<void> {
  const { request, steps } = build
  const own = variablesOf(stage.draft.config.Env ?? [])
  const variables = new Map([...own, ...variablesOf(stage.args.besides(own))])
  const expanded = expandInstruction(instruction, (word) => expand(word, variables, build.escaper))
  try {
    await dispatch(build, stage, expanded, variables)
  } catch (error) {
    if (request.forceRemove) await steps.removeAll()
    throw error
  }
  if (request.remove || request.forceRemove) await steps.removeAll()
}

async function dispatch(
  build: Build,
  stage: StageState,
  instruction: Instruction,
  variables: ReadonlyMap<string, string>,
): Promise<void> {
  switch (instruction.kind) {
    case 'FROM':
      throw new Error('a stage begins elsewhere')
    case 'RUN':
      return run(build, stage, instruction)
    case 'ADD':
    case 'COPY':
      return copy(build, stage, instruction)
    case 'ARG':
      for (const argument of instruction.args) stage.args.add(argument)
      return commitConfig(build, stage, commented(stage, argumentsText(instruction)))
    default: {
      const { words } = build.containers
      const { draft, comment } = configure(stage.draft, instruction, { words, variables, escaper: build.escaper })
      tellOfCheck(build, stage, instruction)
      stage.draft = draft
      const config = instruction.kind === 'WORKDIR' ? commentedInOne(stage, comment) : commented(stage, comment)
      return commitConfig(build, stage, config)
    }
  }
}

const argumentsText = ({ args }: InstructionOf<'ARG'>): string =>
  `ARG ${args.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join(' ')}`

function tellOfCheck({ output }: Build, { draft }: StageState, { kind }: Instruction): void {
  const before = draft.config.Healthcheck?.Test
  if (kind !== 'HEALTHCHECK' || !before?.length || before[0] === 'NONE') return
  output.say(`Note: overriding previous HEALTHCHECK: [${before.join(' ')}]\n`)
}
