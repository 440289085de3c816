// Calls of functions.
import type { Node } from './ast.ts'
import { ReturnFrom } from './control.ts'
import { execute } from './execute.ts'
import { nested } from './nesting.ts'
import type { Shell } from './shell.ts'

export async function callFunction(shell: Shell, body: Node, argv: readonly string[]): Promise<number> {
  const { parameters, loops } = shell
  shell.parameters = argv.slice(1)
  shell.loops = 0
  shell.calls++
  shell.variables.enterFunction()
  shell.callers.unshift(argv[0]!)
  try {
    return await nested(shell, () => execute(shell, body))
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
