// Assignments: for good, or only for the command they stand before.
import { arithmeticText } from './arithmetic-text.ts'
import { setElement, setElements } from './arrays.ts'
import { type Assignment, literalText, type SimpleCommand } from './ast.ts'
import { expandText, expandWords } from './expand.ts'
import { quoteForTrace } from './quote-for-trace.ts'
import type { Shell } from './shell.ts'
import { printTrace, trace } from './trace.ts'
import type { Variable } from './variables.ts'

/** What `declare -i` makes of a text. */
export function integerValue(shell: Shell, name: string, append: boolean, text: string): string {
  return arithmeticText(shell, append ? `(${shell.variables.get(name) || '0'})+(${text || '0'})` : text)
}

async function assignedValue(shell: Shell, { name, append, value }: Assignment): Promise<string> {
  const text = await expandText(shell, value)
  if (shell.variables.find(name)?.attribute === 'integer') return integerValue(shell, name, append, text)
  return append ? (shell.variables.get(name) ?? '') + text : text
}

/** Carries out a command's assignments. */
export async function assign(shell: Shell, command: SimpleCommand): Promise<void> {
  const shown: string[] = []
  for (const assignment of command.assignments) {
    const { name, index, append, elements } = assignment
    if (elements) setElements(shell, name, await expandWords(shell, elements), append)
    else if (index) {
      const at = literalText(index) ?? (await expandText(shell, index))
      setElement(shell, name, at, await expandText(shell, assignment.value), append)
    } else {
      const value = await assignedValue(shell, assignment)
      shown.push(`${name}=${quoteForTrace(shell.dialect, value)}`)
      shell.variables.set(name, value)
      if (name === 'OPTIND') shell.optionOffset = 0
      if (name === 'RANDOM') shell.seed = Number.parseInt(value, 10) >>> 0
    }
  }
  if (shell.options.xtrace && command.words.length === 0 && (shown.length > 0 || !shell.dialect.bash))
    await printTrace(shell, shown.join(' '))
}

/** What a command's assignments put into its environment. */
export async function assignments(shell: Shell, command: SimpleCommand): Promise<[string, string][]> {
  const result: [string, string][] = []
  for (const assignment of command.assignments) result.push([assignment.name, await assignedValue(shell, assignment)])
  return result
}

/** Runs something with a command's assignments, and puts the variables back afterwards. */
export async function temporarily(
  shell: Shell,
  command: SimpleCommand,
  argv: readonly string[],
  work: () => Promise<number>,
): Promise<number> {
  const { variables } = shell
  const plain = { ...command, assignments: command.assignments.filter(({ elements }) => !elements) }
  const values = plain.assignments.length ? await assignments(shell, plain) : []
  if (shell.options.xtrace) await trace(shell, command, argv, values)
  if (values.length === 0) return work()
  const before: [string, Variable | undefined][] = values.map(([name]) => {
    const variable = variables.find(name)
    return [name, variable && { ...variable }]
  })
  for (const [name, value] of values) {
    variables.set(name, value)
    variables.setExported(name, true)
  }
  try {
    return await work()
  } finally {
    for (const [name, variable] of before) variables.restore(name, variable)
  }
}
