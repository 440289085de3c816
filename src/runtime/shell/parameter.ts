// `$name` and all that `${name…}` can ask for.

import { quotedForReading } from './ansi-quote.ts'
import { arithmeticText } from './arithmetic-text.ts'
import { elementsOf, elementValue, indicesOf, isArray } from './arrays.ts'
import { literalText, type Parameter, type Word } from './ast.ts'
import { ShellError } from './control.ts'
import { expandPattern, expandText } from './expand.ts'
import { changeCase, removePattern, replacePattern } from './parameter-edit.ts'
import { Pattern } from './pattern.ts'
import type { Shell } from './shell.ts'
import { specialParameter } from './special-parameters.ts'

/** What a parameter gives: a text, a list (joined into one word when quoted as `"$*"`), or the word after its operator. */
export type ParameterValue =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[]; readonly joined: boolean }
  | { readonly type: 'word'; readonly word: Word }

/** undefined when it is not set */
type Found = string | readonly string[] | undefined

const text = (value: string): ParameterValue => ({ type: 'text', text: value })

export async function resolveParameter(shell: Shell, part: Parameter): Promise<ParameterValue> {
  if (part.bad !== undefined) throw badSubstitution(shell, part.bad)
  const index = part.indirect && part.index ? literalText(part.index) : undefined
  if (index === '@' || index === '*') {
    return { type: 'list', items: indicesOf(shell, part.name), joined: index === '*' }
  }
  if (part.indirect && (part.operator === '@' || part.operator === '*')) {
    const names = shell.variables.names().filter((name) => name.startsWith(part.name))
    return { type: 'list', items: names, joined: part.operator === '*' }
  }
  const target = part.indirect ? await indirect(shell, part) : part
  const found = await lookUp(shell, target)
  const joined = target.name === '*' || (target.index?.[0]?.type === 'literal' && target.index[0].text === '*')
  if (target.length) return text(lengthOf(shell, target, found))
  const operator = target.operator
  if (operator === undefined) {
    checkSet(shell, target, found)
    return asValue(found, joined)
  }
  const kind = operator.length === 2 && operator.startsWith(':') ? operator[1]! : operator
  if ('-=?+'.includes(kind)) return conditional(shell, target, found, kind, operator !== kind, joined)
  checkSet(shell, target, found)
  if (operator === ':') return slice(shell, target, found, joined)
  const edit = await editor(shell, target, operator)
  if (typeof found === 'object') return { type: 'list', items: found.map(edit), joined }
  return text(edit(found ?? ''))
}

function badSubstitution({ dialect }: Shell, typed: string): ShellError {
  if (dialect.bash) return new ShellError(`\${${typed}}: bad substitution`, 1)
  return new ShellError(dialect.dash ? 'Bad substitution' : 'syntax error: bad substitution')
}

function asValue(found: Found, joined: boolean): ParameterValue {
  return typeof found === 'object' ? { type: 'list', items: found, joined } : text(found ?? '')
}

async function indirect(shell: Shell, part: Parameter): Promise<Parameter> {
  const { indirect: _, ...direct } = part
  const name = specialParameter(shell, part.name) ?? shell.variables.get(part.name)
  const reference = shell.variables.referenceOf(part.name)
  if (reference !== undefined)
    return {
      type: 'parameter',
      name: '',
      quoted: part.quoted,
      operator: '-',
      word: [{ type: 'literal', text: reference, quoted: true }],
    }
  if (typeof name !== 'string' || name === '') return { ...direct, name: '' }
  const element = /^(\w+)\[(.*)\]$/s.exec(name)
  if (!element) return { ...direct, name }
  return { ...direct, name: element[1]!, index: [{ type: 'literal', text: element[2]!, quoted: true }] }
}

async function lookUp(shell: Shell, part: Parameter): Promise<Found> {
  if (part.index) {
    const index = await expandText(shell, part.index)
    if (index === '@' || index === '*') return elementsOf(shell, part.name)
    return elementValue(shell, part.name, index)
  }
  return specialParameter(shell, part.name) ?? shell.variables.get(part.name)
}

