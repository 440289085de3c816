// What the lines of a Dockerfile say, by instruction (BuildKit frontend/dockerfile/instructions/commands.go).
import type { Healthcheck } from '../../registry/manifest.ts'

export interface NamedValue {
  readonly name: string
  readonly value: string
}

/** What RUN, CMD and ENTRYPOINT run. */
export interface CommandLine {
  readonly words: readonly string[]
  /** The shell is to stand before it. */
  readonly forShell: boolean
}

export interface Copying {
  readonly sources: readonly string[]
  readonly destination: string
  /** a stage or an image; empty for the build context */
  readonly from: string
  readonly chown: string
  readonly chmod: string
}

/** FROM: a stage begins. */
export interface From {
  readonly kind: 'FROM'
  readonly base: string
  /** in lower case; empty for none */
  readonly name: string
  readonly platform: string
}

type Said =
  | From
  | { readonly kind: 'ENV'; readonly pairs: readonly NamedValue[] }
  /** `asIs`: no variables are put in */
  | { readonly kind: 'LABEL'; readonly pairs: readonly NamedValue[]; readonly asIs?: boolean }
  | { readonly kind: 'MAINTAINER'; readonly author: string }
  | ({ readonly kind: 'ADD' | 'COPY' } & Copying)
  | { readonly kind: 'ONBUILD'; readonly trigger: string }
  | { readonly kind: 'WORKDIR'; readonly path: string }
  /** `flag`: the first that was used */
  | { readonly kind: 'RUN'; readonly command: CommandLine; readonly flag: string | undefined }
  | { readonly kind: 'CMD' | 'ENTRYPOINT'; readonly command: CommandLine }
  | { readonly kind: 'HEALTHCHECK'; readonly check: Healthcheck }
  | { readonly kind: 'EXPOSE'; readonly ports: readonly string[] }
  | { readonly kind: 'USER'; readonly user: string }
  | { readonly kind: 'VOLUME'; readonly paths: readonly string[] }
  | { readonly kind: 'STOPSIGNAL'; readonly signal: string }
  | { readonly kind: 'ARG'; readonly args: readonly Argument[] }
  | { readonly kind: 'SHELL'; readonly shell: readonly string[] }

/** ARG: a name, and its default if it has one. */
export interface Argument {
  readonly name: string
  readonly value: string | undefined
}

/** `code`: as it was written */
export type Instruction = Said & { readonly code: string }
export type InstructionOf<Kind extends Instruction['kind']> = Extract<Instruction, { readonly kind: Kind }>

/** Puts variables into the words that take them; those of EXPOSE are split later. */
export function expandInstruction(instruction: Instruction, expand: (word: string) => string): Instruction {
  const pairs = (list: readonly NamedValue[]): NamedValue[] =>
    list.map(({ name, value }) => ({ name: expand(name), value: expand(value) }))
  switch (instruction.kind) {
    case 'ENV':
      return { ...instruction, pairs: pairs(instruction.pairs) }
    case 'LABEL':
      return instruction.asIs ? instruction : { ...instruction, pairs: pairs(instruction.pairs) }
    case 'ADD':
    case 'COPY':
      return {
        ...instruction,
        chown: expand(instruction.chown),
        chmod: expand(instruction.chmod),
        sources: instruction.sources.map(expand),
        destination: expand(instruction.destination),
      }
    case 'WORKDIR':
      return { ...instruction, path: expand(instruction.path) }
    case 'USER':
      return { ...instruction, user: expand(instruction.user) }
    case 'VOLUME':
      return { ...instruction, paths: instruction.paths.map(expand) }
    case 'STOPSIGNAL':
      return { ...instruction, signal: expand(instruction.signal) }
    case 'ARG':
      return { ...instruction, args: instruction.args.map((argument) => expandArgument(argument, expand)) }
    default:
      return instruction
  }
}

const expandArgument = ({ name, value }: Argument, expand: (word: string) => string): Argument => ({
  name: expand(name),
  value: value === undefined ? undefined : expand(value),
})
