// What the instructions of a Dockerfile do to a configuration (moby daemon/builder/dockerfile/dispatchers.go).
import { posix } from 'node:path'
import type { RunConfig } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import { expandToWords, type Variables, variablesOf } from '../dockerfile/expand.ts'
import { exposedPorts } from '../dockerfile/exposed-ports.ts'
import type { CommandLine, Instruction, InstructionOf, NamedValue } from '../dockerfile/instruction.ts'
import { parseSignal } from '../signals.ts'
import type { Words } from '../words.ts'
import { healthcheckText, quotedList } from './go-text.ts'

/** What was set so far, and whether CMD was among it. */
export interface Draft {
  readonly config: RunConfig
  readonly commandSet: boolean
  /** What the image is to say of itself, of MAINTAINER. */
  readonly author: string
}

export interface Setting {
  readonly words: Words
  /** what EXPOSE may name */
  readonly variables: Variables
  readonly escaper: string
}

/** Only what changes the configuration and nothing else. */
export type Configuring = Exclude<Instruction, { readonly kind: 'FROM' | 'RUN' | 'ADD' | 'COPY' | 'ARG' }>

/** The new draft, and what the history of an image tells of the instruction. */
export interface Configured {
  readonly draft: Draft
  readonly comment: string
}

export const shellOf = ({ Shell }: RunConfig): readonly string[] => (Shell?.length ? Shell : ['/bin/sh', '-c'])

/** The words to run: in a shell's form behind the configuration's shell. */
export const withShell = (config: RunConfig, { words, forShell }: CommandLine): readonly string[] =>
  forShell ? [...shellOf(config), ...words] : words

type Changes = { readonly config: Partial<RunConfig>; readonly comment: string } & Partial<Omit<Draft, 'config'>>

/** Variables have been put in already. Throws what dockerd refuses. */
export function configure(draft: Draft, instruction: Configuring, setting: Setting): Configured {
  const { comment, config, ...rest } = changesOf(draft, instruction, setting)
  return { draft: { ...draft, ...rest, config: { ...draft.config, ...config } }, comment }
}

function changesOf({ config, commandSet }: Draft, instruction: Configuring, setting: Setting): Changes {
  switch (instruction.kind) {
    case 'ENV':
      return { config: { Env: withVariables(config.Env ?? [], instruction.pairs) }, comment: told(instruction) }
    case 'LABEL':
      return {
        config: { Labels: { ...config.Labels, ...fromPairs(instruction.pairs) } },
        comment: told(instruction),
      }
    case 'MAINTAINER':
      return { config: {}, author: instruction.author, comment: `MAINTAINER ${instruction.author}` }
    case 'ONBUILD':
      return {
        config: { OnBuild: [...(config.OnBuild ?? []), instruction.trigger] },
        comment: `ONBUILD ${instruction.trigger}`,
      }
    case 'WORKDIR': {
      const WorkingDir = posix.resolve('/', config.WorkingDir ?? '', instruction.path)
      return { config: { WorkingDir }, comment: `WORKDIR ${WorkingDir}` }
    }
    case 'CMD': {
      const Cmd = withShell(config, instruction.command)
      const set = commandSet || instruction.command.words.length > 0
      return { config: { Cmd }, commandSet: set, comment: `CMD ${quotedList(Cmd)}` }
    }
    case 'ENTRYPOINT': {
      const { words } = instruction.command
      const Entrypoint = words.length === 0 ? null : withShell(config, instruction.command)
      // another entrypoint makes the command of the old one meaningless
      const Cmd = commandSet ? {} : { Cmd: null }
      return { config: { Entrypoint, ...Cmd }, comment: `ENTRYPOINT ${quotedList(Entrypoint ?? [])}` }
    }
    case 'HEALTHCHECK':
      return {
        config: { Healthcheck: instruction.check },
        comment: `HEALTHCHECK ${healthcheckText(instruction.check, setting.words.healthcheckStyle())}`,
      }
    case 'EXPOSE':
      return expose(config, instruction, setting)
    case 'USER':
      return { config: { User: instruction.user }, comment: `USER ${instruction.user}` }
    case 'VOLUME':
      return addVolumes(config, instruction)
    case 'STOPSIGNAL':
      parseSignal(instruction.signal, setting.words)
      return { config: { StopSignal: instruction.signal }, comment: `STOPSIGNAL ${instruction.signal}` }
    case 'SHELL':
      return { config: { Shell: instruction.shell }, comment: `SHELL [${instruction.shell.join(' ')}]` }
  }
}

/** `ENV A=1 B=2` */
function told({ kind, pairs }: InstructionOf<'ENV' | 'LABEL'>): string {
  return [kind, ...pairs.map(({ name, value }) => `${name}=${value}`)].join(' ')
}

const fromPairs = (pairs: readonly NamedValue[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]))

function withVariables(env: readonly string[], pairs: readonly NamedValue[]): string[] {
  const variables = new Map([...variablesOf(env), ...pairs.map(({ name, value }) => [name, value] as const)])
  return [...variables].map(([name, value]) => `${name}=${value}`)
}

function expose(config: RunConfig, { ports }: InstructionOf<'EXPOSE'>, { variables, escaper }: Setting): Changes {
  const wanted = ports.flatMap((word) => expandToWords(word, variables, escaper))
  const exposed = Object.fromEntries(wanted.flatMap(exposedPorts).map((port) => [port, {}]))
  return { config: { ExposedPorts: { ...config.ExposedPorts, ...exposed } }, comment: `EXPOSE ${wanted.join(' ')}` }
}

function addVolumes(config: RunConfig, { paths }: InstructionOf<'VOLUME'>): Changes {
  if (paths.includes('')) throw invalid('VOLUME specified can not be an empty string')
  const added = Object.fromEntries(paths.map((path) => [path, {}]))
  return { config: { Volumes: { ...config.Volumes, ...added } }, comment: `VOLUME [${paths.join(' ')}]` }
}