function checkSet(shell: Shell, part: Parameter, found: Found): void {
  if (found === undefined && shell.options.nounset) {
    if (shell.dialect.bash)
      throw new ShellError(
        `${shownName(part)}: unbound variable`,
        shell.origin === 'c' && !shell.options.errexit ? 127 : 1,
      )
    throw new ShellError(`${part.name}: parameter not set`)
  }
}

const shownName = ({ name, index }: Parameter): string => (index ? `${name}[${literalText(index) ?? ''}]` : name)

function lengthOf(shell: Shell, part: Parameter, found: Found): string {
  checkSet(shell, part, found)
  return String(typeof found === 'object' ? found.length : [...(found ?? '')].length)
}

/** `${x-w}`, `${x=w}`, `${x?w}`, `${x+w}`, and with a colon the same for empty ones. */
async function conditional(
  shell: Shell,
  part: Parameter,
  found: Found,
  kind: string,
  orEmpty: boolean,
  joined: boolean,
): Promise<ParameterValue> {
  const isList = typeof found === 'object'
  const value = isList ? (found.length ? found.join(' ') : undefined) : found
  const missing = value === undefined || (orEmpty && value === '')
  const word = part.word ?? []
  if (kind === '+') return missing ? asValue(isList ? [] : '', joined) : { type: 'word', word }
  if (!missing) return asValue(found, joined)
  if (kind === '-') return { type: 'word', word }
  const given = await expandText(shell, word)
  if (kind === '=') {
    if (!/^[A-Za-z_]/.test(part.name)) throw new ShellError(`${part.name}: bad variable name`)
    shell.variables.set(part.name, given)
    return text(given)
  }
  const { bash } = shell.dialect
  const reason = !orEmpty ? 'not set' : bash ? 'null or not set' : 'not set or null'
  throw new ShellError(`${part.name}: ${given || `parameter ${reason}`}`, bash ? 127 : 2)
}

async function slice(shell: Shell, part: Parameter, found: Found, joined: boolean): Promise<ParameterValue> {
  const number = async (word: Word | undefined): Promise<number> =>
    Number(await arithmeticText(shell, await expandText(shell, word ?? [])))
  const items = typeof found === 'object' ? positional(shell, part, found) : [...(found ?? '')]
  const offset = await number(part.word)
  const start = offset < 0 ? items.length + offset : offset
  if (start < 0) return typeof found === 'object' ? { type: 'list', items: [], joined } : text('')
  const length = part.second ? await number(part.second) : items.length
  const end = length < 0 ? items.length + length : start + length
  if (end < start && length < 0) throw new ShellError(`${length}: substring expression < 0`, 1)
  const chosen = items.slice(start, Math.max(start, end))
  return typeof found === 'object' ? { type: 'list', items: chosen, joined } : text(chosen.join(''))
}

/** `${@:0}` counts from `$0`. */
function positional(shell: Shell, part: Parameter, found: readonly string[]): readonly string[] {
  return isArray(shell, part.name) || part.index ? found : [shell.name, ...found]
}

async function editor(shell: Shell, part: Parameter, operator: string): Promise<(value: string) => string> {
  if (operator.startsWith('/')) {
    const pattern = await expandPattern(shell, part.word ?? [])
    const replacement = await expandText(shell, part.second ?? [])
    return (value) => replacePattern(value, pattern, replacement, operator)
  }
  if (operator === '#' || operator === '##' || operator === '%' || operator === '%%') {
    const pattern = await expandPattern(shell, part.word ?? [])
    return (value) => removePattern(value, pattern, operator)
  }
  if (operator === '@Q') return (value) => quotedForReading(value)
  const pattern = part.word?.length ? new Pattern(await expandPattern(shell, part.word)) : undefined
  return (value) => changeCase(value, operator, pattern && ((letter) => pattern.matches(letter)))
}
