// Expressions of SQL: what they are made of, and how they are read.

import type { Cursor } from './cursor.ts'
import { INT4, INT8, type Kind, NUMERIC, UNKNOWN } from './kinds.ts'
import { notSimulated, SqlProblem } from './problem.ts'

export type Expression =
  | { readonly type: 'constant'; readonly kind: Kind; readonly text: string | null }
  | { readonly type: 'parameter'; readonly index: number }
  | { readonly type: 'column'; readonly name: string; readonly table?: string | undefined }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly star: boolean }
  | { readonly type: 'not' | 'minus'; readonly of: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'cast'; readonly of: Expression; readonly kind: Kind }
  | { readonly type: 'in'; readonly of: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  | { readonly type: 'is'; readonly of: Expression; readonly what: 'null' | 't' | 'f'; readonly negated: boolean }
  | {
      readonly type: 'case'
      readonly arms: readonly (readonly [Expression, Expression])[]
      readonly otherwise: Expression
    }

const NULL: Expression = { type: 'constant', kind: UNKNOWN, text: null }

/** Operators from those that bind least; left to right. */
const levels: readonly (readonly string[])[] = [
  ['=', '<', '>', '<=', '>=', '<>', '!='],
  ['||', '->', '->>', '~', '~*', '!~', '!~*', '%%'],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
]

export function readExpression(cursor: Cursor): Expression {
  let left = readAnd(cursor)
  while (cursor.takes('or')) left = { type: 'binary', operator: 'or', left, right: readAnd(cursor) }
  return left
}

function readAnd(cursor: Cursor): Expression {
  let left = readNot(cursor)
  while (cursor.takes('and')) left = { type: 'binary', operator: 'and', left, right: readNot(cursor) }
  return left
}

function readNot(cursor: Cursor): Expression {
  if (cursor.takes('not')) return { type: 'not', of: readNot(cursor) }
  let of = readLevel(cursor, 0)
  while (cursor.takes('is')) {
    const negated = cursor.takes('not')
    const what = cursor.takes('null') ? 'null' : cursor.takes('true') ? 't' : cursor.takes('false') ? 'f' : undefined
    if (!what) throw cursor.sees('distinct') ? notSimulated() : cursor.problem()
    of = { type: 'is', of, what, negated }
  }
  return of
}

function readLevel(cursor: Cursor, level: number): Expression {
  const operators = levels[level]
  if (!operators) return readUnary(cursor)
  let left = readLevel(cursor, level + 1)
  for (;;) {
    const operator = operators.find((sign) => cursor.takesSign(sign))
    if (operator) left = { type: 'binary', operator, left, right: readLevel(cursor, level + 1) }
    else {
      const more = level === 0 ? readTest(cursor, left) : undefined
      if (!more) return left
      left = more
    }
  }
}

/** `[NOT] IN`, `[NOT] LIKE`, `[NOT] BETWEEN` */
function readTest(cursor: Cursor, of: Expression): Expression | undefined {
  const negated =
    (cursor.sees('not', 'in') ||
      cursor.sees('not', 'like') ||
      cursor.sees('not', 'ilike') ||
      cursor.sees('not', 'between')) &&
    cursor.takes('not')
  if (cursor.takes('in')) {
    cursor.expectSign('(')
    if (cursor.sees('select')) throw notSimulated()
    const list = cursor.list(() => readExpression(cursor))
    cursor.expectSign(')')
    return { type: 'in', of, list, negated }
  }
  let test: Expression | undefined
  if (cursor.takes('like')) test = { type: 'binary', operator: 'like', left: of, right: readLevel(cursor, 1) }
  else if (cursor.takes('ilike')) test = { type: 'binary', operator: 'ilike', left: of, right: readLevel(cursor, 1) }
  else if (cursor.takes('between')) {
    const from = readLevel(cursor, 1)
    cursor.expect('and')
    const left: Expression = { type: 'binary', operator: '>=', left: of, right: from }
    test = {
      type: 'binary',
      operator: 'and',
      left,
      right: { type: 'binary', operator: '<=', left: of, right: readLevel(cursor, 1) },
    }
  }
  return test && negated ? { type: 'not', of: test } : test
}

function readUnary(cursor: Cursor): Expression {
  if (cursor.takesSign('+')) return readUnary(cursor)
  if (cursor.takesSign('-')) return { type: 'minus', of: readUnary(cursor) }
  let of = readPrimary(cursor)
  while (cursor.takesSign('::')) of = { type: 'cast', of, kind: readKind(cursor).kind }
  if (cursor.token.type === 'sign' && cursor.token.text === '[') throw notSimulated()
  return of
}

function readPrimary(cursor: Cursor): Expression {
  const { token } = cursor
  if (token.type === 'string') {
    cursor.advance()
    return { type: 'constant', kind: UNKNOWN, text: token.text }
  }
  if (token.type === 'number') {
    cursor.advance()
    return { type: 'constant', kind: kindOfNumber(token.text), text: token.text }
  }
  if (token.type === 'parameter') {
    cursor.advance()
    return { type: 'parameter', index: Number(token.text.slice(1)) }
  }
  if (cursor.takesSign('(')) {
    if (cursor.sees('select')) throw notSimulated()
    const inner = readExpression(cursor)
    cursor.expectSign(')')
    return inner
  }
  return readWord(cursor)
}

function kindOfNumber(text: string): Kind {
  if (!/^\d+$/.test(text)) return NUMERIC
  const value = BigInt(text)
  return value < 2n ** 31n ? INT4 : value < 2n ** 63n ? INT8 : NUMERIC
}

/** Functions that are written without parentheses. */
const bare = [
  'current_user',
  'session_user',
  'user',
  'current_date',
  'current_timestamp',
  'localtimestamp',
  'current_catalog',
  'current_schema',
  'current_role',
]

function readWord(cursor: Cursor): Expression {
  if (cursor.takes('null')) return NULL
  if (cursor.takes('true')) return { type: 'constant', ...cursor.grammar.truth(true) }
  if (cursor.takes('false')) return { type: 'constant', ...cursor.grammar.truth(false) }
  if (cursor.takes('case')) return readCase(cursor)
  if (cursor.takes('cast')) {
    return cursor.inParentheses((): Expression => {
      const of = readExpression(cursor)
      cursor.expect('as')
      return { type: 'cast', of, kind: readKind(cursor).kind }
    })
  }
  const { token } = cursor
  if (token.type === 'word' && bare.includes(token.text)) {
    cursor.advance()
    if (cursor.takesSign('(')) {
      if (cursor.token.type === 'number') cursor.advance()
      cursor.expectSign(')')
    }
    return { type: 'call', name: token.text, args: [], star: false }
  }
  const first = cursor.nameOrFunction()
  // a literal with its type in front: timestamp '2020-01-01'
  if (cursor.token.type === 'string' && cursor.grammar.kindNamed(first.toLowerCase())) {
    return { type: 'cast', of: readPrimary(cursor), kind: cursor.grammar.kindNamed(first.toLowerCase())! }
  }
  let name = first
  let table: string | undefined
  while (cursor.takesSign('.')) {
    table = name
    name = cursor.name()
  }
  return cursor.takesSign('(') ? readCall(cursor, name.toLowerCase()) : { type: 'column', name, table }
}

function readCall(cursor: Cursor, name: string): Expression {
  const star = cursor.takesSign('*')
  if (cursor.sees('distinct')) throw notSimulated()
  const args = star || isSign(cursor, ')') ? [] : cursor.list(() => readExpression(cursor))
  cursor.expectSign(')')
  if (cursor.sees('over') || cursor.sees('filter')) throw notSimulated()
  return { type: 'call', name, args, star }
}

const isSign = ({ token }: Cursor, sign: string): boolean => token.type === 'sign' && token.text === sign

function readCase(cursor: Cursor): Expression {
  const of = cursor.sees('when') ? undefined : readExpression(cursor)
  const arms: [Expression, Expression][] = []
  while (cursor.takes('when')) {
    const test = readExpression(cursor)
    cursor.expect('then')
    arms.push([of ? { type: 'binary', operator: '=', left: of, right: test } : test, readExpression(cursor)])
  }
  const otherwise = cursor.takes('else') ? readExpression(cursor) : NULL
  cursor.expect('end')
  return { type: 'case', arms, otherwise }
}

/** A type's name, with the length that stands behind it. Throws 42704. */
export function readKind(cursor: Cursor): { readonly kind: Kind; readonly length: number | undefined } {
  let name = cursor.qualifiedName().toLowerCase()
  if (name === 'double') cursor.expect('precision')
  if (name === 'double') name = 'float8'
  if ((name === 'character' || name === 'char') && cursor.takes('varying')) name = 'varchar'
  let length: number | undefined
  if (cursor.takesSign('(')) {
    length = Number(cursor.list(() => cursor.advance().text)[0])
    cursor.expectSign(')')
  }
  if (name === 'timestamp' || name === 'time') {
    if (cursor.takes('with', 'time', 'zone')) name = `${name}tz`
    else cursor.takes('without', 'time', 'zone')
  }
  if (isSign(cursor, '[')) throw notSimulated()
  const kind = cursor.grammar.kindNamed(name)
  if (!kind) throw new SqlProblem('42704', `type "${name}" does not exist`)
  return { kind, length: name === 'varchar' || name === 'char' || name === 'character' ? length : undefined }
}
