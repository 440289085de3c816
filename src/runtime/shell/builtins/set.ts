// set, shopt: options and positional parameters.
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import { ignoredLetters, ignoredNames, optionLetters, type ShellOptions } from '../options.ts'
import { singleQuoted } from '../quote-for-trace.ts'
import type { Shell } from '../shell.ts'

export class UnknownOption extends ShellError {
  /** Whether `-o` stood before it. */
  readonly isName: boolean
  constructor(shell: Shell, word: string) {
    super(`${shell.dialect.dash ? 'Illegal' : 'illegal'} option ${word}`)
    this.isName = word.includes('o ')
  }
}

/** Takes one `-abc`, `+abc` or `-o name` word; gives how many words that were. Throws a ShellError. */
export function takeOptionWord(shell: Shell, words: readonly string[], at: number): number {
  const word = words[at]!
  const on = word.startsWith('-')
  let taken = 1
  for (const letter of word.slice(1)) {
    const name = optionLetters[letter]
    if (name) switchOption(shell, name, on)
    else if (letter === 'o') {
      const wanted = words[at + taken]
      if (wanted === undefined) throw new UnknownOption(shell, word)
      taken++
      setNamed(shell, wanted, on)
    } else if (!shell.dialect.bash || !ignoredLetters.includes(letter)) {
      throw new UnknownOption(shell, `${word[0]}${letter}`)
    }
  }
  return taken
}

function setNamed(shell: Shell, name: string, on: boolean): void {
  if (name in shell.options && !(shell.dialect.dash && name === 'pipefail'))
    switchOption(shell, name as keyof ShellOptions, on)
  else if (!shell.dialect.bash || !ignoredNames.has(name)) throw new UnknownOption(shell, `${on ? '-' : '+'}o ${name}`)
}

function switchOption(shell: Shell, name: keyof ShellOptions, on: boolean): void {
  shell.options[name] = on
  if (name === 'allexport') shell.variables.exportAll = on
}

async function listVariables(shell: Shell): Promise<number> {
  for (const name of shell.variables.names()) {
    const value = shell.variables.get(name)
    if (value !== undefined) await shell.print(1, `${name}=${singleQuoted(shell.dialect, value)}\n`)
  }
  return 0
}

async function listOptions(shell: Shell, asCommands: boolean): Promise<number> {
  for (const [name, on] of Object.entries(shell.options)) {
    await shell.print(1, asCommands ? `set ${on ? '-' : '+'}o ${name}\n` : `${name.padEnd(16)}${on ? 'on' : 'off'}\n`)
  }
  return 0
}

/** ash tells of a name that it does not know and goes on. */
export const set: Builtin = async (shell, argv) => {
  try {
    return await takeOptions(shell, argv)
  } catch (error) {
    if (!(error instanceof UnknownOption) || !error.isName || shell.kind !== 'ash') throw error
    await shell.complain(error.message)
    return 1
  }
}

const takeOptions: Builtin = (shell, argv) => {
  if (argv.length === 1) return listVariables(shell)
  if (argv.length === 2 && (argv[1] === '-o' || argv[1] === '+o')) return listOptions(shell, argv[1] === '+o')
  let at = 1
  while (/^[-+]./.test(argv[at] ?? '') && argv[at] !== '--') at += takeOptionWord(shell, argv, at)
  if (argv[at] === '--') shell.parameters = argv.slice(at + 1)
  else if (argv[at] === '-') {
    shell.options.xtrace = false
    shell.options.verbose = false
    if (at + 1 < argv.length) shell.parameters = argv.slice(at + 1)
  } else if (at < argv.length) shell.parameters = argv.slice(at)
  return 0
}

/** Of bash's extra options `nullglob`, `dotglob` and `failglob` have an effect; the others are only remembered. */
export const shopt: Builtin = (shell, argv) => {
  const flag = argv[1] ?? ''
  const names = argv.slice(2)
  if (flag === '-s') for (const name of names) shell.extras.add(name)
  else if (flag === '-u') for (const name of names) shell.extras.delete(name)
  else return (flag.startsWith('-') ? names : argv.slice(1)).every((name) => shell.extras.has(name)) ? 0 : 1
  return 0
}
