// kill: sends signals to processes and jobs.
import { FileError } from '../../../storage/file-error.ts'
import { Signal, signalName, signalNames, signalNumber } from '../../signals.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import type { Shell } from '../shell.ts'
import { NoSuchJob } from './job-control.ts'

async function complain(shell: Shell, message: string): Promise<1> {
  const { bash, dash } = shell.dialect
  await shell.print(2, `${bash || dash ? shell.prefix : `${shell.name}: `}${message}\n`)
  return 1
}

async function listNames(shell: Shell, words: readonly string[]): Promise<number> {
  if (words.length === 0) {
    const lines = signalNames.map((name, number) => `${String(number).padStart(2)}) ${name}\n`)
    await shell.print(1, lines.slice(1).join(''))
    return 0
  }
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) & 127 : signalNumber(word)
    if (number === undefined) return complain(shell, `unknown signal '${word}'`)
    await shell.print(1, `${/^\d+$/.test(word) ? signalName(number) : number}\n`)
  }
  return 0
}

async function noTarget(shell: Shell): Promise<number> {
  const { bash, dash } = shell.dialect
  if (bash) {
    await shell.print(
      2,
      'kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n',
    )
    return 2
  }
  if (dash)
    throw new ShellError('Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]')
  return complain(shell, 'you need to specify whom to kill')
}

/** The processes that an operand means: a pid, a group (negative) or a job. */
function pidsOf(shell: Shell, word: string): number | undefined {
  if (word.startsWith('%')) {
    const job = shell.jobs.find(word)
    const [first] = job?.processes ?? []
    return first && (first.group === first.pid ? -first.pid : first.pid)
  }
  return /^-?\d+$/.test(word) ? Number(word) : undefined
}

export const kill: Builtin = async (shell, argv) => {
  let at = 1
  let signal: number = Signal.TERM
  const option = argv[1] ?? ''
  if (option === '-l') return listNames(shell, argv.slice(2))
  const name =
    option === '-s' || option === '-n' ? argv[2] : /^-./.test(option) && option !== '--' ? option.slice(1) : undefined
  if (name !== undefined) {
    const number = signalNumber(name)
    if (number === undefined) {
      if (shell.dialect.dash) throw new ShellError(`Illegal option -${name.slice(0, 1)}`)
      return complain(shell, shell.dialect.bash ? `${name}: invalid signal specification` : `bad signal name '${name}'`)
    }
    signal = number
    at = option === '-s' || option === '-n' ? 3 : 2
  }
  if (argv[at] === '--') at++
  if (at >= argv.length) return noTarget(shell)
  let code = 0
  for (const word of argv.slice(at)) {
    const pid = pidsOf(shell, word)
    try {
      if (pid === undefined && word.startsWith('%')) throw new NoSuchJob(shell, word)
      if (pid === undefined) code = await complain(shell, `invalid number '${word}'`)
      else shell.process.kill(pid, signal)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      const { bash, dash } = shell.dialect
      const said = bash
        ? `(${word}) - ${error.message}`
        : dash
          ? `${error.message}\n`
          : `can't kill pid ${word}: ${error.message}`
      code = await complain(shell, said)
    }
  }
  return code
}
