// Calls of functions.
import { Killed } from '../process.ts'
import { Signal } from '../signals.ts'
import type { Node } from './ast.ts'
import { ReturnFrom } from './control.ts'
import { execute } from './execute.ts'
import type { Shell } from './shell.ts'

/** How deep functions may call each other; a real shell's stack ends somewhere too, with the same signal. */
const DEEPEST = 2000
/** After so many calls the host's stack is unwound by a wait. */
const UNWIND = 16

export async function callFunction(shell: Shell, body: Node, argv: readonly string[]): Promise<number> {
  const { process } = shell
  if (shell.calls >= DEEPEST) {
    process.end(128 + Signal.SEGV, Signal.SEGV)
    throw new Killed(Signal.SEGV)
  }
  if (++shell.calls % UNWIND === 0) await Promise.resolve()
  const { parameters, loops } = shell
  shell.parameters = argv.slice(1)
  shell.loops = 0
  shell.variables.enterFunction()
  shell.callers.unshift(argv[0]!)
  try {
    return await execute(shell, body)
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
