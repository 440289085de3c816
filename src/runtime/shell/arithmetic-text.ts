// Arithmetic on a shell's variables.
import { evaluate } from './arithmetic.ts'
import { elementValue, setElement } from './arrays.ts'
import { ShellError } from './control.ts'
import type { Shell } from './shell.ts'
import { specialParameter } from './special-parameters.ts'

const ELEMENT = /^(\w+)\[([^\]]*)\]$/

/** The result in digits. Throws a ShellError for what is no expression. */
export function arithmeticText(shell: Shell, expression: string): string {
  try {
    return calculate(shell, expression)
  } catch (error) {
    if (!(error instanceof ShellError)) throw error
    throw inWordsOf(shell, error, expression)
  }
}

/** bash and dash say more than ash. */
function inWordsOf({ dialect }: Shell, { message }: ShellError, expression: string): ShellError {
  if (dialect.bash) return new ShellError(message, 1)
  if (!dialect.dash) return new ShellError(message)
  if (message === 'divide by zero') return new ShellError(`arithmetic expression: division by zero: "${expression}"`)
  if (message !== 'arithmetic syntax error') return new ShellError(message)
  const wanted = /[-+*/%&|^<>=(]\s*$/.test(expression) ? 'primary' : 'EOF'
  return new ShellError(`arithmetic expression: expecting ${wanted}: "${expression}"`)
}

function calculate(shell: Shell, expression: string): string {
  const value = evaluate(expression, {
    get(name) {
      const element = shell.dialect.bash ? ELEMENT.exec(name) : null
      if (element) return elementValue(shell, element[1]!, element[2]!)
      const special = specialParameter(shell, name)
      const found = typeof special === 'string' ? special : shell.variables.get(name)
      if (found === undefined && shell.options.nounset) throw new ShellError(`${name}: parameter not set`)
      return found
    },
    set(name, text) {
      const element = shell.dialect.bash ? ELEMENT.exec(name) : null
      if (element) setElement(shell, element[1]!, element[2]!, text, false)
      else shell.variables.set(name, text)
    },
  })
  return String(value)
}
