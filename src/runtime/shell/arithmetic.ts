// Arithmetic expressions: 64-bit integers with C's operators (POSIX shell arithmetic, plus ** and base#digits).
import { ShellError } from './control.ts'

export interface ArithmeticVariables {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

const TOKEN =
  /\s*(0[xX][0-9a-fA-F]+|\d+#\w+|\d+|[A-Za-z_]\w*(?:\[[^\]]*\])?|<<=|>>=|\*\*|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|[-+*/%<>=!~&|^?:(),])/y
/** how many variables may name each other */
const DEEPEST = 32
/** how many parentheses and signs may stand around a number */
const DEEPEST_NESTING = 500

const precedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
}
const ASSIGNING = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='])
const LARGEST_POWER = 64n

function wrong(): never {
  throw new ShellError('arithmetic syntax error')
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)
const truth = (value: boolean): bigint => (value ? 1n : 0n)

/** More digits than 64 bits can have give the largest number, as strtoull does. */
const MOST_DIGITS = 64

function number(word: string): bigint {
  if (word.length > MOST_DIGITS) return -1n
  if (/^0[xX]/.test(word)) return wrap(BigInt(word))
  const based = /^(\d+)#(\w+)$/.exec(word)
  if (based) return digits(based[2]!, Number(based[1]))
  if (/^0\d/.test(word)) return digits(word.slice(1), 8)
  return wrap(BigInt(word))
}

function digits(word: string, base: number): bigint {
  if (base < 2 || base > 64) wrong()
  let value = 0n
  for (const letter of base <= 36 ? word.toLowerCase() : word) {
    const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'.indexOf(letter)
    if (digit < 0 || digit >= base) wrong()
    value = value * BigInt(base) + BigInt(digit)
  }
  return wrap(value)
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ShellError('exponent less than 0')
  let result = 1n
  let square = base
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = wrap(result * square)
    square = wrap(square * square)
  }
  return result
}

function apply(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return wrap(left + right)
    case '-':
      return wrap(left - right)
    case '*':
      return wrap(left * right)
    case '/':
    case '%':
      if (right === 0n) throw new ShellError('divide by zero')
      return wrap(operator === '/' ? left / right : left % right)
    case '**':
      return power(left, right)
    case '<<':
      return wrap(left << (right & (LARGEST_POWER - 1n)))
    case '>>':
      return left >> (right & (LARGEST_POWER - 1n))
    case '<':
      return truth(left < right)
    case '<=':
      return truth(left <= right)
    case '>':
      return truth(left > right)
    case '>=':
      return truth(left >= right)
    case '==':
      return truth(left === right)
    case '!=':
      return truth(left !== right)
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    default:
      return wrong()
  }
}

class Evaluator {
  private readonly tokens: string[] = []
  private readonly variables: ArithmeticVariables
  private readonly depth: number
  private at = 0
  /** how many parentheses and signs stand around the place */
  private nesting = 0
  /** above 0 in a branch that is not taken: nothing is assigned, nothing divided */
  private skipping = 0

  constructor(text: string, variables: ArithmeticVariables, depth: number) {
    this.variables = variables
    this.depth = depth
    TOKEN.lastIndex = 0
    for (let end = 0; ; ) {
      const token = TOKEN.exec(text)
      if (!token) {
        if (text.slice(end).trim() !== '') wrong()
        break
      }
      this.tokens.push(token[1]!)
      end = TOKEN.lastIndex
    }
  }

  run(): bigint {
    if (this.tokens.length === 0) return 0n
    const value = this.comma()
    if (this.at < this.tokens.length) wrong()
    return value
  }

  private peek(): string {
    return this.tokens[this.at] ?? ''
  }

  private expect(token: string): void {
    if (this.tokens[this.at++] !== token) wrong()
  }

  private comma(): bigint {
    let value = this.assignment()
    while (this.peek() === ',') {
      this.at++
      value = this.assignment()
    }
    return value
  }

  private assignment(): bigint {
    const name = this.peek()
    const operator = this.tokens[this.at + 1] ?? ''
    if (!/^[A-Za-z_]/.test(name) || !ASSIGNING.has(operator)) return this.conditional()
    this.at += 2
    const right = this.assignment()
    const value = operator === '=' ? right : this.apply(operator.slice(0, -1), this.read(name), right)
    return this.assign(name, value)
  }

  private assign(name: string, value: bigint): bigint {
    if (this.skipping === 0) this.variables.set(name, String(value))
    return value
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    return this.skipping > 0 && right === 0n ? 0n : apply(operator, left, right)
  }

  private skipUnless<Result>(taken: boolean, work: () => Result): Result {
    if (!taken) this.skipping++
    const result = work()
    if (!taken) this.skipping--
    return result
  }

  private conditional(): bigint {
    const condition = this.binary(1)
    if (this.peek() !== '?') return condition
    this.at++
    const yes = this.skipUnless(condition !== 0n, () => this.assignment())
    this.expect(':')
    const no = this.skipUnless(condition === 0n, () => this.assignment())
    return condition !== 0n ? yes : no
  }

  private binary(weakest: number): bigint {
    let left = this.unary()
    for (;;) {
      const operator = this.peek()
      const strength = precedence[operator]
      if (strength === undefined || strength < weakest) return left
      this.at++
      if (operator === '&&' || operator === '||') {
        const decided = operator === '&&' ? left === 0n : left !== 0n
        const right = this.skipUnless(!decided, () => this.binary(strength + 1))
        left = truth(decided ? operator === '||' : right !== 0n)
      } else left = this.apply(operator, left, this.binary(operator === '**' ? strength : strength + 1))
    }
  }

  private unary(): bigint {
    if (++this.nesting > DEEPEST_NESTING) wrong()
    const value = this.signed()
    this.nesting--
    return value
  }

  private signed(): bigint {
    const token = this.tokens[this.at++]
    switch (token) {
      case '-':
        return wrap(-this.unary())
      case '+':
        return this.unary()
      case '!':
        return truth(this.unary() === 0n)
      case '~':
        return ~this.unary()
      case '++':
      case '--':
        return this.step(token)
      case '(': {
        const value = this.comma()
        this.expect(')')
        return value
      }
      case undefined:
        return wrong()
      default:
        return this.operand(token)
    }
  }

  private step(token: '++' | '--'): bigint {
    const name = this.peek()
    if (!/^[A-Za-z_]/.test(name)) return token === '++' ? this.unary() : wrap(this.unary())
    this.at++
    return this.assign(name, wrap(this.read(name) + (token === '++' ? 1n : -1n)))
  }

  private operand(token: string): bigint {
    if (/^\d/.test(token)) return number(token)
    if (!/^[A-Za-z_]/.test(token)) wrong()
    const value = this.read(token)
    const next = this.peek()
    if (next === '++' || next === '--') {
      this.at++
      this.assign(token, wrap(value + (next === '++' ? 1n : -1n)))
    }
    return value
  }

  /** A variable's value may be an expression itself. */
  private read(name: string): bigint {
    const text = this.variables.get(name) ?? ''
    if (/^-?[1-9]\d{0,17}$|^0$/.test(text)) return BigInt(text)
    if (this.depth > DEEPEST) throw new ShellError('expression recursion loop detected')
    return new Evaluator(text, this.variables, this.depth + 1).run()
  }
}

export function evaluate(text: string, variables: ArithmeticVariables): bigint {
  return new Evaluator(text, variables, 0).run()
}
