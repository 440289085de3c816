// sh: the shell as a program.
import { FileError } from '../../storage/file-error.ts'
import { baseName } from '../exec.ts'
import { KernelProcess } from '../kernel-process.ts'
import type { Program } from '../process.ts'
import { takeOptionWord, UnknownOption } from './builtins/set.ts'
import { ShellError } from './control.ts'
import { execute, executeLast } from './execute.ts'
import { runInteractively } from './interactive.ts'
import { LineParser } from './parser.ts'
import { cannotOpen } from './redirect.ts'
import { runToEnd } from './run-to-end.ts'
import { Shell, type ShellKind } from './shell.ts'
import { runStandardInput } from './standard-input.ts'

interface Invocation {
  /** from -c */
  readonly command: boolean
  readonly standardInput: boolean
  readonly interactive: boolean
  readonly login: boolean
  /** what follows the options */
  readonly rest: readonly string[]
}

/** Throws a ShellError for an option that is none. */
async function parseArguments(shell: Shell, argv: readonly string[]): Promise<Invocation> {
  const found = { command: false, standardInput: false, interactive: false, login: argv[0]?.startsWith('-') ?? false }
  let at = 1
  while (/^[-+]./.test(argv[at] ?? '')) {
    const word = argv[at]!
    if (word === '--') {
      at++
      break
    }
    if (word.startsWith('--')) {
      at += shell.dialect.bash && word === '--rcfile' ? 2 : 1
      continue
    }
    if (word.includes('c')) found.command = true
    if (word.includes('s')) found.standardInput = true
    if (word.includes('i')) found.interactive = true
    if (word.includes('l')) found.login = true
    const options = word[0] + word.slice(1).replace(/[csil]/g, '')
    const words = [...argv.slice(0, at), options, ...argv.slice(at + 1)]
    at += options.length > 1 ? await takeKnownOptions(shell, words, at) : 1
  }
  if (argv[at] === '-') at++
  return { ...found, rest: argv.slice(at) }
}

/** ash tells of an option's name that it does not know, and goes on. */
async function takeKnownOptions(shell: Shell, words: readonly string[], at: number): Promise<number> {
  try {
    return takeOptionWord(shell, words, at)
  } catch (error) {
    if (!(error instanceof UnknownOption) || !error.isName || shell.kind !== 'ash') throw error
    await shell.print(2, `${shell.name}: ${error.message}\n`)
    return 2
  }
}

const shellProgram =
  (kind: ShellKind): Program =>
  async (process) => {
    if (!(process instanceof KernelProcess)) throw new Error('a shell needs a process of the kernel')
    const shell = new Shell(process, kind)
    const name = process.argv[0] ?? 'sh'
    shell.name = name.replace(/^-/, '')
    try {
      const invocation = await parseArguments(shell, process.argv)
      return await run(shell, invocation)
    } catch (error) {
      if (!(error instanceof ShellError)) throw error
      await shell.print(2, `${baseName(shell.name)}: ${shell.dialect.dash ? '0: ' : ''}${error.message}\n`)
      return 2
    }
  }

async function run(shell: Shell, invocation: Invocation): Promise<number> {
  const [first, ...rest] = invocation.rest
  if (invocation.command) {
    if (first === undefined) throw new ShellError('-c requires an argument')
    if (rest[0] !== undefined) shell.name = rest[0]
    shell.parameters = rest.slice(1)
    shell.origin = 'c'
    return runToEnd(shell, () => runCommand(shell, first))
  }
  if (first !== undefined && !invocation.standardInput) {
    shell.name = first
    shell.parameters = rest
    return runFile(shell, first)
  }
  shell.parameters = [...invocation.rest]
  shell.origin = 's'
  if (invocation.interactive || (shell.process.isTerminal(0) && shell.process.isTerminal(2))) {
    return runToEnd(shell, () => runInteractively(shell, invocation.login))
  }
  return runToEnd(shell, () => runStandardInput(shell))
}

/** The last command of `sh -c` takes the shell's place. */
async function runCommand(shell: Shell, text: string): Promise<number> {
  // ash counts the lines of -c from 0
  const parser = new LineParser(text, shell.dialect, shell.dialect.bash || shell.dialect.dash ? 1 : 0)
  for (let list = parser.next(); list; list = parser.next()) {
    if (parser.isAtEnd) return executeLast(shell, list)
    await execute(shell, list)
  }
  return shell.status
}

async function runFile(shell: Shell, path: string): Promise<number> {
  let text: string
  try {
    text = shell.process.files.readText(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const bash = shell.dialect.bash
    const message = bash
      ? `${path}: ${error.message}`
      : shell.dialect.dash
        ? `0: ${cannotOpen(path, error)}`
        : `can't open '${path}': ${error.message}`
    await shell.print(2, `${bash ? 'bash' : 'sh'}: ${message}\n`)
    return error.code === 'EACCES' && bash ? 126 : bash ? 127 : 2
  }
  shell.inFile = true
  return runToEnd(shell, async () => {
    const parser = new LineParser(text, shell.dialect)
    for (let list = parser.next(); list; list = parser.next()) await execute(shell, list)
    return shell.status
  })
}

/** busybox's ash, which is `sh` too. */
export const ash: Program = shellProgram('ash')
export const bash: Program = shellProgram('bash')
/** Debian's `sh` */
export const dash: Program = shellProgram('dash')
