// Reads the words of a command line as dockerd does (spf13/pflag), over node's own parser.
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Options } from './option.ts'
import { FlagError } from './option-error.ts'

/** Hears of each flag and its text, in their order; may throw. */
type TakeFlag = (flag: string, text: string) => void

/** Gives the words that are no flags. Throws a FlagError with pflag's words for a flag that is not known or lacks its value. */
export function readFlags(words: readonly string[], options: Options, take: TakeFlag): readonly string[] {
  const strays: string[] = []
  const { tokens } = parseArgs({
    args: [...words],
    options: parserOptions(words, options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  // a bool with its value, as -D=false, is a group of many letters to node
  let done = -1
  for (const token of tokens) {
    if (token.kind === 'positional') strays.push(token.value)
    if (token.kind !== 'option' || token.index === done) continue
    const { name, rawName, index, value } = token
    const word = words[index]!
    const option = Object.hasOwn(options, name) ? options[name]! : undefined
    if (rawName.startsWith('--')) {
      if (/^--[-=]/.test(word)) throw new FlagError(`bad flag syntax: ${word}`)
      if (!option) throw new FlagError(`unknown flag: --${name}`)
      if (value === undefined && option.kind !== 'bool') throw new FlagError(`flag needs an argument: ${word}`)
      take(name, value ?? 'true')
      continue
    }
    const letter = rawName.slice(1)
    const rest = word.slice(word.indexOf(letter, 1))
    if (!option?.short) throw new FlagError(`unknown shorthand flag: '${letter}' in -${rest}`)
    if (option.kind === 'bool' && /^.=./.test(rest)) {
      take(name, rest.slice(2))
      done = index
    } else if (option.kind === 'bool') take(name, 'true')
    else if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`)
    else take(name, /^.=./.test(rest) ? rest.slice(2) : value)
  }
  return strays
}

/** Those that may be meant: node takes its time to look at all of them. */
function parserOptions(words: readonly string[], options: Options): NonNullable<ParseArgsConfig['options']> {
  const named = new Set(words.map((word) => /^--([^=]+)/.exec(word)?.[1]))
  return Object.fromEntries(
    Object.entries(options)
      .filter(([flag, { short }]) => short || named.has(flag))
      .map(([flag, { kind, short }]) => [
        flag,
        { type: kind === 'bool' ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
      ]),
  )
}
