// Arrays (bash): a variable with numbered elements, whose value is element 0; or with keys.
import { arithmeticText } from './arithmetic-text.ts'
import type { Shell } from './shell.ts'
import type { Variable } from './variables.ts'

export function isArray(shell: Shell, name: string): boolean {
  return shell.variables.find(name)?.elements !== undefined
}

/** By number; those with keys in the order of their making. */
function ordered({ elements, associative }: Variable): [string, string][] {
  const entries = [...(elements ?? [])]
  return associative ? entries : entries.sort(([one], [other]) => Number(one) - Number(other))
}

const isMadeUp = (name: string): boolean =>
  /^(GROUPS|FUNCNAME|BASH_SOURCE|PIPESTATUS|DIRSTACK|BASH_VERSINFO)$/.test(name)

/** Arrays that show what a shell does. */
function madeUp(shell: Shell, name: string): readonly string[] {
  const main = shell.inFile ? ['main'] : []
  if (name === 'FUNCNAME') return shell.callers.length ? [...shell.callers, ...main] : []
  if (name === 'BASH_SOURCE') return [...shell.sources, ...(shell.inFile ? [shell.name] : [])]
  if (name === 'GROUPS') return [String(shell.process.user.gid)]
  if (name === 'PIPESTATUS') return shell.pipeStatus.map(String)
  if (name === 'DIRSTACK') return [shell.variables.get('PWD') ?? '', ...shell.directories]
  return ['5', '2', '15', '1', 'release', 'x86_64-pc-linux-gnu']
}

/** All elements; a plain variable is an array of one. */
export function elementsOf(shell: Shell, name: string): readonly string[] {
  if (shell.dialect.bash && isMadeUp(name)) return madeUp(shell, name)
  const variable = shell.variables.find(name)
  if (!variable) return []
  if (variable.elements) return ordered(variable).map(([, value]) => value)
  return variable.value === undefined ? [] : [variable.value]
}

/** The indices of an array's elements: `${!name[@]}`. */
export function indicesOf(shell: Shell, name: string): string[] {
  const variable = shell.variables.find(name)
  if (!variable?.elements) return variable?.value === undefined ? [] : ['0']
  return ordered(variable).map(([index]) => index)
}

function lastIndex(elements: ReadonlyMap<string, string> | undefined): number {
  let last = -1
  for (const index of elements?.keys() ?? []) last = Math.max(last, Number(index))
  return last
}

/** What is written between the brackets as a key: arithmetic, unless keys are texts. */
function keyOf(shell: Shell, name: string, index: string): string {
  const variable = shell.variables.find(name)
  if (variable?.associative) return index
  const number = Number(arithmeticText(shell, index))
  return String(number >= 0 ? number : lastIndex(variable?.elements) + 1 + number)
}

export function elementValue(shell: Shell, name: string, index: string): string | undefined {
  const key = keyOf(shell, name, index)
  if (shell.dialect.bash && isMadeUp(name)) return madeUp(shell, name)[Number(key)]
  const variable = shell.variables.find(name)
  return variable?.elements ? variable.elements.get(key) : key === '0' ? variable?.value : undefined
}

export function setElement(shell: Shell, name: string, index: string, value: string, append: boolean): void {
  const key = keyOf(shell, name, index)
  const variable = shell.variables.writable(name)
  variable.elements ??= new Map(variable.value === undefined ? [] : [['0', variable.value]])
  variable.elements.set(key, append ? (variable.elements.get(key) ?? '') + value : value)
  variable.value = variable.elements.get('0')
}

/** `name=(…)`: words, or `[key]=word` among them. */
export function setElements(shell: Shell, name: string, words: readonly string[], append: boolean): void {
  const variable = shell.variables.writable(name)
  const known = variable.elements ?? new Map(variable.value === undefined ? [] : [['0', variable.value]])
  variable.elements = new Map(append ? known : [])
  let next = variable.associative ? 0 : lastIndex(variable.elements) + 1
  for (const word of words) {
    const pair = /^\[([^\]]+)\]=([\s\S]*)$/.exec(word)
    if (pair) {
      const key = keyOf(shell, name, pair[1]!)
      variable.elements.set(key, pair[2]!)
      next = Number(key) + 1
    } else variable.elements.set(String(next++), word)
  }
  variable.value = variable.elements.get('0')
}
