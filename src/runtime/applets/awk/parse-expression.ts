// Reads awk's expressions, the loosest binding first.
import { Complaint } from '../report.ts'
import { type Token, tokenize } from './lexer.ts'
import type { Expression, GetLine, Target } from './tree.ts'

/** Expressions within expressions; more would exhaust the stack. */
const deepest = 400

const comparisons = new Set(['<', '<=', '==', '!=', '>', '>='])
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='])

function isTarget(expression: Expression): expression is Target {
  return expression.type === 'name' || expression.type === 'item' || expression.type === 'field'
}

export class ExpressionParser {
  place = 0
  readonly #tokens: readonly Token[]
  /** `>` redirects, as behind print */
  #noGreater = false
  /** `in` belongs to a for */
  #depth = 0

  constructor(source: string) {
    this.#tokens = tokenize(source)
  }

  get token(): Token {
    return this.#tokens[this.place]!
  }
  take(): Token {
    const token = this.token
    if (token.kind !== 'end') this.place++
    return token
  }
  isSign(text: string): boolean {
    return this.token.kind === 'sign' && this.token.text === text
  }
  takeSign(text: string): boolean {
    if (!this.isSign(text)) return false
    this.place++
    return true
  }
  takeKeyword(text: string): boolean {
    if (this.token.kind !== 'keyword' || this.token.text !== text) return false
    this.place++
    return true
  }
  expect(sign: string): void {
    if (!this.takeSign(sign)) this.unexpected()
  }
  unexpected(): never {
    const line = this.#tokens.slice(0, this.place).filter(({ kind }) => kind === 'newline').length + 1
    throw new Complaint(`cmd. line:${line}: Unexpected token`)
  }
  skipNewlines(semicolons = false): void {
    while (this.token.kind === 'newline' || (semicolons && this.isSign(';'))) this.place++
  }

  withoutGreater<Result>(read: () => Result): Result {
    const before = this.#noGreater
    this.#noGreater = true
    const result = read()
    this.#noGreater = before
    return result
  }

