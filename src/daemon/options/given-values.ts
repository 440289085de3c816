// Values of options as they come in: text by text, from a command line or the environment.
import { checked } from './checks.ts'
import { kindOf } from './kinds.ts'
import type { Option, Options } from './option.ts'
import { FlagError } from './option-error.ts'

export type Values = Record<string, unknown>

/**
 * Adds a text to the value of a flag. Throws a FlagError in the words of pflag:
 * `invalid argument "x" for "--mtu" flag: strconv.ParseInt: parsing "x": invalid syntax`.
 */
export function addText(values: Values, flag: string, text: string, options: Options): void {
  const option = options[flag]!
  try {
    values[flag] = kindOf(option.kind).add(values[flag], checkedText(option, text))
  } catch (error) {
    const name = option.short ? `-${option.short}, --${flag}` : `--${flag}`
    throw new FlagError(`invalid argument ${JSON.stringify(text)} for "${name}" flag: ${(error as Error).message}`)
  }
}

/** Throws an Error with the reason alone. */
export function checkedText({ oneOf, check }: Option, text: string): string {
  if (oneOf && !oneOf.includes(text)) throw new Error(`must be ${oneOf.join(' or ')}`)
  return checked(check, text)
}
