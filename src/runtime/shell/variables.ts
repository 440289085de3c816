// The variables of a shell.
import { ShellError } from './control.ts'

export interface Variable {
  /** undefined for one that is marked (exported, local) but not set */
  value: string | undefined
  exported: boolean
  readonly: boolean
  /** of an array (bash), by index or key; `value` is then its element 0 */
  elements?: Map<string, string>
  /** the variable that this one is another name of: `declare -n` */
  reference?: string
  /** what is put in becomes a number, or letters of one size: `declare -i`, `-l`, `-u` */
  attribute?: 'integer' | 'lower' | 'upper'
  /** Whether keys are any text: `declare -A`. */
  associative?: boolean
}

/** ash's hash of a name: it decides in which order `env` shows what a shell exports. */
function bucket(name: string): number {
  let sum = (name.codePointAt(0) ?? 0) << 4
  for (const letter of name) sum += letter.codePointAt(0) ?? 0
  return sum % 39
}

/** names may stand for each other in a circle */
const MOST_REFERENCES = 8

export const VARIABLE_NAME: RegExp = /^[A-Za-z_]\w*$/

/** characters of a value from which on it counts as memory of the process; less is not worth the counting */
const LARGE = 4096

const weight = (value: string | undefined): number => (value !== undefined && value.length >= LARGE ? value.length : 0)

export class Variables {
  private readonly all: Map<string, Variable> = new Map()
  /** for each running function what its locals hide */
  private readonly scopes: Map<string, Variable | undefined>[] = []
  private exports: Record<string, string> | undefined
  /** the most characters that a value may have */
  private readonly largest: number
  private readonly tooLarge: () => never
  private readonly charge: (bytes: number) => void
  /** what has been charged; what a subshell has from its parent is the parent's */
  private charged = 0
  /** `set -a` */
  exportAll = false

  private readonly bash: boolean

  constructor(bash: boolean, largest: number, tooLarge: () => never, charge: (bytes: number) => void) {
    this.bash = bash
    this.largest = largest
    this.tooLarge = tooLarge
    this.charge = charge
  }

  /** Counts that one value takes the place of another. */
  private account(before: string | undefined, after: string | undefined): void {
    const change = weight(after) - weight(before)
    if (change === 0) return
    const charged = Math.max(0, this.charged + change)
    const more = charged - this.charged
    this.charged = charged
    if (more !== 0) this.charge(more)
  }

  private refuse(name: string): never {
    if (this.bash) throw new ShellError(`${name}: readonly variable`, 1)
    throw new ShellError(`${name}: is read only`)
  }

  copyFrom(other: Variables): void {
    for (const [name, variable] of other.all) {
      const { elements } = variable
      this.all.set(name, { ...variable, ...(elements && { elements: new Map(elements) }) })
    }
    for (const scope of other.scopes) this.scopes.push(new Map(scope))
    this.exportAll = other.exportAll
    this.exports = other.exports
  }

  /** The name behind names that stand for another. */
  private target(name: string): string {
    for (let steps = 0; steps < MOST_REFERENCES; steps++) {
      const next = this.all.get(name)?.reference
      if (next === undefined) break
      name = next
    }
    return name
  }

  referenceOf(name: string): string | undefined {
    return this.all.get(name)?.reference
  }

  /** @param direct the name itself, not what it stands for */
  find(name: string, direct: boolean = false): Variable | undefined {
    return this.all.get(direct ? name : this.target(name))
  }

  get(name: string): string | undefined {
    const variable = this.all.get(name)
    return variable?.reference === undefined ? variable?.value : this.all.get(this.target(name))?.value
  }

  names(): string[] {
    return [...this.all.keys()].sort()
  }

  /** Throws a ShellError for a read-only one. */
  set(name: string, value: string): void {
    const variable = this.writable(name)
    if (value.length > this.largest) this.tooLarge()
    const { attribute } = variable
    const kept = attribute === 'lower' ? value.toLowerCase() : attribute === 'upper' ? value.toUpperCase() : value
    this.account(variable.value, kept)
    variable.value = kept
    variable.elements?.set('0', kept)
  }

  /** The variable, made if it is missing. */
  writable(name: string): Variable {
    name = this.target(name)
    let variable = this.all.get(name)
    if (variable?.readonly) this.refuse(name)
    if (!variable) {
      variable = { value: undefined, exported: this.exportAll, readonly: false }
      this.all.set(name, variable)
    } else if (this.exportAll) variable.exported = true
    if (variable.exported) this.exports = undefined
    return variable
  }

  setExported(name: string, exported: boolean): void {
    const known = this.all.get(name)
    const variable = known ?? { value: undefined, exported, readonly: false }
    variable.exported = exported
    this.all.set(name, variable)
    this.exports = undefined
  }

  unset(name: string): void {
    if (this.all.get(name)?.readonly) this.refuse(name)
    this.account(this.all.get(name)?.value, undefined)
    this.all.delete(name)
    this.exports = undefined
  }

  /** Puts back what was there before: a variable, or nothing. */
  restore(name: string, before: Variable | undefined): void {
    this.account(this.all.get(name)?.value, before?.value)
    if (before) this.all.set(name, before)
    else this.all.delete(name)
    this.exports = undefined
  }

  get inFunction(): boolean {
    return this.scopes.length > 0
  }

  enterFunction(): void {
    this.scopes.push(new Map())
  }

  leaveFunction(): void {
    for (const [name, before] of this.scopes.pop() ?? []) this.restore(name, before)
  }

  /** Makes a name local to the running function, without a value. */
  makeLocal(name: string): void {
    const scope = this.scopes[this.scopes.length - 1]!
    if (scope.has(name)) return
    const before = this.all.get(name)
    scope.set(name, before)
    this.all.set(name, { value: undefined, exported: before?.exported ?? false, readonly: false })
    this.exports = undefined
  }

  /** What programs get. Not to be changed. */
  environment(): Record<string, string> {
    if (this.exports) return this.exports
    const exported = [...this.all].filter(([, variable]) => variable.exported && variable.value !== undefined)
    exported.sort(([one], [other]) => bucket(one) - bucket(other))
    this.exports = Object.fromEntries(exported.map(([name, variable]) => [name, variable.value!]))
    return this.exports
  }
}
