// export, readonly, local, declare, unset
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import type { Shell } from '../shell.ts'
import { singleQuoted } from '../trace.ts'
import type { Variable } from '../variables.ts'

const DECLARATION = /^([A-Za-z_]\w*)(?:(\+?)=([\s\S]*))?$/

interface Marks {
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
    if (value !== undefined) variables.set(name, append ? (variables.get(name) ?? '') + value : value)
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
  if (!shell.variables.inFunction) throw new ShellError('not in a function')
  const { flags, words } = split(argv)
  return declareAll(shell, words, { local: true, ...(flags.includes('r') && { readonly: true }) })
}

export const declare: Builtin = (shell, argv) => {
  const { flags, words } = split(argv)
  if (words.length === 0) return list(shell, 'declare --', ({ value }) => value !== undefined)
  if (flags.includes('f') || flags.includes('F')) return words.every((name) => shell.functions.has(name)) ? 0 : 1
  if (flags.includes('A')) return declareMaps(shell, words, !flags.includes('g'))
  return declareAll(shell, words, {
    local: shell.variables.inFunction && !flags.includes('g'),
    ...(flags.includes('x') && { exported: true }),
    ...(flags.includes('r') && { readonly: true }),
  })
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
