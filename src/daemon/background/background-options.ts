// The options of `mockerd start`, `stop`, `status` and `logs`.
import { addText, type Values } from '../options/given-values.ts'
import { optionRows } from '../options/help.ts'
import type { Options, ValuesOf } from '../options/option.ts'
import { readFlags } from '../options/read-flags.ts'

export const nameOption = {
  name: { kind: 'string', value: 'NAME', help: 'Which one, where there are several' },
} as const

const helpOption = { help: { kind: 'bool', short: 'h', help: 'Print this help and quit' } } as const

export interface BackgroundCommand<Own extends Options> {
  /** `logs [OPTIONS]` */
  readonly usage: string
  readonly does: string
  readonly options: Own
}

type Given<Own extends Options> = ValuesOf<Own & typeof nameOption>

/** Undefined when it was asked for help, which it has printed then. Throws an Error with a sentence for wrong options. */
export function optionsOf<Own extends Options>(
  { usage, does, options }: BackgroundCommand<Own>,
  args: readonly string[],
): Given<Own> | undefined {
  const known: Options = { ...options, ...nameOption, ...helpOption }
  const values: Values = {}
  const [stray] = readFlags(args, known, (flag, text) => addText(values, flag, text, known))
  if (stray !== undefined) throw new Error(`there is no use for "${stray}"`)
  if (!values.help) return values as Given<Own>
  process.stdout.write([`Usage:  mockerd ${usage}`, '', does, '', 'Options:', ...optionRows(known), ''].join('\n'))
  return undefined
}
