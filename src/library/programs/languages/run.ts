// Runs what script.ts has read.
import type { Process } from '../../../runtime/process.ts'
import { type Closure, type Expression, type Statement, Unsupported, type Value } from './script.ts'

export interface Given {
  readonly values: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
}

/** What a language knows by name. */
export interface Names {
  /** A value by its dotted name: `process.version`. Undefined if there is none. */
  value(name: string): Value
  has(name: string): boolean
  /** What can be called. */
  readonly calls: Readonly<Record<string, (given: Given) => Value | Promise<Value>>>
  /** As `print` writes it. */
  text(value: Value): string
}

export class Run {
  readonly #process: Process
  readonly #names: Names
  readonly #variables = new Map<string, Value>()

  constructor(process: Process, names: Names) {
    this.#process = process
    this.#names = names
  }

  /** Throws Unsupported for names that the script uses and nobody knows, before anything runs. */
  check(statements: readonly Statement[], known: Set<string> = new Set()): void {
    for (const statement of statements) {
      this.#check(statement.value, known)
      if (statement.kind === 'assign') known.add(statement.name)
    }
  }

  #check(expression: Expression, known: Set<string>): void {
    switch (expression.kind) {
      case 'name':
        if (!known.has(expression.name) && !this.#names.has(expression.name)) throw new Unsupported(expression.name)
        break
      case 'call':
        if (!Object.hasOwn(this.#names.calls, expression.name)) throw new Unsupported(`${expression.name}()`)
        for (const one of [...expression.given, ...expression.named.values()]) this.#check(one, known)
        break
      case 'operation':
        this.#check(expression.left, known)
        this.#check(expression.right, known)
        break
      case 'text':
        for (const part of expression.parts) this.#check(part, known)
        break
      case 'closure':
        this.check(expression.body, new Set(known))
        break
      case 'literal':
    }
  }

  /** The value of the last statement. */
  async run(statements: readonly Statement[]): Promise<Value> {
    let last: Value
    for (const statement of statements) {
      await this.#process.tick()
      last = await this.#evaluate(statement.value)
      if (statement.kind === 'assign') this.#variables.set(statement.name, last)
    }
    return last
  }

  call(closure: Closure): Promise<Value> {
    return this.run(closure.body)
  }

  async #evaluate(expression: Expression): Promise<Value> {
    switch (expression.kind) {
      case 'literal':
        return expression.value
      case 'closure':
        return { body: expression.body }
      case 'name':
        return this.#variables.has(expression.name)
          ? this.#variables.get(expression.name)
          : this.#names.value(expression.name)
      case 'text': {
        let text = ''
        for (const part of expression.parts) text += this.#names.text(await this.#evaluate(part))
        return text
      }
      case 'call': {
        const values: Value[] = []
        for (const one of expression.given) values.push(await this.#evaluate(one))
        const named = new Map<string, Value>()
        for (const [name, one] of expression.named) named.set(name, await this.#evaluate(one))
        return this.#names.calls[expression.name]!({ values, named })
      }
      case 'operation':
        return this.#operate(
          expression.operator,
          await this.#evaluate(expression.left),
          await this.#evaluate(expression.right),
        )
    }
  }

  #operate(operator: string, left: Value, right: Value): Value {
    const isText = typeof left === 'string' || typeof right === 'string'
    if (operator === '.' || (operator === '+' && isText)) {
      const joined = this.#names.text(left) + this.#names.text(right)
      if (joined.length > 1_000_000) throw new Unsupported('a text that long')
      return joined
    }
    if (operator === '*' && typeof left === 'string' && typeof right === 'number') {
      if (left.length * right > 1_000_000) throw new Unsupported('a text that long')
      return left.repeat(Math.max(0, right))
    }
    const [one, other] = [Number(left), Number(right)]
    if (operator === '+') return one + other
    if (operator === '-') return one - other
    if (operator === '*') return one * other
    if (operator === '/') return one / other
    return operator === '%' ? one % other : one ** other
  }
}
