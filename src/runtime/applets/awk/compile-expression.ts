// Turns awk's expressions into code.
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import type { AwkArray } from './array.ts'
import { builtinFunctions, checkCount } from './builtins.ts'
import { all, both, type Code, immediate, map, mapWaiting, waiting } from './code.ts'
import { compileTextFunction } from './compile-text-function.ts'
import type { FunctionTable } from './functions.ts'
import type { AwkInput } from './input.ts'
import type { AwkState, Cell } from './state.ts'
import type { Expression, GetLine, Item, Target } from './tree.ts'
import { compareValues, inputValue, isTrue, numberOf, type Value } from './value.ts'

/** Strings from this length on are counted as memory. */
const LARGE = 1024 * 1024

/** A place that can be set. Its address is worked out once, so that `a[i++] += 1` counts once. */
interface Slot {
  get(): Value
  set(value: Value): void
}

export class ExpressionCompiler {
  readonly state: AwkState
  readonly input: AwkInput
  readonly functions: FunctionTable

  constructor(state: AwkState, input: AwkInput, functions: FunctionTable) {
    this.state = state
    this.input = input
    this.functions = functions
  }

  /** How a name is found: a local of the function that is running, or a global. */
  cellOf(name: string): () => Cell {
    const local = this.functions.local(name)
    if (local !== undefined) return () => this.functions.frame[local]!
    if (this.functions.has(name)) throw new Complaint(`${name} is a function`)
    const cell = this.state.cell(name)
    return () => cell
  }

  arrayOf(name: string): () => AwkArray {
    const cell = this.cellOf(name)
    return () => cell().array
  }

  /** `a[i, j]` has the key i SUBSEP j. */
  key(keys: readonly Expression[]): Code<string> {
    return all(
      keys.map((each) => this.value(each)),
      (values) => values.map((value) => this.keyText(value)).join(this.state.textOf(this.state.cell('SUBSEP').value)),
    )
  }

  keyText(value: Value): string {
    return this.state.textOf(value)
  }

  test(expression: Expression): Code<boolean> {
    return map(this.value(expression), isTrue)
  }

  text(expression: Expression): Code<string> {
    return map(this.value(expression), (value) => this.state.textOf(value))
  }

  slot(target: Target): Code<Slot> {
    const { state } = this
    if (target.type === 'item') return this.#itemSlot(target)
    if (target.type === 'field') {
      return map(this.value(target.index), (index) => {
        const at = Math.trunc(numberOf(index))
        return { get: () => state.record.get(at), set: (value: Value) => state.record.assign(at, value) }
      })
    }
    if (target.name === 'NF' && this.functions.local('NF') === undefined) {
      return immediate(() => ({
        get: () => state.record.count,
        set: (value: Value) => {
          state.record.count = numberOf(value)
        },
      }))
    }
    const cell = this.cellOf(target.name)
    return immediate(() => {
      const found = cell()
      return {
        get: () => found.value,
        set: (value: Value) => {
          found.value = value
        },
      }
    })
  }

