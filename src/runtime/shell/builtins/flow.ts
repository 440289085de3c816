// break, continue, return, exit, shift
import { Exit } from '../../process.ts'
import type { Builtin } from '../builtins.ts'
import { BreakLoop, ContinueLoop, ReturnFrom, ShellError } from '../control.ts'

function number(word: string): number {
  if (!/^\d+$/.test(word)) throw new ShellError(`Illegal number: ${word}`)
  return Number(word)
}

function levels(argv: readonly string[], loops: number): number {
  const wanted = argv[1] === undefined ? 1 : number(argv[1])
  if (wanted === 0) throw new ShellError(`Illegal number: ${argv[1]}`)
  return Math.min(wanted, loops)
}

export const breakBuiltin: Builtin = (shell, argv) => {
  const wanted = levels(argv, shell.loops)
  if (wanted > 0) throw new BreakLoop(wanted)
  return 0
}

export const continueBuiltin: Builtin = (shell, argv) => {
  const wanted = levels(argv, shell.loops)
  if (wanted > 0) throw new ContinueLoop(wanted)
  return 0
}

export const returnBuiltin: Builtin = async (shell, argv) => {
  if (shell.dialect.bash && shell.calls + shell.sourced === 0) {
    throw new ShellError("can only `return' from a function or sourced script")
  }
  if (shell.dialect.bash && argv[1] !== undefined && !/^-?\d+$/.test(argv[1])) {
    await shell.complain(`${argv[1]}: numeric argument required`)
    throw new ReturnFrom(2)
  }
  if (shell.dialect.bash && argv[1] !== undefined) throw new ReturnFrom(Number(argv[1]) & 255)
  throw new ReturnFrom(argv[1] === undefined ? shell.status : number(argv[1]) & 255)
}

export const exit: Builtin = async (shell, argv) => {
  const word = argv[1]
  if (word !== undefined && /^-\d+$/.test(word) && shell.dialect.bash) throw new Exit(Number(word) & 255)
  if (shell.dialect.bash && word !== undefined && !/^\d+$/.test(word)) {
    await shell.complain(`${word}: numeric argument required`)
    throw new Exit(2)
  }
  throw new Exit(word === undefined ? shell.status : number(word) & 255)
}

export const shift: Builtin = (shell, argv) => {
  const count = argv[1] === undefined ? 1 : number(argv[1])
  if (count > shell.parameters.length) {
    if (shell.dialect.dash) throw new ShellError("can't shift that many")
    return 1
  }
  shell.parameters = shell.parameters.slice(count)
  return 0
}
