// The arguments of tools: flags apart from words.
export interface Arguments {
  /** `--no-cache`, `-y`; letters that stand together are told apart only by `has` */
  readonly flags: readonly string[]
  /** The values of flags that take one, by the flag. */
  readonly values: ReadonlyMap<string, string>
  readonly words: readonly string[]
  /** Whether a flag was given under one of these names. */
  has(...names: string[]): boolean
}

/** Longer words are cut: nothing that is done with them takes long then. */
const LONGEST = 8192

/** @param withValue flags whose value is the next word, unless it is behind `=` */
export function readArguments(given: readonly string[], withValue: readonly string[] = []): Arguments {
  const flags: string[] = []
  const words: string[] = []
  const values = new Map<string, string>()
  for (let at = 0; at < given.length; at++) {
    const word = given[at]!.slice(0, LONGEST)
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    if (word === '--') {
      words.push(...given.slice(at + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') words.push(word)
    else {
      flags.push(name)
      if (equals >= 0) values.set(name, word.slice(equals + 1))
      else if (withValue.includes(word)) values.set(name, given[++at] ?? '')
    }
  }
  const isIn = (flag: string, name: string): boolean =>
    flag === name || (/^-\w$/.test(name) && /^-\w+$/.test(flag) && flag.includes(name[1]!))
  return { flags, words, values, has: (...names) => flags.some((flag) => names.some((name) => isIn(flag, name))) }
}
