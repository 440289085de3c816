// Reads instructions out of parsed lines, and refuses what is none (BuildKit frontend/dockerfile/instructions/parse.go).
import { invalid } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import { type FlagKind, type Flags, readFlags, UnknownFlag } from './flags.ts'
import { readHealthcheck } from './healthcheck.ts'
import { type Heredoc, heredocName } from './heredocs.ts'
import type { CommandLine, Copying, Instruction, NamedValue } from './instruction.ts'
import { instructionWords, type ParsedLine } from './parse-line.ts'
import { suggestion } from './suggestion.ts'

type Said<Kind> = Kind extends Instruction ? Omit<Kind, 'code'> : never
/** A line, with its heredocs if somebody has read them. */
type GivenLine = ParsedLine & { readonly heredocs?: readonly Heredoc[] }
type Reader = (line: GivenLine) => Said<Instruction>

const readers: Readonly<Record<string, Reader>> = {
  ENV: (line) => ({ kind: 'ENV', pairs: pairs(line) }),
  LABEL: (line) => ({ kind: 'LABEL', pairs: pairs(line) }),
  MAINTAINER: (line) => ({ kind: 'MAINTAINER', author: single(line) }),
  ADD: (line) => ({ kind: 'ADD', ...copying(line, addFlags) }),
  COPY: (line) => ({ kind: 'COPY', ...copying(line, copyFlags) }),
  FROM: readFrom,
  ONBUILD: readOnbuild,
  WORKDIR: (line) => ({ kind: 'WORKDIR', path: single(line) }),
  RUN(line) {
    const flags = readFlags(line.flags, runFlags)
    const network = flags.get('network') ?? 'default'
    if (!['default', 'none', 'host'].includes(network)) {
      throw invalid(`invalid network mode ${JSON.stringify(network)}`)
    }
    return { kind: 'RUN', command: commandOf(line), flag: flags.keys().next().value }
  },
  CMD: (line) => ({ kind: 'CMD', command: commandOf(unflagged(line)) }),
  ENTRYPOINT: (line) => ({ kind: 'ENTRYPOINT', command: commandOf(unflagged(line)) }),
  HEALTHCHECK: (line) => ({ kind: 'HEALTHCHECK', check: readHealthcheck(line) }),
  EXPOSE: (line) => ({ kind: 'EXPOSE', ports: [...several(line)].sort() }),
  USER: (line) => ({ kind: 'USER', user: single(line) }),
  VOLUME(line) {
    const paths = several(line).map((path) => path.trim())
    if (paths.includes('')) throw invalid('VOLUME specified can not be an empty string')
    return { kind: 'VOLUME', paths }
  },
  STOPSIGNAL: (line) => ({ kind: 'STOPSIGNAL', signal: single({ ...line, flags: [] }) }),
  ARG: readArg,
  SHELL(line) {
    const { args, isJson } = unflagged(line)
    if (args.length === 0) throw invalid('SHELL requires at least one argument')
    if (!isJson) throw invalid('SHELL requires the arguments to be in JSON form')
    return { kind: 'SHELL', shell: args }
  },
}

const addFlags: Readonly<Record<string, FlagKind>> = {
  chown: 'text',
  chmod: 'text',
  link: 'boolean',
  'keep-git-dir': 'boolean',
  checksum: 'text',
  unpack: 'boolean',
  exclude: 'texts',
}
const copyFlags: Readonly<Record<string, FlagKind>> = {
  chown: 'text',
  from: 'text',
  chmod: 'text',
  link: 'boolean',
  exclude: 'texts',
}
const runFlags: Readonly<Record<string, FlagKind>> = { mount: 'texts', network: 'text' }

export function parseInstruction(line: ParsedLine, words: Words): Instruction {
  const upper = line.word.toUpperCase()
  const read = Object.hasOwn(readers, upper) ? readers[upper] : undefined
  if (!read) throw invalid(words.unknownInstruction(line.word, suggestion(line.word, instructionWords, false)))
  try {
    return { ...read(line), code: line.original.trim() } as Instruction
  } catch (error) {
    throw error instanceof UnknownFlag ? invalid(words.unknownFlag(error.flag, error.hint)) : error
  }
}

