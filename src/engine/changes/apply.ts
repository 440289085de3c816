// Applies `--change` of commit and import to a configuration (moby daemon/builder/dockerfile: BuildFromConfig).
import { posix } from 'node:path'
import type { RunConfig } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import { parseSignal } from '../signals.ts'
import type { Words } from '../words.ts'
import { expand, variablesOf } from './expand.ts'
import { exposedPorts } from './expose.ts'
import { readHealthcheck } from './health.ts'
import { type Instruction, jsonList, namesAndValues, readInstructions } from './lines.ts'

/** What was set so far, and whether CMD was among it. */
interface Change {
  readonly config: RunConfig
  readonly commandSet: boolean
}

type Apply = (change: Change, instruction: Instruction, words: Words) => Partial<RunConfig>

/** What may be used; all else is no change command. */
const commands: Readonly<Record<string, Apply>> = {
  CMD: ({ config }, { rest }) => ({ Cmd: commandLine(config, rest) }),
  ENTRYPOINT: ({ config, commandSet }, { rest }) => ({
    Entrypoint: rest === '' || jsonList(rest)?.length === 0 ? null : commandLine(config, rest),
    // another entrypoint makes the command of the old one meaningless
    ...(!commandSet && { Cmd: null }),
  }),
  ENV: ({ config }, { rest }) => ({ Env: withVariables(config.Env ?? [], pairs('ENV', rest, config)) }),
  EXPOSE: ({ config }, { rest }) => {
    const wanted = several('EXPOSE', rest.split(/\s+/).filter(Boolean), config)
    const ports = wanted.flatMap((text) => text.split(/\s+/)).flatMap(exposedPorts)
    return { ExposedPorts: { ...config.ExposedPorts, ...Object.fromEntries(ports.map((port) => [port, {}])) } }
  },
  HEALTHCHECK: (_, instruction) => ({ Healthcheck: readHealthcheck(instruction) }),
  LABEL: ({ config }, { rest }) => ({
    Labels: { ...config.Labels, ...Object.fromEntries(pairs('LABEL', rest, config)) },
  }),
  ONBUILD: ({ config }, { rest }) => {
    const trigger = /^\S*/.exec(rest)![0].toUpperCase()
    if (trigger === '') throw invalid('ONBUILD requires at least one argument')
    if (trigger === 'ONBUILD') throw invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
    if (trigger === 'FROM' || trigger === 'MAINTAINER') {
      throw invalid(`${trigger} isn't allowed as an ONBUILD trigger`)
    }
    return { OnBuild: [...(config.OnBuild ?? []), rest] }
  },
  STOPSIGNAL({ config }, { rest }, words) {
    const signal = single('STOPSIGNAL', rest, config)
    parseSignal(signal, words)
    return { StopSignal: signal }
  },
  USER: ({ config }, { rest }) => ({ User: single('USER', rest, config) }),
  VOLUME({ config }, { rest }) {
    const paths = several('VOLUME', jsonList(rest) ?? rest.split(/\s+/).filter(Boolean), config)
    if (paths.some((path) => path.trim() === '')) throw invalid('VOLUME specified can not be an empty string')
    return { Volumes: { ...config.Volumes, ...Object.fromEntries(paths.map((path) => [path.trim(), {}])) } }
  },
  WORKDIR: ({ config }, { rest }) => ({
    WorkingDir: posix.resolve('/', config.WorkingDir ?? '', single('WORKDIR', rest, config)),
  }),
}

/** Throws `<word> is not a valid change command` before anything else is looked at. */
export function applyChanges<Config extends RunConfig>(
  config: Config,
  changes: readonly string[],
  words: Words,
): Config {
  if (changes.length === 0) return config
  const instructions = readInstructions(changes.join('\n'))
  for (const { word } of instructions) {
    if (!Object.hasOwn(commands, word.toUpperCase())) throw invalid(words.invalidChange(word))
  }
  let changed = config
  let commandSet = false
  for (const instruction of instructions) {
    const word = instruction.word.toUpperCase()
    if (word !== 'HEALTHCHECK' && instruction.flags.length > 0) {
      throw invalid(`unknown flag: ${instruction.flags[0]!.split('=')[0]}`)
    }
    changed = { ...changed, ...commands[word]!({ config: changed, commandSet }, instruction, words) }
    commandSet ||= word === 'CMD'
  }
  return changed
}

function commandLine(config: RunConfig, rest: string): readonly string[] {
  const shell = config.Shell?.length ? config.Shell : ['/bin/sh', '-c']
  return jsonList(rest) ?? (rest === '' ? shell : [...shell, rest])
}

function pairs(word: string, rest: string, config: RunConfig): [string, string][] {
  const variables = variablesOf(config.Env ?? [])
  return namesAndValues(word, rest).map(([name, value]) => {
    const plain = expand(name, variables)
    if (plain === '') throw invalid(`${word} names can not be blank`)
    return [plain, expand(value, variables)]
  })
}

function withVariables(env: readonly string[], pairs: readonly (readonly [string, string])[]): string[] {
  const variables = new Map([...variablesOf(env), ...pairs])
  return [...variables].map(([name, value]) => `${name}=${value}`)
}

function several(word: string, list: readonly string[], config: RunConfig): string[] {
  if (list.length === 0) throw invalid(`${word} requires at least one argument`)
  const variables = variablesOf(config.Env ?? [])
  return list.map((each) => expand(each, variables))
}

function single(word: string, rest: string, config: RunConfig): string {
  if (rest === '') throw invalid(`${word} requires exactly one argument`)
  return expand(rest, variablesOf(config.Env ?? []))
}
