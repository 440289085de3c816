// Commands given as text: eval, traps, sourced files.
import { execute } from './execute.ts'
import { nested } from './nesting.ts'
import { LineParser } from './parser.ts'
import type { Shell } from './shell.ts'

/**
 * Runs a text line by line; gives the exit code of its last command, 0 if it has none.
 * @param line the number of its first line in error messages: that of the command that gives it, or 1 for a file
 */
export async function runText(shell: Shell, text: string, line: number = shell.line): Promise<number> {
  const parser = new LineParser(text, shell.dialect, line)
  return nested(shell, async () => {
    let code = 0
    for (let list = parser.next(); list; list = parser.next()) code = await execute(shell, list)
    return code
  })
}

/** Runs the actions of signals that have come. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  const { traps } = shell
  while (traps.pending.length > 0 && !traps.running) {
    const name = traps.pending.shift()!
    const action = traps.get(name)
    if (!action) continue
    const { builtin } = shell
    shell.builtin = undefined
    try {
      await runTrap(shell, action)
    } finally {
      shell.builtin = builtin
    }
  }
}

/** Runs the action of a trap, in which no other comes. `$?` is afterwards what it was before. */
export async function runTrap(shell: Shell, action: string): Promise<void> {
  const { traps, status } = shell
  traps.running = true
  try {
    await runText(shell, action)
  } finally {
    traps.running = false
  }
  shell.status = status
}