/** Refuses every flag. */
function unflagged<Line extends ParsedLine>(line: Line): Line {
  readFlags(line.flags, {})
  return line
}

function commandOf({ args, isJson }: ParsedLine): CommandLine {
  if (isJson) return { words: args, forShell: false }
  return { words: args.length === 0 ? [] : [args.join(' ')], forShell: true }
}

function several(line: ParsedLine): readonly string[] {
  if (line.args.length === 0) throw invalid(`${line.word.toUpperCase()} requires at least one argument`)
  return unflagged(line).args
}

function single(line: ParsedLine): string {
  const [argument] = line.args
  if (argument === undefined) throw invalid(`${line.word.toUpperCase()} requires exactly one argument`)
  unflagged(line)
  return argument
}

function pairs(line: ParsedLine): NamedValue[] {
  const { word, args } = unflagged(line)
  const name = word.toUpperCase()
  if (args.length === 0) throw invalid(`${name} requires at least one argument`)
  const found: NamedValue[] = []
  for (let at = 0; at < args.length; at += 2) {
    if (args[at] === '') throw invalid(`${name} names can not be blank`)
    found.push({ name: args[at]!, value: args[at + 1] ?? '' })
  }
  return found
}

function copying({ word, flags, args }: ParsedLine, known: Readonly<Record<string, FlagKind>>): Copying {
  const name = word.toUpperCase()
  if (args.length < 2) {
    throw invalid(
      `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
    )
  }
  const given: Flags = readFlags(flags, known)
  const destination = args.at(-1)!
  if (heredocName(destination)) throw invalid(`${name} cannot accept a heredoc as a destination`)
  return {
    // the classic builder has no files that stand in the Dockerfile
    sources: args.slice(0, -1).filter((source) => heredocName(source) === undefined),
    destination,
    from: given.get('from') ?? '',
    chown: given.get('chown') ?? '',
    chmod: given.get('chmod') ?? '',
  }
}

function readFrom({ args, flags }: ParsedLine): Said<Instruction> {
  const [base = '', as = '', given = ''] = args
  const isNamed = args.length === 3 && as.toLowerCase() === 'as'
  if (!isNamed && args.length !== 1) throw invalid('FROM requires either one or three arguments')
  const name = given.toLowerCase()
  if (isNamed && !/^[a-z][a-z0-9-_.]*$/.test(name)) {
    throw invalid(
      `invalid name for build stage: ${JSON.stringify(given)}, name can't start with a number or contain symbols`,
    )
  }
  return { kind: 'FROM', base, name, platform: readFlags(flags, { platform: 'text' }).get('platform') ?? '' }
}

function readOnbuild(line: GivenLine): Said<Instruction> {
  const [trigger] = several(line)
  const word = trigger!.toUpperCase()
  if (word === 'ONBUILD') throw invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
  if (word === 'FROM' || word === 'MAINTAINER') throw invalid(`${word} isn't allowed as an ONBUILD trigger`)
  const texts = (line.heredocs ?? []).map(({ name, content }) => `\n${content}${name}`)
  return { kind: 'ONBUILD', trigger: line.original.replace(/^\s*ONBUILD\s*/i, '') + texts.join('') }
}

function readArg({ args }: ParsedLine): Said<Instruction> {
  if (args.length === 0) throw invalid('ARG requires at least one argument')
  return {
    kind: 'ARG',
    args: args.map((argument) => {
      const cut = argument.indexOf('=')
      if (cut === 0) throw invalid('ARG names can not be blank')
      return cut < 0
        ? { name: argument, value: undefined }
        : { name: argument.slice(0, cut), value: argument.slice(cut + 1) }
    }),
  }
}
