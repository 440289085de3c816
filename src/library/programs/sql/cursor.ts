// A place among the tokens of a statement.

import type { Grammar } from './language.ts'
import { notSimulated, type SqlProblem } from './problem.ts'
import { syntaxErrorAt, type Token, tokensOf } from './tokens.ts'

/** Words that begin what is not simulated. */
const beyond = new Set(
  (
    'array collate cross except fetch full group having inner intersect join lateral left natural over right union ' +
    'window with filter exists any all similar overlaps foreign references check inherits partition'
  ).split(' '),
)

export class Cursor {
  readonly sql: string
  readonly grammar: Grammar
  readonly tokens: readonly Token[]
  private index = 0

  constructor(sql: string, grammar: Grammar) {
    this.sql = sql
    this.grammar = grammar
    this.tokens = tokensOf(sql, grammar.lexicon)
  }

  get token(): Token {
    return this.tokens[this.index]!
  }

  get isAtEnd(): boolean {
    return this.token.type === 'end'
  }

  advance(): Token {
    const { token } = this
    if (token.type !== 'end') this.index++
    return token
  }

  /** Whether these words are next. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, offset) => {
      const token = this.tokens[this.index + offset]
      return token?.type === 'word' && token.text === word
    })
  }

  /** Takes these words if they are next. */
  takes(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false
    this.index += words.length
    return true
  }

  takesSign(sign: string): boolean {
    if (this.token.type !== 'sign' || this.token.text !== sign) return false
    this.index++
    return true
  }

  expect(...words: readonly string[]): void {
    if (!this.takes(...words)) throw this.problem()
  }

  expectSign(sign: string): void {
    if (!this.takesSign(sign)) throw this.problem()
  }

  /** A name: a word that is not reserved, or anything in double quotes. */
  name(): string {
    const { token } = this
    if (token.type !== 'name' && (token.type !== 'word' || this.grammar.reserved.has(token.text))) throw this.problem()
    return this.label()
  }

  /** A name, or a word that is a function when a parenthesis follows. */
  nameOrFunction(): string {
    const { type, text } = this.token
    const isCall = this.tokens[this.index + 1]?.text === '('
    return type === 'word' && isCall && this.grammar.callable.has(text) ? this.label() : this.name()
  }

  /** Any word or text, as a name. */
  label(): string {
    const { type, text, at } = this.advance()
    return type === 'word' && this.grammar.mysql ? this.sql.slice(at, at + text.length) : text
  }

  get isAtName(): boolean {
    return this.token.type === 'name' || (this.token.type === 'word' && !this.grammar.reserved.has(this.token.text))
  }

  /** `schema.name`: of most languages the schema does not matter, but for those of the system. */
  qualifiedName(): string {
    let name = this.name()
    while (this.takesSign('.')) {
      const schema = name
      name = this.name()
      if (this.grammar.mysql || schema === 'information_schema') name = `${schema}.${name}`
    }
    return name
  }

  /** What separates with commas. */
  list<T>(read: () => T): T[] {
    const found = [read()]
    while (this.takesSign(',')) found.push(read())
    return found
  }

  inParentheses<T>(read: () => T): T {
    this.expectSign('(')
    const found = read()
    this.expectSign(')')
    return found
  }

  /** Why this token cannot stand here: because it is wrong, or because mockerd does not know it. */
  problem(): SqlProblem {
    const { token } = this
    return token.type === 'word' && beyond.has(token.text) ? notSimulated() : syntaxErrorAt(this.sql, token.at)
  }
}
