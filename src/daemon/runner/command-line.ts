// `mockerd run|audit [OPTIONS] -- COMMAND [ARG...]`: parts the options from the command.
import { type CommandOptions, type Option, parseOptions } from '../options.ts'

export interface CommandLine<Own> {
  readonly options: CommandOptions & Partial<Own>
  /** Empty only if help was asked for. */
  readonly command: readonly string[]
}

/** Throws an Error with a sentence. */
export function parseCommandLine<Own extends object>(
  args: readonly string[],
  own: Readonly<Record<keyof Own & string, Option>>,
): CommandLine<Own> {
  const end = args.indexOf('--')
  const options = parseOptions<Own>(end < 0 ? args : args.slice(0, end), own)
  const command = end < 0 ? [] : args.slice(end + 1)
  if (command.length === 0 && !options.help) throw new Error('name a command behind --')
  return { options, command }
}
