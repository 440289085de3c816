// The words of a subcommand that has options of its own: what it takes, and its help.
import { addText, type Values } from './given-values.ts'
import { optionRows } from './help.ts'
import type { Options, ValuesOf } from './option.ts'
import { FlagError } from './option-error.ts'
import { readFlags } from './read-flags.ts'

export interface Subcommand<Own extends Options> {
  readonly name: string
  /** what stands behind the name, as `[OPTIONS] FILE...` */
  readonly usage: string
  readonly does: string
  readonly options: Own
  /** Whether words that are no options mean anything to it. */
  readonly takesWords?: boolean
}

export interface SubcommandWords<Own extends Options> {
  readonly options: ValuesOf<Own>
  readonly words: readonly string[]
}

const helpOption = { help: { kind: 'bool', short: 'h', help: 'Print this help and quit' } } as const

/** Undefined when it was asked for help, which it has printed then. Throws an Error with a sentence for wrong words. */
export function readSubcommand<Own extends Options>(
  command: Subcommand<Own>,
  args: readonly string[],
): SubcommandWords<Own> | undefined {
  const known: Options = { ...command.options, ...helpOption }
  const values: Values = {}
  let words: readonly string[]
  try {
    words = readFlags(args, known, (flag, text) => addText(values, flag, text, known))
  } catch (error) {
    throw error instanceof FlagError ? misused(command, error.reason) : error
  }
  if (values.help) {
    process.stdout.write(subcommandHelp(command))
    return undefined
  }
  if (words.length > 0 && !command.takesWords) throw misused(command, noUseFor(words[0]!))
  return { options: values as ValuesOf<Own>, words }
}

export const noUseFor = (word: string): string => `there is no use for "${word}"`

/** With where to read how it is used. */
export const misused = ({ name }: Pick<Subcommand<Options>, 'name'>, what: string): Error =>
  new Error(`${what}\nSee 'mockerd ${name} --help'.`)

export const subcommandHelp = ({ name, usage, does, options }: Subcommand<Options>): string =>
  [`Usage:  mockerd ${name} ${usage}`, '', does, '', 'Options:', ...optionRows({ ...options, ...helpOption }), ''].join(
    '\n',
  )
