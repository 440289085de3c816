// Runs a script for mongosh: statements, and values that are plain or of MongoDB.
import type { Process } from '../../../runtime/process.ts'
import { isNumber, isTrue, numberOf, type Value } from '../mongo/value.ts'
import type { Expression, Statement } from './parse.ts'

/** Something of the shell that can be called or has members: `db`, `rs`, a collection, a cursor. */
export interface Thing {
  member?(name: string): Result
  call?(args: readonly Value[]): Promise<Result>
  /** What is printed or worked with in its place. */
  value?(): Promise<Value | undefined>
}
export type Result = Value | undefined | Thing

function isThing(result: Result): result is Thing {
  if (typeof result !== 'object' || result === null || result instanceof Map || Array.isArray(result)) return false
  const { member, call, value } = result as Thing
  return [member, call, value].some((one) => typeof one === 'function')
}

/** What a script has thrown. */
export class Thrown extends Error {
  readonly value: Value
  constructor(value: Value, message: string) {
    super(message)
    this.value = value
  }
}

export async function plainValue(result: Result): Promise<Value | undefined> {
  if (!isThing(result)) return result
  return result.value ? result.value() : '[Function]'
}

export class Script {
  readonly #process: Process
  readonly #names: Map<string, Result>

  constructor(process: Process, names: Map<string, Result>) {
    this.#process = process
    this.#names = names
  }

  /** What the last expression comes to. */
  async run(statements: readonly Statement[]): Promise<Value | undefined> {
    let last: Value | undefined
    for (const statement of statements) last = await this.#statement(statement)
    return last
  }

  async #statement(statement: Statement): Promise<Value | undefined> {
    await this.#process.tick()
    switch (statement.type) {
      case 'expression':
        return plainValue(await this.#evaluate(statement.of))
      case 'block':
        return this.run(statement.of)
      case 'if':
        if (await this.#isTrue(statement.test)) return this.#statement(statement.yes)
        return statement.no && this.#statement(statement.no)
      case 'while': {
        let last: Value | undefined
        while (await this.#isTrue(statement.test)) last = await this.#statement(statement.body)
        return last
      }
      case 'throw': {
        const value = (await plainValue(await this.#evaluate(statement.of))) ?? null
        throw new Thrown(value, value instanceof Map ? String(value.get('message') ?? '') : String(value))
      }
      case 'try':
        try {
          return await this.#statement(statement.body)
        } catch (error) {
          if (!(error instanceof Thrown)) throw error
          if (statement.name !== undefined) this.#names.set(statement.name, error.value)
          return this.#statement(statement.rescue)
        }
    }
  }

  async #isTrue(expression: Expression): Promise<boolean> {
    const result = await this.#evaluate(expression)
    return isThing(result) || (isTrue(result) && result !== '')
  }

  async #evaluate(expression: Expression): Promise<Result> {
    switch (expression.type) {
      case 'value':
        return expression.value
      case 'name':
        if (this.#names.has(expression.name)) return this.#names.get(expression.name)
        throw thrown(`ReferenceError: ${expression.name} is not defined`)
      case 'assign': {
        const value = await this.#evaluate(expression.value)
        this.#names.set(expression.name, value)
        return value
      }
      case 'member':
        return this.#member(await this.#evaluate(expression.of), await this.#evaluate(expression.name))
      case 'call': {
        const callee = await this.#evaluate(expression.of)
        if (!isThing(callee) || !callee.call) throw thrown('TypeError: that is not a function')
        return callee.call(await this.#list(expression.args))
      }
      case 'list':
        return this.#list(expression.items)
      case 'object': {
        const fields = new Map<string, Value>()
        for (const [name, of] of expression.fields) {
          const value = await plainValue(await this.#evaluate(of))
          if (value !== undefined) fields.set(name, value)
        }
        return fields
      }
      case 'not':
        return !(await this.#isTrue(expression.of))
      case 'minus':
        return -numeric(await plainValue(await this.#evaluate(expression.of)))
      case 'typeof':
        return typeOf(await this.#evaluate(expression.of))
      case 'choice':
        return this.#evaluate((await this.#isTrue(expression.test)) ? expression.yes : expression.no)
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right)
    }
  }

  async #list(items: readonly Expression[]): Promise<Value[]> {
    const found: Value[] = []
    for (const item of items) found.push((await plainValue(await this.#evaluate(item))) ?? null)
    return found
  }

  #member(of: Result, name: Result): Result {
    if (of === undefined || of === null)
      throw thrown(`TypeError: Cannot read properties of ${of} (reading '${String(name)}')`)
    if (isThing(of)) return of.member?.(String(name))
    if (of instanceof Map) return of.get(String(name))
    if (Array.isArray(of) || typeof of === 'string') return name === 'length' ? of.length : of[Number(name)]
    return undefined
  }

  async #binary(operator: string, leftSide: Expression, rightSide: Expression): Promise<Result> {
    if (operator === '&&') return (await this.#isTrue(leftSide)) ? this.#evaluate(rightSide) : this.#evaluate(leftSide)
    if (operator === '||') return (await this.#isTrue(leftSide)) ? this.#evaluate(leftSide) : this.#evaluate(rightSide)
    const left = await plainValue(await this.#evaluate(leftSide))
    const right = await plainValue(await this.#evaluate(rightSide))
    switch (operator) {
      case '===':
      case '==':
        return areEqual(left, right)
      case '!==':
      case '!=':
        return !areEqual(left, right)
      case '+':
        return typeof left === 'string' || typeof right === 'string'
          ? String(left) + String(right)
          : numeric(left) + numeric(right)
      case '-':
        return numeric(left) - numeric(right)
      case '*':
        return numeric(left) * numeric(right)
      case '/':
        return numeric(left) / numeric(right)
      case '%':
        return numeric(left) % numeric(right)
      case '<':
        return numeric(left) < numeric(right)
      case '>':
        return numeric(left) > numeric(right)
      case '<=':
        return numeric(left) <= numeric(right)
      default:
        return numeric(left) >= numeric(right)
    }
  }
}

const numeric = (value: Value | undefined): number => (isNumber(value) ? numberOf(value) : Number(value))

const areEqual = (left: Value | undefined, right: Value | undefined): boolean =>
  isNumber(left) && isNumber(right) ? numberOf(left) === numberOf(right) : (left ?? null) === (right ?? null)

const typeOf = (result: Result): string => (isThing(result) ? 'function' : isNumber(result) ? 'number' : typeof result)

/** An error of the script itself, which it may catch. */
export const thrown = (text: string): Thrown => new Thrown(new Map([['message', text.replace(/^\w+: /, '')]]), text)
