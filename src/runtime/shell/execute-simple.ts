// Simple commands: assignments, functions, builtins and programs.
import { Exit } from '../process.ts'
import { assign, assignments, temporarily } from './assign.ts'
import type { SimpleCommand } from './ast.ts'
import { type Builtin, findBuiltin, specialBuiltins } from './builtins.ts'
import { callFunction } from './call-function.ts'
import { RedirectionError, ShellError } from './control.ts'
import { checkErrexit } from './execute.ts'
import { expandWords } from './expand.ts'
import { replaceShell, runProgram } from './external.ts'
import { closeSubstitutions } from './process-substitution.ts'
import { redirect, restore, type Saved } from './redirect.ts'
import { runPendingTraps } from './run-text.ts'
import { codeOf } from './run-to-end.ts'
import type { Shell } from './shell.ts'
import { ScriptError } from './syntax-error.ts'
import { trace } from './trace.ts'

/** @param last whether the shell has nothing to do after it, so that a program may take its place */
export async function executeSimple(shell: Shell, command: SimpleCommand, last: boolean): Promise<number> {
  const pause = shell.process.tick()
  if (pause) await pause
  if (shell.traps.pending.length > 0) await runPendingTraps(shell)
  if (shell.options.noexec && !shell.interactive) return shell.status
  shell.line = command.line
  const open = shell.substitutions.length
  try {
    if (command.text !== undefined && !shell.traps.running) shell.command = command.text
    shell.status = await run(shell, command, last)
    if (shell.dialect.bash) shell.pipeStatus = [shell.status]
  } finally {
    if (shell.substitutions.length > open) closeSubstitutions(shell, open)
  }
  if (shell.traps.pending.length > 0) await runPendingTraps(shell)
  return checkErrexit(shell)
}

async function run(shell: Shell, command: SimpleCommand, last: boolean): Promise<number> {
  shell.substituted = 0
  const argv = await expandWords(shell, command.words)
  const name = argv[0]
  if (name === undefined) return assignOnly(shell, command)
  shell.lastArgument = argv[argv.length - 1]!
  const body = shell.functions.get(name)
  const builtin = findBuiltin(shell, name)
  const special = specialBuiltins.has(name)
  if (body && !special) {
    return temporarily(shell, command, argv, () =>
      withErrors(shell, command, () => callFunction(shell, body, argv), false),
    )
  }
  if (!builtin) return runExternal(shell, command, argv, last)
  const work = (): Promise<number> =>
    withErrors(shell, command, () => runBuiltin(shell, builtin, argv), special, name === 'exec')
  if (!special || shell.dialect.bash) {
    const arrays = { ...command, assignments: command.assignments.filter(({ elements }) => elements) }
    if (name === 'readonly') await assign(shell, arrays)
    const code = await temporarily(shell, command, argv, work)
    if (name !== 'readonly') await assign(shell, arrays)
    return code
  }
  await trace(shell, command, argv)
  await assign(shell, command)
  return work()
}

async function runBuiltin(shell: Shell, builtin: Builtin, argv: readonly string[]): Promise<number> {
  const before = shell.builtin
  shell.builtin = argv[0]
  try {
    return await builtin(shell, argv)
  } catch (error) {
    if (!(error instanceof ShellError || error instanceof ScriptError)) throw error
    // told here, while the builtin's name is known
    const code = await codeOf(shell, error)
    if (isFatal(shell, argv[0]!)) throw new Exit(code)
    return code
  } finally {
    if (!shell.process.status) shell.builtin = before
  }
}

function isFatal(shell: Shell, name: string): boolean {
  return (specialBuiltins.has(name) || name === 'local') && !shell.interactive && !shell.dialect.bash
}

/** Runs with the command's redirections. Those of `exec` stay, and with a special builtin a failing one is fatal. */
async function withErrors(
  shell: Shell,
  command: SimpleCommand,
  work: () => Promise<number>,
  special: boolean,
  permanent: boolean = false,
): Promise<number> {
  if (command.redirections.length === 0) return work()
  const saved: Saved = new Map()
  let stays = false
  try {
    try {
      await redirect(shell, shell.process, command.redirections, saved)
    } catch (error) {
      if (!(error instanceof RedirectionError) || (special && !shell.dialect.bash)) throw error
      await shell.complain(error.message)
      return error.code
    }
    stays = permanent
    return await work()
  } finally {
    if (stays) for (const file of saved.values()) file?.close()
    else restore(shell.process, saved)
  }
}

/** Nothing but assignments and redirections: `$?` is that of the last command substitution in it. */
async function assignOnly(shell: Shell, command: SimpleCommand): Promise<number> {
  await assign(shell, command)
  if (command.redirections.length === 0) return shell.substituted
  return withErrors(shell, command, async () => shell.substituted, false)
}

async function runExternal(
  shell: Shell,
  command: SimpleCommand,
  argv: readonly string[],
  last: boolean,
): Promise<number> {
  const extra = await assignments(shell, command)
  await trace(shell, command, argv, extra)
  const env = extra.length ? { ...shell.variables.environment(), ...Object.fromEntries(extra) } : undefined
  if (!last) return runProgram(shell, command.redirections, argv, env)
  try {
    await redirect(shell, shell.process, command.redirections)
  } catch (error) {
    if (!(error instanceof RedirectionError)) throw error
    await shell.complain(error.message)
    return error.code
  }
  throw new Exit(await replaceShell(shell, argv, env))
}