  #itemSlot(target: Item): Code<Slot> {
    const array = this.arrayOf(target.array)
    return map(this.key(target.keys), (key) => {
      const found = array()
      return { get: () => found.get(key), set: (value: Value) => found.set(key, value) }
    })
  }

  value(expression: Expression): Code<Value> {
    const { state } = this
    switch (expression.type) {
      case 'number':
      case 'text':
        return immediate(() => expression.value)
      case 'pattern': {
        const pattern = state.pattern(expression.source)
        return immediate(() => (pattern.test(state.record.text) ? 1 : 0))
      }
      case 'name': {
        if (expression.name === 'NF') return map(this.slot(expression), (slot) => slot.get())
        const cell = this.cellOf(expression.name)
        return immediate(() => cell().value)
      }
      case 'item':
      case 'field':
        return map(this.slot(expression), (slot) => slot.get())
      case 'assign':
        return this.#assign(expression)
      case 'step':
        return map(this.slot(expression.target), (slot) => {
          const before = numberOf(slot.get())
          slot.set(before + expression.by)
          return expression.before ? before + expression.by : before
        })
      case 'unary':
        return map(this.value(expression.value), (value) => {
          if (expression.operator === '!') return isTrue(value) ? 0 : 1
          return expression.operator === '-' ? -numberOf(value) : numberOf(value)
        })
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right)
      case 'and':
      case 'or':
        return this.#shortCut(expression.type, this.test(expression.left), this.test(expression.right))
      case 'match': {
        const pattern = this.pattern(expression.pattern)
        return both(this.text(expression.text), pattern, (text, found) =>
          found.test(text) !== expression.negated ? 1 : 0,
        )
      }
      case 'in': {
        const array = this.arrayOf(expression.array)
        return map(this.key(expression.keys), (key) => (array().has(key) ? 1 : 0))
      }
      case 'choice':
        return this.#choice(this.test(expression.test), this.value(expression.yes), this.value(expression.no))
      case 'call':
        return this.functions.call(this, expression.name, expression.values)
      case 'builtin':
        return this.#builtin(expression.name, expression.values)
      case 'getline':
        return this.#getLine(expression)
      case 'list':
        throw new Complaint('Unexpected token')
    }
  }

  /** What an expression is as a pattern: a literal, or a text that is read as one. */
  pattern(expression: Expression): Code<Pattern> {
    if (expression.type === 'pattern') {
      const pattern = this.state.pattern(expression.source)
      return immediate(() => pattern)
    }
    return map(this.text(expression), (text) => this.state.pattern(text))
  }

  #assign({ operator, target, value }: Expression & { type: 'assign' }): Code<Value> {
    const slot = this.slot(target)
    const right = this.value(value)
    if (operator === '=') {
      // the right side first: `$3 = $1 = x` and `x = getline`
      return both(right, slot, (result, place) => {
        place.set(result)
        return result
      })
    }
    return both(slot, right, (place, operand) => {
      const result = this.#calculate(operator[0]!, numberOf(place.get()), numberOf(operand))
      place.set(result)
      return result
    })
  }

  #calculate(operator: string, left: number, right: number): number {
    if (operator === '+') return left + right
    if (operator === '-') return left - right
    if (operator === '*') return left * right
    if (operator === '^') return left ** right
    if (right === 0) throw new Complaint('Division by zero')
    return operator === '/' ? left / right : left % right
  }

  #binary(operator: string, left: Expression, right: Expression): Code<Value> {
    const textOf = (value: Value) => this.state.textOf(value)
    const [one, two] = [this.value(left), this.value(right)]
    const compared = (holds: (order: number) => boolean) =>
      both(one, two, (x, y) => (holds(compareValues(x, y, textOf)) ? 1 : 0))
    switch (operator) {
      case ' ':
        return both(one, two, (x, y) => {
          const text = textOf(x) + textOf(y)
          if (text.length > LARGE) {
            // only whether there is room for it: how long it is kept nobody knows
            this.state.process.charge(text.length)
            this.state.process.charge(-text.length)
          }
          if (text.length > 64 * 1024 * 1024) throw new Complaint('out of memory')
          return text
        })
      case '<':
        return compared((order) => order < 0)
      case '<=':
        return compared((order) => order <= 0)
      case '==':
        return compared((order) => order === 0)
      case '!=':
        return compared((order) => order !== 0)
      case '>':
        return compared((order) => order > 0)
      case '>=':
        return compared((order) => order >= 0)
      default:
        return both(one, two, (x, y) => this.#calculate(operator, numberOf(x), numberOf(y)))
    }
  }

  #shortCut(type: 'and' | 'or', left: Code<boolean>, right: Code<boolean>): Code<Value> {
    const decided = type === 'or'
    if (!left.waits && !right.waits) {
      return immediate(() => ((left.run() === decided ? decided : right.run()) ? 1 : 0))
    }
    return waiting(async () => (((await left.run()) === decided ? decided : await right.run()) ? 1 : 0))
  }

  #choice(test: Code<boolean>, yes: Code<Value>, no: Code<Value>): Code<Value> {
    if (test.waits || yes.waits || no.waits) {
      return waiting(async () => ((await test.run()) ? yes.run() : no.run()))
    }
    return immediate(() => (test.run() ? yes.run() : no.run()) as Value)
  }

  #builtin(name: string, values: readonly Expression[]): Code<Value> {
    const { state } = this
    checkCount(name, values.length)
    const [first] = values
    if (name === 'length') {
      if (first?.type === 'name' && first.name !== 'NF') {
        const cell = this.cellOf(first.name)
        return immediate(() => (cell().isArray ? cell().array.size : state.textOf(cell().value).length))
      }
      return first ? map(this.text(first), (text) => text.length) : immediate(() => state.record.text.length)
    }
    if (name === 'system') return mapWaiting(this.text(first!), (command) => state.files.run(command))
    if (name === 'close') return mapWaiting(this.text(first!), (file) => state.files.close(file))
    if (name === 'fflush') {
      return waiting(async () => {
        await state.files.flush()
        return 0
      })
    }
    const onText = compileTextFunction(this, name, values)
    if (onText) return onText
    const builtin = builtinFunctions[name]!
    return all(
      values.map((value) => this.value(value)),
      (given) => builtin(state, given),
    )
  }

  #getLine({ from, source, target }: GetLine): Code<Value> {
    const { state, input } = this
    const slot = target ? this.slot(target) : undefined
    const name = source ? this.text(source) : undefined
    const keep = async (record: string | undefined): Promise<Value> => {
      if (record === undefined) return 0
      if (slot) {
        const place = await slot.run()
        place.set(inputValue(record))
      } else state.record.set(record)
      return 1
    }
    if (from === 'input') return waiting(async () => keep(await input.next()))
    return waiting(async () => {
      const reader = await state.files.reader(from, await name!.run())
      if (!reader) return -1
      const record = await reader.next(state.recordSeparator())
      if (record !== undefined && from === 'command') input.count('NR')
      return keep(record)
    })
  }
}
