// A shell at a prompt.
import { Exit, Interrupted, Killed } from '../process.ts'
import { Signal } from '../signals.ts'
import { tellFinishedJobs } from './builtins/job-control.ts'
import { editLine, editsLines } from './editing/edit-line.ts'
import { execute } from './execute.ts'
import { PROMPT_IGNORES } from './launch.ts'
import { promptText } from './prompt.ts'
import { runPendingTraps, runText } from './run-text.ts'
import { codeOf } from './run-to-end.ts'
import type { Shell } from './shell.ts'
import { nextCommands, readInputLine } from './standard-input.ts'

/** ^C was typed while a line was read. */
class LineInterrupted extends Error {}

/** differs: a line is drawn again when it changes, not when the terminal changes its size; bash's is edited as ash's. */
export async function runInteractively(shell: Shell, login: boolean): Promise<number> {
  const { process } = shell
  let interrupted = false
  shell.interactive = true
  shell.options.monitor = process.terminal !== undefined
  for (const signal of PROMPT_IGNORES) process.onSignal(signal, 'ignore')
  process.onSignal(Signal.INT, () => {
    interrupted = true
  })
  await readProfiles(shell, login)

  const readLine = async (first: boolean): Promise<string> => {
    interrupted = false
    const prompt = promptText(shell, first ? 'PS1' : 'PS2')
    if (!shell.dialect.dash && editsLines(process.terminalSettings(0))) {
      const line = await ended(interruptibly(shell, () => editLine(shell, prompt, shell.history)))
      if (line === undefined) throw new LineInterrupted()
      return line
    }
    await shell.print(2, prompt)
    // typed as soon as the prompt was there
    if (interrupted) throw new LineInterrupted()
    return ended(interruptibly(shell, () => readInputLine(shell)))
  }

  for (;;) {
    await tellFinishedJobs(shell)
    if (shell.traps.pending.length > 0) await runPendingTraps(shell)
    try {
      const parser = await nextCommands(shell, readLine)
      if (!parser) {
        if (process.isTerminal(0)) await shell.print(2, shell.dialect.bash ? 'exit\n' : '\n')
        return shell.status
      }
      for (let list = parser.next(); list && !interrupted; list = parser.next()) await execute(shell, list)
    } catch (error) {
      if (error instanceof LineInterrupted) {
        await shell.print(2, '\n')
        shell.status = 128 + Signal.INT
      } else if (error instanceof Exit || error instanceof Killed) throw error
      else shell.status = await codeOf(shell, error)
    }
    shell.builtin = undefined
    shell.loops = 0
    shell.tested = 0
  }
}

async function ended<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Interrupted) throw new LineInterrupted()
    throw error
  }
}

/** Lets ^C end a read, which other signals do not. */
async function interruptibly<Result>(shell: Shell, work: () => Promise<Result>): Promise<Result> {
  shell.process.interruptReads = true
  try {
    return await work()
  } finally {
    shell.process.interruptReads = false
  }
}

/** /etc/profile and ~/.profile for a login shell, $ENV or ~/.bashrc for any. */
async function readProfiles(shell: Shell, login: boolean): Promise<void> {
  const home = shell.variables.get('HOME') ?? '/'
  const startFile = shell.dialect.bash ? `${home}/.bashrc` : shell.variables.get('ENV')
  const files = login ? ['/etc/profile', `${home}/.profile`, startFile] : [startFile]
  for (const file of files) {
    if (!file || !shell.process.files.access(file, 4)) continue
    try {
      await runText(shell, shell.process.files.readText(file))
    } catch (error) {
      if (error instanceof Exit || error instanceof Killed) throw error
      shell.status = await codeOf(shell, error)
    }
  }
}
