// export, readonly, local, declare, unset

import { indicesOf } from '../arrays.ts'
import { integerValue } from '../assign.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import { singleQuoted } from '../quote-for-trace.ts'
import type { Shell } from '../shell.ts'
import type { Variable } from '../variables.ts'

const DECLARATION = /^([A-Za-z_]\w*)(?:(\+?)=([\s\S]*))?$/

interface Marks {
  reference?: boolean
  attribute?: Variable['attribute']
  exported?: boolean
  readonly?: boolean
  local?: boolean
}

/** Carries out `NAME` and `NAME=value` operands. */
function declareAll(shell: Shell, words: readonly string[], marks: Marks): number {
  const { variables } = shell
  for (const word of words) {
    const parts = DECLARATION.exec(word)
    if (!parts) throw new ShellError(`${word.replace(/=[\s\S]*$/, '')}: bad variable name`)
    const [, name = '', append, value] = parts
    if (marks.local) variables.makeLocal(name)
    if (marks.reference) {
      variables.find(name, true)?.value ?? variables.writable(name)
      variables.find(name, true)!.reference = value ?? ''
      continue
    }
    if (marks.attribute) variables.writable(name).attribute = marks.attribute
    const isInteger = variables.find(name)?.attribute === 'integer'
    if (value !== undefined && isInteger) variables.set(name, integerValue(shell, name, append === '+', value))
    else if (value !== undefined) variables.set(name, append ? (variables.get(name) ?? '') + value : value)
    if (marks.exported !== undefined) variables.setExported(name, marks.exported)
    if (marks.readonly) {
      if (!variables.find(name)) variables.writable(name)
      variables.find(name)!.readonly = true
    }
    if (name === 'OPTIND') shell.optionOffset = 0
  }
  return 0
}

async function list(shell: Shell, word: string, chosen: (variable: Variable) => boolean): Promise<number> {
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name)!
    if (!chosen(variable)) continue
    const value = variable.value === undefined ? '' : `=${singleQuoted(shell.dialect, variable.value)}`
    await shell.print(1, `${word} ${name}${value}\n`)
  }
  return 0
}

function split(argv: readonly string[]): { flags: string; words: readonly string[] } {
  let at = 1
  let flags = ''
  for (; /^[-+][A-Za-z]/.test(argv[at] ?? ''); at++) flags += argv[at]!.slice(1)
  if (argv[at] === '--') at++
  return { flags, words: argv.slice(at) }
}

export const exportBuiltin: Builtin = (shell, argv) => {
  const { flags, words } = split(argv)
  if (words.length === 0) return list(shell, 'export', ({ exported }) => exported)
  return declareAll(shell, words, { exported: !flags.includes('n') })
}

export const readonlyBuiltin: Builtin = (shell, argv) => {
  const { words } = split(argv)
  if (words.length === 0) return list(shell, 'readonly', (variable) => variable.readonly)
  return declareAll(shell, words, { readonly: true })
}

export const local: Builtin = (shell, argv) => {
  if (!shell.variables.inFunction) {
    throw shell.dialect.bash ? new ShellError('can only be used in a function', 1) : new ShellError('not in a function')
  }
  const { flags, words } = split(argv)
  if (flags.includes('A')) return declareMaps(shell, words, true)
  return declareAll(shell, words, { local: true, ...marksOf(flags) })
}

export const declare: Builtin = (shell, argv) => {
  const { flags, words } = split(argv)
  if (flags.includes('p')) return show(shell, words)
  if (words.length === 0 && flags === 'x') return list(shell, 'declare -x', ({ exported }) => exported)
  if (words.length === 0 && flags === '') return list(shell, 'declare --', ({ value }) => value !== undefined)
  if (flags.includes('f') || flags.includes('F')) return words.every((name) => shell.functions.has(name)) ? 0 : 1
  if (flags.includes('A')) return declareMaps(shell, words, !flags.includes('g'))
  return declareAll(shell, words, {
    local: shell.variables.inFunction && !flags.includes('g'),
    ...(flags.includes('x') && { exported: !argv[1]!.startsWith('+') }),
    ...marksOf(flags),
  })
}

function marksOf(flags: string): Marks {
  const attribute = flags.includes('i') ? 'integer' : flags.includes('l') ? 'lower' : flags.includes('u') ? 'upper' : ''
  return {
    ...(flags.includes('r') && { readonly: true }),
    ...(flags.includes('n') && { reference: true }),
    ...(attribute && { attribute }),
  }
}

/** As bash shows a value between double quotes. */
const doubleQuoted = (text: string): string => `"${text.replace(/["$`\\]/g, '\\$&')}"`

function declaration(shell: Shell, name: string, variable: Variable): string {
  const { elements, associative, attribute, value, reference } = variable
  const letters = [
    elements && (associative ? 'A' : 'a'),
    attribute === 'integer' && 'i',
    reference !== undefined && 'n',
    variable.readonly && 'r',
    variable.exported && 'x',
    attribute === 'lower' && 'l',
    attribute === 'upper' && 'u',
  ].filter(Boolean)
  const head = `declare -${letters.join('') || '-'} ${name}`
  if (reference !== undefined) return `${head}=${doubleQuoted(reference)}`
  if (!elements) return value === undefined ? head : `${head}=${doubleQuoted(value)}`
  const pairs = indicesOf(shell, name).map((key) => {
    const shown = /^\w+$/.test(key) ? key : doubleQuoted(key)
    return `[${shown}]=${doubleQuoted(elements.get(key) ?? '')}`
  })
  return `${head}=(${pairs.join(' ')}${associative && pairs.length ? ' ' : ''})`
}

/** `declare -p` */
async function show(shell: Shell, names: readonly string[]): Promise<number> {
  let code = 0
  for (const name of names.length ? names : shell.variables.names()) {
    const variable = shell.variables.find(name, true)
    if (variable) await shell.print(1, `${declaration(shell, name, variable)}\n`)
    else {
      await shell.complain(`${name}: not found`)
      code = 1
    }
  }
  return code
}

function declareMaps(shell: Shell, names: readonly string[], local: boolean): number {
  for (const name of names) {
    if (local && shell.variables.inFunction) shell.variables.makeLocal(name)
    const variable = shell.variables.writable(name)
    variable.associative = true
    variable.elements ??= new Map()
  }
  return 0
}

export const unset: Builtin = (shell, argv) => {
  let functions = false
  for (const word of argv.slice(1)) {
    if (word === '-f' || word === '-v') functions = word === '-f'
    else if (functions) shell.functions.delete(word)
    else {
      const element = /^([A-Za-z_]\w*)\[([^\]]+)\]$/.exec(word)
      if (element) shell.variables.find(element[1]!)?.elements?.delete(element[2]!)
      else if (!DECLARATION.test(word)) throw new ShellError(`${word}: bad variable name`)
      else if (!shell.variables.find(word) && shell.functions.has(word)) shell.functions.delete(word)
      else shell.variables.unset(word)
    }
  }
  return 0
}
