// Applies `--change` of commit and import to a configuration (moby daemon/builder/dockerfile: BuildFromConfig).
import type { RunConfig } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import { expand, variablesOf } from '../dockerfile/expand.ts'
import { expandInstruction } from '../dockerfile/instruction.ts'
import { readLines } from '../dockerfile/lines.ts'
import { parseInstruction } from '../dockerfile/parse-instruction.ts'
import type { Words } from '../words.ts'
import { type Configuring, configure, type Draft } from './configure.ts'

/** What may be used; all else is no change command. */
const commands: readonly string[] = [
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]

/** Throws `<word> is not a valid change command` before anything else is looked at. */
export function applyChanges<Config extends RunConfig>(
  config: Config,
  changes: readonly string[],
  words: Words,
): Config {
  if (changes.length === 0) return config
  const { lines, escaper } = readLines(changes.join('\n'))
  for (const { word } of lines) {
    if (!commands.includes(word.toUpperCase())) throw invalid(words.invalidChange(word))
  }
  const instructions = lines.map((line) => parseInstruction(line, words) as Configuring)
  let draft: Draft = { config, commandSet: false, author: '' }
  for (const instruction of instructions) {
    const variables = variablesOf(draft.config.Env ?? [])
    const expanded = expandInstruction(instruction, (word) => expand(word, variables, escaper)) as Configuring
    draft = configure(draft, expanded, { words, variables, escaper }).draft
  }
  return draft.config as Config
}
