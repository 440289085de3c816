// Calls of functions.
import type { Node } from './ast.ts'
import { ReturnFrom } from './control.ts'
import { execute } from './execute.ts'
import { nested } from './nesting.ts'
import { runTrap } from './run-text.ts'
import type { Shell } from './shell.ts'

/** `trap … RETURN` (bash), set by the function itself */
async function runReturnTrap(shell: Shell): Promise<void> {
  const action = shell.traps.get('RETURN')
  if (action && !shell.traps.running) await runTrap(shell, action)
}

export async function callFunction(shell: Shell, body: Node, argv: readonly string[]): Promise<number> {
  const { parameters, loops } = shell
  shell.parameters = argv.slice(1)
  shell.loops = 0
  shell.calls++
  shell.variables.enterFunction()
  shell.callers.unshift(argv[0]!)
  try {
    const code = await nested(shell, () => execute(shell, body))
    await runReturnTrap(shell)
    return code
  } catch (error) {
    if (!(error instanceof ReturnFrom)) throw error
    return (shell.status = error.code)
  } finally {
    shell.variables.leaveFunction()
    shell.callers.shift()
    shell.parameters = parameters
    shell.loops = loops
    shell.calls--
  }
}
