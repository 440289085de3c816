// The outermost frame of a shell or subshell: what ends it, and its EXIT trap.
import { Exit } from '../process.ts'
import { BreakLoop, ContinueLoop, PlainError, ReturnFrom, ShellError } from './control.ts'
import { runText } from './run-text.ts'
import type { Shell } from './shell.ts'
import { ScriptError } from './syntax-error.ts'

/** Gives the exit code. */
export async function runToEnd(shell: Shell, work: () => Promise<number>): Promise<number> {
  let code: number
  try {
    code = await work()
  } catch (error) {
    code = await codeOf(shell, error)
  }
  return runExitTrap(shell, code)
}

/** What a shell's own error means as an exit code, after it has been printed. Anything else is thrown on. */
export async function codeOf(shell: Shell, error: unknown): Promise<number> {
  if (error instanceof Exit || error instanceof ReturnFrom) return error.code
  if (error instanceof BreakLoop || error instanceof ContinueLoop) return shell.status
  if (error instanceof PlainError && shell.kind === 'ash') {
    await shell.print(2, `${shell.name}: ${shell.builtin === 'read' ? 'read: ' : ''}${error.message}\n`)
    return error.code
  }
  if (error instanceof ShellError) {
    await shell.complain(error.message)
    return error.code
  }
  if (error instanceof ScriptError) {
    shell.line = error.line
    if (shell.dialect.bash) {
      await shell.print(2, bashSyntaxError(shell, error))
      return 2
    }
    await shell.complain(`${shell.dialect.dash ? 'Syntax' : 'syntax'} error: ${error.message}`)
    return 2
  }
  throw error
}

/** bash names where the text comes from, and shows its line. */
function bashSyntaxError(shell: Shell, { line, message, shown }: ScriptError): string {
  const place =
    shell.builtin === 'eval'
      ? `${shell.name}: eval`
      : (shell.sources[0] ?? (shell.origin === 'c' ? `${shell.name}: -c` : shell.name))
  const prefix = `${place}: line ${line}: `
  return shown === undefined ? `${prefix}${message}\n` : `${prefix}${message}\n${prefix}\`${shown}'\n`
}

async function runExitTrap(shell: Shell, code: number): Promise<number> {
  const action = shell.traps.remove('EXIT')
  if (!action) return code
  shell.status = code
  shell.builtin = undefined
  try {
    await runText(shell, action)
  } catch (error) {
    return codeOf(shell, error)
  }
  return code
}
