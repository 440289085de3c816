// cd, pwd
import { FileError } from '../../../storage/file-error.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import type { Shell } from '../shell.ts'

/** Whether symlinks are resolved (-P), and what is left of the arguments. */
function options(argv: readonly string[]): { physical: boolean; rest: readonly string[] } {
  let physical = false
  let at = 1
  for (; /^-[LP]+$/.test(argv[at] ?? ''); at++) physical = argv[at]!.endsWith('P')
  if (argv[at] === '--') at++
  return { physical, rest: argv.slice(at) }
}

/** An absolute path by words: `..` takes the last name away, symlink or not. */
function logicalPath(from: string, to: string): string {
  const names: string[] = []
  for (const name of `${to.startsWith('/') ? '' : from}/${to}`.split('/')) {
    if (name === '..') names.pop()
    else if (name && name !== '.') names.push(name)
  }
  return `/${names.join('/')}`
}

function searchedPath(shell: Shell, target: string): string | undefined {
  const search = shell.variables.get('CDPATH')
  if (!search || /^\.{0,2}\//.test(target) || target === '.' || target === '..') return undefined
  const { files } = shell.process
  const found = search.split(':').map((directory) => `${directory || '.'}/${target}`)
  return found.find((path) => files.exists(path) && files.stat(path).kind === 'directory')
}

function enter(shell: Shell, path: string, physical: boolean): void {
  const { process, variables } = shell
  const from = variables.get('PWD') ?? process.cwd
  const logical = logicalPath(from, path)
  const { kind } = process.files.stat(logical)
  if (kind !== 'directory') throw new FileError('ENOTDIR', path)
  if (!process.files.access(logical, 1)) throw new FileError('EACCES', path)
  process.cwd = process.files.realpath(logical)
  variables.set('OLDPWD', from)
  variables.setExported('OLDPWD', variables.find('OLDPWD')!.exported)
  variables.set('PWD', physical ? process.cwd : logical)
}

export const cd: Builtin = async (shell, argv) => {
  const { physical, rest } = options(argv)
  const { variables } = shell
  const back = rest[0] === '-'
  const target = back ? variables.get('OLDPWD') : (rest[0] ?? variables.get('HOME'))
  if (target === undefined) {
    if (shell.dialect.bash) throw new ShellError(`${back ? 'OLDPWD' : 'HOME'} not set`, 1)
    return back ? 0 : 0
  }
  const found = searchedPath(shell, target)
  try {
    enter(shell, found ?? target, physical)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const { bash, dash } = shell.dialect
    const message = bash ? `${target}: ${error.message}` : `can't cd to ${target}${dash ? '' : `: ${error.message}`}`
    throw new ShellError(message, shell.dialect.bash ? 1 : 2)
  }
  if (back || found) await shell.print(1, `${variables.get('PWD')}\n`)
  return 0
}

export const pwd: Builtin = async (shell, argv) => {
  const { physical } = options(argv)
  await shell.print(1, `${physical ? shell.process.cwd : (shell.variables.get('PWD') ?? shell.process.cwd)}\n`)
  return 0
}
