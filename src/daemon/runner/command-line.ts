// `mockerd run|audit [OPTIONS] -- COMMAND [ARG...]`: parts the options from the command.
import type { Options, ValuesOf } from '../options/option.ts'
import { FlagError, StrayWord } from '../options/option-error.ts'
import { parseOptions, type ReadOptions } from '../options.ts'

export interface CommandLine<Own extends Options> {
  readonly options: ReadOptions & ValuesOf<Own>
  /** Empty only if help was asked for. */
  readonly command: readonly string[]
}

/** Throws an Error with a sentence. */
export function parseCommandLine<Own extends Options>(args: readonly string[], own: Own): CommandLine<Own> {
  const end = args.indexOf('--')
  const options = optionsOf(end < 0 ? args : args.slice(0, end), own)
  const command = end < 0 ? [] : args.slice(end + 1)
  if (command.length === 0 && !options.help) throw new Error('name a command behind --')
  return { options, command }
}

/** What is said after a mistake is the business of the subcommand. */
function optionsOf<Own extends Options>(args: readonly string[], own: Own): ReadOptions & ValuesOf<Own> {
  try {
    return parseOptions(args, own)
  } catch (error) {
    if (error instanceof StrayWord) throw new Error(`name the command behind --, as in -- ${error.word}`)
    throw error instanceof FlagError ? new Error(error.reason) : error
  }
}
