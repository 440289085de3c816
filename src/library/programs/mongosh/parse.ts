// Reads the small part of JavaScript that scripts for mongosh are made of.
import { ScriptProblem, scriptTokens, type Token } from './tokens.ts'

export type Expression =
  | { readonly type: 'value'; readonly value: string | number | boolean | null | undefined }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'member'; readonly of: Expression; readonly name: Expression }
  | { readonly type: 'call'; readonly of: Expression; readonly args: readonly Expression[] }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'object'; readonly fields: readonly (readonly [string, Expression])[] }
  | { readonly type: 'not' | 'minus' | 'typeof'; readonly of: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'assign'; readonly name: string; readonly value: Expression }

export type Statement =
  | { readonly type: 'expression'; readonly of: Expression }
  | { readonly type: 'block'; readonly of: readonly Statement[] }
  | { readonly type: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly type: 'try'; readonly body: Statement; readonly name: string | undefined; readonly rescue: Statement }
  | { readonly type: 'throw'; readonly of: Expression }

/**
 * differs: mongosh runs all of JavaScript; here what is not read is refused by its name. Throws a ScriptProblem.
 */
export function parseScript(source: string): Statement[] {
  return new Parser(scriptTokens(source)).script()
}

const levels = [['||'], ['&&'], ['===', '!==', '==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']]
const values: Readonly<Record<string, boolean | null | undefined>> = { true: true, false: false, null: null, undefined }
const beyond = ['for', 'function', 'async', 'class', 'switch', 'do', 'return', 'finally']

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get #token(): Token {
    return this.#tokens[this.#at]!
  }

  #takes(text: string): boolean {
    const { type } = this.#token
    if (this.#token.text !== text || (type !== 'sign' && type !== 'name')) return false
    this.#at++
    return true
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#problem()
  }

  #problem(): ScriptProblem {
    const { type, text } = this.#token
    if (beyond.includes(text)) return new ScriptProblem(`SyntaxError: mockerd does not simulate ${text} in mongosh`)
    return new ScriptProblem(
      type === 'end' ? 'SyntaxError: Unexpected end of input' : `SyntaxError: Unexpected token '${text}'`,
    )
  }

  script(): Statement[] {
    const found: Statement[] = []
    while (this.#token.type !== 'end') if (!this.#takes(';')) found.push(this.#statement())
    return found
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > 100) throw new ScriptProblem('SyntaxError: too deep')
    const found = read()
    this.#depth--
    return found
  }

  #statement(): Statement {
    return this.#deeper(() => this.#anyStatement())
  }

  #anyStatement(): Statement {
    if (this.#takes('{')) return this.#block()
    if (this.#takes('if')) {
      const test = this.#inParentheses()
      const yes = this.#statement()
      return { type: 'if', test, yes, no: this.#takes('else') ? this.#statement() : undefined }
    }
    if (this.#takes('while')) return { type: 'while', test: this.#inParentheses(), body: this.#statement() }
    if (this.#takes('throw')) return this.#end({ type: 'throw', of: this.#expression() })
    if (this.#takes('try')) {
      this.#expect('{')
      const body = this.#block()
      this.#expect('catch')
      const name = this.#takes('(') ? this.#name() : undefined
      if (name !== undefined) this.#expect(')')
      this.#expect('{')
      return { type: 'try', body, name, rescue: this.#block() }
    }
    if (this.#takes('const') || this.#takes('let') || this.#takes('var')) {
      const name = this.#name()
      this.#expect('=')
      return this.#end({ type: 'expression', of: { type: 'assign', name, value: this.#expression() } })
    }
    if (this.#token.text === 'use' && this.#tokens[this.#at + 1]?.type === 'name') {
      this.#at++
      const value = this.#name()
      return this.#end({
        type: 'expression',
        of: { type: 'call', of: { type: 'name', name: 'use' }, args: [{ type: 'value', value }] },
      })
    }
    return this.#end({ type: 'expression', of: this.#expression() })
  }

  #end(statement: Statement): Statement {
    this.#takes(';')
    return statement
  }

  #block(): Statement {
    const of: Statement[] = []
    while (!this.#takes('}')) {
      if (this.#token.type === 'end') throw this.#problem()
      if (!this.#takes(';')) of.push(this.#statement())
    }
    return { type: 'block', of }
  }

  #inParentheses(): Expression {
    this.#expect('(')
    const found = this.#expression()
    this.#expect(')')
    return found
  }

  #name(): string {
    const { type, text } = this.#token
    if (type !== 'name') throw this.#problem()
    this.#at++
    return text
  }

  #expression(): Expression {
    return this.#deeper(() => {
      const test = this.#level(0)
      if (test.type === 'name' && this.#takes('='))
        return { type: 'assign', name: test.name, value: this.#expression() }
      if (!this.#takes('?')) return test
      const yes = this.#expression()
      this.#expect(':')
      return { type: 'choice', test, yes, no: this.#expression() }
    })
  }

  #level(level: number): Expression {
    const operators = levels[level]
    if (!operators) return this.#unary()
    let left = this.#level(level + 1)
    for (;;) {
      const operator = this.#token.type === 'sign' ? operators.find((one) => one === this.#token.text) : undefined
      if (operator === undefined) return left
      this.#at++
      left = { type: 'binary', operator, left, right: this.#level(level + 1) }
    }
  }

  #unary(): Expression {
    return this.#deeper(() => {
      if (this.#takes('!')) return { type: 'not', of: this.#unary() }
      if (this.#takes('-')) return { type: 'minus', of: this.#unary() }
      if (this.#takes('typeof')) return { type: 'typeof', of: this.#unary() }
      this.#takes('new')
      return this.#members(this.#primary())
    })
  }

  #members(first: Expression): Expression {
    let of = first
    for (;;) {
      if (this.#takes('.')) of = { type: 'member', of, name: { type: 'value', value: this.#name() } }
      else if (this.#takes('[')) {
        of = { type: 'member', of, name: this.#expression() }
        this.#expect(']')
      } else if (this.#takes('(')) of = { type: 'call', of, args: this.#list(')') }
      else return of
    }
  }

  #list(closing: string): Expression[] {
    const items: Expression[] = []
    while (!this.#takes(closing)) {
      items.push(this.#expression())
      if (!this.#takes(',') && this.#token.text !== closing) throw this.#problem()
    }
    return items
  }

  #primary(): Expression {
    const { type, text } = this.#token
    if (beyond.includes(text) && type === 'name') throw this.#problem()
    if (this.#takes('(')) {
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    if (this.#takes('[')) return { type: 'list', items: this.#list(']') }
    if (this.#takes('{')) return { type: 'object', fields: this.#fields() }
    if (type === 'sign' || type === 'end') throw this.#problem()
    this.#at++
    if (type === 'number') return { type: 'value', value: Number(text) }
    if (type === 'text') return { type: 'value', value: text }
    return Object.hasOwn(values, text) ? { type: 'value', value: values[text] } : { type: 'name', name: text }
  }

  #fields(): [string, Expression][] {
    const fields: [string, Expression][] = []
    while (!this.#takes('}')) {
      const { type, text } = this.#token
      if (type === 'sign' || type === 'end') throw this.#problem()
      this.#at++
      fields.push([text, this.#takes(':') ? this.#expression() : { type: 'name', name: text }])
      if (!this.#takes(',') && this.#token.text !== '}') throw this.#problem()
    }
    return fields
  }
}
