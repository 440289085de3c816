// Arithmetic on a shell's variables.
import { evaluate } from './arithmetic.ts'
import { ShellError } from './control.ts'
import type { Shell } from './shell.ts'
import { specialParameter } from './special-parameters.ts'

/** The result in digits. Throws a ShellError for what is no expression. */
export function arithmeticText(shell: Shell, expression: string): string {
  const value = evaluate(expression, {
    get(name) {
      const special = specialParameter(shell, name)
      const found = typeof special === 'string' ? special : shell.variables.get(name)
      if (found === undefined && shell.options.nounset) throw new ShellError(`${name}: parameter not set`)
      return found
    },
    set: (name, value) => shell.variables.set(name, value),
  })
  return String(value)
}
