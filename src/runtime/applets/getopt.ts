// getopt: sorts the options of a script's arguments.
import type { Program } from '../process.ts'
import { complain } from './report.ts'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

interface Rules {
  readonly letters: string
  readonly long: readonly string[]
}

/** How a name in the rules takes a value: not, must, may. */
function takesValue(rule: string | undefined): 'unknown' | 'none' | 'must' | 'may' {
  if (rule === undefined) return 'unknown'
  return rule.endsWith('::') ? 'may' : rule.endsWith(':') ? 'must' : 'none'
}

function letterRule(letters: string, letter: string): string | undefined {
  const at = letter === ':' ? -1 : letters.indexOf(letter)
  return at < 0 ? undefined : /^.:{0,2}/.exec(letters.slice(at))![0]
}

function longRule(long: readonly string[], name: string): string | undefined {
  const exact = long.find((rule) => rule.replace(/:+$/, '') === name)
  const near = long.filter((rule) => rule.startsWith(name))
  return exact ?? (near.length === 1 ? near[0] : undefined)
}

function sortArguments(
  { letters, long }: Rules,
  words: readonly string[],
): { options: (readonly [string, string?])[]; operands: string[]; problems: string[] } {
  const options: (readonly [string, string?])[] = []
  const operands: string[] = []
  const problems: string[] = []
  const inOrder = letters.startsWith('+')
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    if (word === '--') {
      operands.push(...words.slice(at + 1))
      break
    }
    if (word.startsWith('--') && long.length > 0) {
      const [name = '', ...rest] = word.slice(2).split('=')
      const rule = longRule(long, name)
      const kind = takesValue(rule)
      const full = `--${rule?.replace(/:+$/, '') ?? name}`
      const given = rest.length > 0 ? rest.join('=') : undefined
      if (kind === 'unknown') problems.push(`unrecognized option '--${name}'`)
      else if (kind === 'none') options.push([full])
      else if (kind === 'may') options.push([full, given ?? ''])
      else if (given !== undefined) options.push([full, given])
      else if (at + 1 < words.length) options.push([full, words[++at]!])
      else problems.push(`option '--${name}' requires an argument`)
    } else if (word.startsWith('-') && word !== '-') {
      for (let index = 1; index < word.length; index++) {
        const letter = word[index]!
        const kind = takesValue(letterRule(letters, letter))
        const rest = word.slice(index + 1)
        if (kind === 'unknown') problems.push(`invalid option -- '${letter}'`)
        else if (kind === 'none') options.push([`-${letter}`])
        else {
          if (kind === 'may' || rest !== '') options.push([`-${letter}`, rest])
          else if (at + 1 < words.length) options.push([`-${letter}`, words[++at]!])
          else problems.push(`option requires an argument -- '${letter}'`)
          break
        }
      }
    } else if (inOrder) {
      operands.push(...words.slice(at))
      break
    } else operands.push(word)
  }
  return { options, operands, problems }
}

const getopt: Program = async (process) => {
  const words = process.argv.slice(1)
  let letters: string | undefined
  const long: string[] = []
  let quiet = false
  let plain = false
  const old = !words[0]?.startsWith('-')
  while (!old && words[0]?.startsWith('-') && words[0] !== '--') {
    const word = words.shift()!
    const take = (name: string) =>
      word.startsWith('--')
        ? (word.split('=')[1] ?? words.shift() ?? '')
        : word.slice(name.length) || (words.shift() ?? '')
    if (word.startsWith('-o') || word.startsWith('--options')) letters = take('-o')
    else if (word.startsWith('-l') || word.startsWith('--long')) long.push(...take('-l').split(/[,\s]+/))
    else if (word.startsWith('-n') || word.startsWith('--name')) take('-n')
    else if (word === '-q' || word === '--quiet') quiet = true
    else if (word === '-u' || word === '--unquoted') plain = true
    else if (word === '-T' || word === '--test') return 4
  }
  if (words[0] === '--') words.shift()
  letters ??= words.shift() ?? ''
  if (old && words[0] === '--') words.shift()
  const { options, operands, problems } = sortArguments({ letters, long: long.filter((rule) => rule !== '') }, words)
  for (const problem of quiet ? [] : problems) await complain(process, problem)
  const show = old || plain ? (text: string) => text : quoted
  let text = ''
  for (const [name, value] of options) text += ` ${name}${value === undefined ? '' : ` ${show(value)}`}`
  await process.write(1, `${text} --${operands.map((word) => ` ${show(word)}`).join('')}\n`)
  return problems.length > 0 ? 1 : 0
}
export default getopt