  #withGreater<Result>(read: () => Result): Result {
    const before = this.#noGreater
    this.#noGreater = false
    const result = read()
    this.#noGreater = before
    return result
  }

  /** Expressions with commas between them. */
  list(): Expression[] {
    const values = [this.expression()]
    while (this.takeSign(',')) {
      this.skipNewlines()
      values.push(this.expression())
    }
    return values
  }

  expression(): Expression {
    if (++this.#depth > deepest) throw new Complaint('program too deep')
    const left = this.#choice()
    let result = left
    if (isTarget(left) && this.token.kind === 'sign' && assignments.has(this.token.text)) {
      const operator = this.take().text.replace('**', '^')
      this.skipNewlines()
      result = { type: 'assign', operator, target: left, value: this.expression() }
    }
    this.#depth--
    return result
  }

  #choice(): Expression {
    const test = this.#or()
    if (!this.takeSign('?')) return test
    this.skipNewlines()
    const yes = this.expression()
    this.skipNewlines()
    this.expect(':')
    this.skipNewlines()
    return { type: 'choice', test, yes, no: this.expression() }
  }

  #or(): Expression {
    let left = this.#and()
    while (this.takeSign('||')) {
      this.skipNewlines()
      left = { type: 'or', left, right: this.#and() }
    }
    return left
  }

  #and(): Expression {
    let left = this.#membership()
    while (this.takeSign('&&')) {
      this.skipNewlines()
      left = { type: 'and', left, right: this.#membership() }
    }
    return left
  }

  #membership(): Expression {
    let left = this.#matching()
    while (this.takeKeyword('in')) {
      const { kind, text: array } = this.take()
      if (kind !== 'name') this.unexpected()
      left = { type: 'in', keys: left.type === 'list' ? left.values : [left], array }
    }
    return left
  }

  #matching(): Expression {
    let left = this.#comparison()
    for (;;) {
      const negated = this.isSign('!~')
      if (!negated && !this.isSign('~')) return left
      this.take()
      left = { type: 'match', negated, text: left, pattern: this.#comparison() }
    }
  }

  #comparison(): Expression {
    const left = this.#piped()
    const { kind, text } = this.token
    if (kind !== 'sign' || !comparisons.has(text) || (text === '>' && this.#noGreater)) return left
    this.take()
    return { type: 'binary', operator: text, left, right: this.#piped() }
  }

  /** `command | getline` */
  #piped(): Expression {
    let left = this.concatenation()
    for (;;) {
      const next = this.#tokens[this.place + 1]
      if (!this.isSign('|') || next?.kind !== 'keyword' || next.text !== 'getline') return left
      this.place += 2
      left = { type: 'getline', from: 'command', source: left, target: this.#optionalTarget() }
    }
  }

  #beginsOperand(): boolean {
    const { kind, text } = this.token
    if (kind === 'sign')
      return (
        text === '$' || text === '!' || text === '(' || text === '-' || text === '+' || text === '++' || text === '--'
      )
    return kind !== 'newline' && kind !== 'end' && kind !== 'keyword'
  }

  concatenation(): Expression {
    let left = this.#sum()
    while (this.#beginsOperand() && !this.isSign('!')) {
      left = { type: 'binary', operator: ' ', left, right: this.#sum() }
    }
    return left
  }

  #sum(): Expression {
    let left = this.#product()
    while (this.isSign('+') || this.isSign('-')) {
      left = { type: 'binary', operator: this.take().text, left, right: this.#product() }
    }
    return left
  }

  #product(): Expression {
    let left = this.#unary()
    while (this.isSign('*') || this.isSign('/') || this.isSign('%')) {
      left = { type: 'binary', operator: this.take().text, left, right: this.#unary() }
    }
    return left
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (!this.takeSign(operator)) continue
      if (++this.#depth > deepest) throw new Complaint('program too deep')
      const value = this.#unary()
      this.#depth--
      // an assignment may stand behind !: `!x = y`
      if (operator === '!' && isTarget(value) && this.token.kind === 'sign' && assignments.has(this.token.text)) {
        const assign = this.take().text.replace('**', '^')
        return {
          type: 'unary',
          operator,
          value: { type: 'assign', operator: assign, target: value, value: this.expression() },
        }
      }
      return { type: 'unary', operator, value }
    }
    return this.#power()
  }

  #power(): Expression {
    const left = this.#stepped()
    if (!this.takeSign('^') && !this.takeSign('**')) return left
    // to the right first: 2^3^2, 2^-1
    const right = this.isSign('-') || this.isSign('+') || this.isSign('!') ? this.#unary() : this.#power()
    return { type: 'binary', operator: '^', left, right }
  }

  #stepped(): Expression {
    for (const [sign, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (!this.takeSign(sign)) continue
      const target = this.#primary()
      if (!isTarget(target)) this.unexpected()
      return { type: 'step', by, before: true, target }
    }
    const value = this.#primary()
    if (!isTarget(value)) return value
    if (this.takeSign('++')) return { type: 'step', by: 1, before: false, target: value }
    if (this.takeSign('--')) return { type: 'step', by: -1, before: false, target: value }
    return value
  }

  #primary(): Expression {
    const token = this.take()
    switch (token.kind) {
      case 'number':
        return {
          type: 'number',
          value: /^0[0-7]+$/.test(token.text) ? Number.parseInt(token.text, 8) : Number(token.text),
        }
      case 'text':
        return { type: 'text', value: token.text }
      case 'pattern':
        return { type: 'pattern', source: token.text }
      case 'name':
        return this.#named(token.text)
      case 'function name':
        return { type: 'call', name: token.text, values: this.#parenthesized() }
      case 'builtin':
        return { type: 'builtin', name: token.text, values: this.isSign('(') ? this.#parenthesized() : [] }
      case 'keyword':
        if (token.text === 'getline') return this.#getLine()
        break
      case 'sign':
        if (token.text === '$') return { type: 'field', index: this.#fieldIndex() }
        if (token.text === '(') return this.#group()
        if (token.text === '-' || token.text === '+' || token.text === '!') {
          return { type: 'unary', operator: token.text, value: this.#unary() }
        }
    }
    this.place--
    return this.unexpected()
  }

  #fieldIndex(): Expression {
    if (this.isSign('++') || this.isSign('--')) return this.#stepped()
    if (this.isSign('-') || this.isSign('+')) return this.#unary()
    return this.#primary()
  }

  #named(name: string): Expression {
    if (!this.takeSign('[')) return { type: 'name', name }
    const keys = this.#withGreater(() => this.list())
    this.expect(']')
    return { type: 'item', array: name, keys }
  }

  #parenthesized(): Expression[] {
    this.expect('(')
    this.skipNewlines()
    if (this.takeSign(')')) return []
    const values = this.#withGreater(() => this.list())
    this.skipNewlines()
    this.expect(')')
    return values
  }

  #group(): Expression {
    this.skipNewlines()
    const values = this.#withGreater(() => this.list())
    this.skipNewlines()
    this.expect(')')
    const [only] = values
    if (values.length === 1 && only) {
      // parentheses make a target a value, but $(…) and (x)++ are rare enough to be let through
      return isTarget(only) ? { type: 'choice', test: { type: 'number', value: 1 }, yes: only, no: only } : only
    }
    return { type: 'list', values }
  }

  #optionalTarget(): Target | undefined {
    const { kind } = this.token
    if (kind !== 'name' && !this.isSign('$')) return undefined
    const target = this.#primary()
    return isTarget(target) ? target : undefined
  }

  #getLine(): GetLine {
    const target = this.#optionalTarget()
    if (!this.takeSign('<')) return { type: 'getline', from: 'input', source: undefined, target }
    return { type: 'getline', from: 'file', source: this.#stepped(), target }
  }
}
