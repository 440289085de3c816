// command, type: what a name means.
import { FileError } from '../../../storage/file-error.ts'
import { findCommand } from '../../exec.ts'
import { type Builtin, findBuiltin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import { runProgram } from '../external.ts'
import { singleQuoted } from '../quote-for-trace.ts'
import type { Shell } from '../shell.ts'
import { KEYWORDS } from '../source.ts'

/** Other shells have them as programs or not at all. */
const bashKeywords = new Set(['time', 'function', '[['])

interface Meaning {
  /** as `command -v` prints it */
  readonly short: string
  /** as `type` prints it */
  readonly long: string
  /** as bash's `type -t` prints it */
  readonly kind: string
}

function meaningOf(shell: Shell, name: string): Meaning | undefined {
  const alias = shell.dialect.aliases.get(name)
  if (alias !== undefined) {
    const short = `alias ${name}=${singleQuoted(shell.dialect, alias)}`
    return { short, long: `${name} is an alias for ${alias}`, kind: 'alias' }
  }
  if (KEYWORDS.has(name) && (shell.dialect.bash || !bashKeywords.has(name)))
    return { short: name, long: `${name} is a shell keyword`, kind: 'keyword' }
  if (shell.functions.has(name))
    return { short: name, long: `${name} is a ${shell.dialect.dash ? 'shell ' : ''}function`, kind: 'function' }
  if (findBuiltin(shell, name)) return { short: name, long: `${name} is a shell builtin`, kind: 'builtin' }
  const path = pathOf(shell, name)
  return path === undefined ? undefined : { short: path, long: `${name} is ${path}`, kind: 'file' }
}

function pathOf(shell: Shell, name: string): string | undefined {
  try {
    return findCommand(shell.process, name, shell.variables.get('PATH'))
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

export const type: Builtin = async (shell, argv) => {
  const onlyKind = argv[1] === '-t' && !shell.dialect.dash
  const onlyPath = (argv[1] === '-p' || argv[1] === '-P') && !shell.dialect.dash
  let code = 0
  for (const name of argv.slice(onlyKind || onlyPath ? 2 : 1)) {
    const meaning = meaningOf(shell, name)
    if (meaning && onlyPath) await (meaning.kind === 'file' && shell.print(1, `${meaning.short}\n`))
    else if (meaning) await shell.print(1, `${onlyKind ? meaning.kind : meaning.long}\n`)
    else {
      code = shell.dialect.bash ? 1 : 127
      if (!onlyKind && !onlyPath) await notFound(shell, name)
    }
  }
  return code
}

async function notFound(shell: Shell, name: string): Promise<void> {
  if (shell.dialect.bash) await shell.complain(`${name}: not found`)
  else await shell.print(1, `${name}: not found\n`)
}

/** ash and dash keep no table that anybody sees: names are only looked up. */
export const hash: Builtin = async (shell, argv) => {
  let code = 0
  for (const name of argv.slice(1)) {
    if (name.startsWith('-') || findBuiltin(shell, name) || shell.functions.has(name) || pathOf(shell, name)) continue
    await shell.complain(`${name}: not found`)
    code = 1
  }
  return code
}

/** Runs a command past functions of its name, or tells what it is (-v, -V). */
export const command: Builtin = async (shell, argv) => {
  let at = 1
  for (; /^-[pvV]$/.test(argv[at] ?? ''); at++) {
    if (argv[at] !== '-p') return describe(shell, argv.slice(at + 1), argv[at] === '-V')
  }
  if (argv[at] === '--') at++
  const rest = argv.slice(at)
  if (rest.length === 0) return 0
  const builtin = findBuiltin(shell, rest[0]!)
  shell.builtin = builtin ? rest[0] : undefined
  return builtin ? builtin(shell, rest) : runProgram(shell, [], rest)
}

/** Runs a builtin past functions of its name (bash). */
export const builtinBuiltin: Builtin = (shell, argv) => {
  const rest = argv.slice(1)
  if (rest.length === 0) return 0
  const found = findBuiltin(shell, rest[0]!)
  if (!found) throw new ShellError(`${rest[0]}: not a shell builtin`, 1)
  shell.builtin = rest[0]
  return found(shell, rest)
}

async function describe(shell: Shell, names: readonly string[], long: boolean): Promise<number> {
  let code = 0
  for (const name of shell.dialect.bash ? names : names.slice(0, 1)) {
    const meaning = meaningOf(shell, name)
    if (meaning) await shell.print(1, `${long ? meaning.long : meaning.short}\n`)
    else {
      code = shell.dialect.bash ? 1 : 127
      if (long) await notFound(shell, name)
    }
  }
  return code
}
