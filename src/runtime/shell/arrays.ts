// Arrays (bash): a variable with numbered elements; its value is element 0.
import { arithmeticText } from './arithmetic-text.ts'
import type { Shell } from './shell.ts'

export function isArray(shell: Shell, name: string): boolean {
  return shell.variables.find(name)?.elements !== undefined
}

function ordered(elements: ReadonlyMap<number, string>): string[] {
  return [...elements].sort(([one], [other]) => one - other).map(([, value]) => value)
}

/** All elements; a plain variable is an array of one. undefined if there is no such variable. */
export function elementsOf(shell: Shell, name: string): readonly string[] {
  const variable = shell.variables.find(name)
  if (!variable) return []
  return variable.elements ? ordered(variable.elements) : variable.value === undefined ? [] : [variable.value]
}

async function indexNumber(shell: Shell, name: string, index: string): Promise<number> {
  const number = Number(arithmeticText(shell, index))
  if (number >= 0) return number
  const last = Math.max(-1, ...(shell.variables.find(name)?.elements?.keys() ?? []))
  return last + 1 + number
}

export async function elementValue(shell: Shell, name: string, index: string): Promise<string | undefined> {
  const variable = shell.variables.find(name)
  const number = await indexNumber(shell, name, index)
  return variable?.elements ? variable.elements.get(number) : number === 0 ? variable?.value : undefined
}

export async function setElement(
  shell: Shell,
  name: string,
  index: string,
  value: string,
  append: boolean,
): Promise<void> {
  const number = await indexNumber(shell, name, index)
  const variable = shell.variables.writable(name)
  variable.elements ??= new Map(variable.value === undefined ? [] : [[0, variable.value]])
  variable.elements.set(number, append ? (variable.elements.get(number) ?? '') + value : value)
  variable.value = variable.elements.get(0)
}

export function setElements(shell: Shell, name: string, values: readonly string[], append: boolean): void {
  const variable = shell.variables.writable(name)
  const before = append ? (variable.elements ?? new Map(variable.value === undefined ? [] : [[0, variable.value]])) : []
  const elements = new Map<number, string>(before)
  let next = Math.max(-1, ...elements.keys()) + 1
  for (const value of values) elements.set(next++, value)
  variable.elements = elements
  variable.value = elements.get(0)
}
