// Options as busybox's getopt32 reads them: letters together, values attached or apart, operands in between.
import { Exit, type Process } from '../process.ts'
import { appletName } from './report.ts'

export interface OptionRules {
  /** Letters as for getopt: `b:` takes a value, `c::` may have one attached; a leading `+` stops at the first operand. */
  readonly letters: string
  /** Long names and the letter that each stands for. */
  readonly long?: Readonly<Record<string, string>>
  /** What follows the name in the usage line. */
  readonly usage?: string
  /** At least so many operands, at most so many. */
  readonly operands?: readonly [number, number?]
  /** The exit code after a mistake; 1 if left out. */
  readonly failure?: number
}

export class Options {
  readonly operands: string[] = []
  readonly #values = new Map<string, string[]>()
  /** Letters in the order of their appearance, for applets whose later options undo earlier ones. */
  readonly order: string[] = []

  add(letter: string, value: string): void {
    this.order.push(letter)
    const values = this.#values.get(letter)
    if (values) values.push(value)
    else this.#values.set(letter, [value])
  }
  has(letter: string): boolean {
    return this.#values.has(letter)
  }
  /** The last value given. */
  value(letter: string): string | undefined {
    return this.#values.get(letter)?.at(-1)
  }
  values(letter: string): readonly string[] {
    return this.#values.get(letter) ?? []
  }
  /** Which of the letters was given last. */
  last(letters: string): string | undefined {
    return this.order.findLast((letter) => letters.includes(letter))
  }
}

/** Prints the usage and ends the process. */
export async function showUsage(process: Process, rules: Pick<OptionRules, 'usage' | 'failure'>): Promise<never> {
  const usage = rules.usage === undefined ? '' : ` ${rules.usage}`
  await process.write(2, `BusyBox v1.37.0 multi-call binary.\n\nUsage: ${appletName(process)}${usage}\n`)
  throw new Exit(rules.failure ?? 1)
}

/** Reads the options of `argv` (without its name); a mistake prints busybox's words and the usage, and throws Exit. */
export async function parseOptions(
  process: Process,
  rules: OptionRules,
  argv: readonly string[] = process.argv.slice(1),
): Promise<Options> {
  const options = new Options()
  const fail = async (message?: string): Promise<never> => {
    if (message !== undefined) await process.write(2, `${appletName(process)}: ${message}\n`)
    return showUsage(process, rules)
  }
  if (argv.length === 1 && argv[0] === '--help') await showUsage(process, { ...rules, failure: 0 })
  const inOrder = rules.letters.startsWith('+')
  let index = 0
  for (; index < argv.length; index++) {
    const word = argv[index]!
    if (word === '--') {
      index++
      break
    }
    if (word.startsWith('--')) {
      index += await readLong(options, rules, word.slice(2), argv[index + 1], fail)
    } else if (word.startsWith('-') && word !== '-') {
      index += await readLetters(options, rules, word.slice(1), argv[index + 1], fail)
    } else {
      if (inOrder) break
      options.operands.push(word)
    }
  }
  options.operands.push(...argv.slice(index))
  const [least, most] = rules.operands ?? [0]
  if (options.operands.length < least || options.operands.length > (most ?? Infinity)) await fail()
  return options
}

type Fail = (message: string) => Promise<never>

/** Reads a word of letters; returns how many further words it used. */
async function readLetters(
  options: Options,
  rules: OptionRules,
  letters: string,
  next: string | undefined,
  fail: Fail,
): Promise<number> {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!
    const known = letter === ':' || letter === '+' ? -1 : rules.letters.indexOf(letter)
    if (known < 0) return fail(`invalid option -- '${letter}'`)
    const wantsValue = rules.letters[known + 1] === ':'
    const mayHaveValue = wantsValue && rules.letters[known + 2] === ':'
    const attached = letters.slice(at + 1)
    if (!wantsValue) options.add(letter, '')
    else if (attached !== '' || mayHaveValue) {
      options.add(letter, attached)
      return 0
    } else {
      if (next === undefined) return fail(`option requires an argument -- '${letter}'`)
      options.add(letter, next)
      return 1
    }
  }
  return 0
}

async function readLong(
  options: Options,
  rules: OptionRules,
  text: string,
  next: string | undefined,
  fail: Fail,
): Promise<number> {
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const names = Object.keys(rules.long ?? {})
  const full = names.includes(name) ? [name] : names.filter((candidate) => candidate.startsWith(name))
  const letter = full.length === 1 ? rules.long?.[full[0]!] : undefined
  if (letter === undefined) return fail(`unrecognized option '--${name}'`)
  const at = rules.letters.indexOf(letter)
  const wantsValue = at >= 0 && rules.letters[at + 1] === ':'
  const mayHaveValue = wantsValue && rules.letters[at + 2] === ':'
  if (equals >= 0) {
    if (!wantsValue) return fail(`option '--${name}' doesn't allow an argument`)
    options.add(letter, text.slice(equals + 1))
    return 0
  }
  if (!wantsValue || mayHaveValue) {
    options.add(letter, '')
    return 0
  }
  if (next === undefined) return fail(`option '--${name}' requires an argument`)
  options.add(letter, next)
  return 1
}
