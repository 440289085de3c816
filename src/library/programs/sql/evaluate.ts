// The value of an expression, and its type before there is a value.

import { compare, likePattern, numberIn } from './compare.ts'
import type { Expression } from './expression.ts'
import { BOOL, FLOAT8, INT4, INT8, type Kind, NUMERIC, TEXT, textAs, UNKNOWN } from './kinds.ts'
import type { Cell, SqlFunction, SqlSession } from './language.ts'
import { notSimulated, SqlProblem, undefinedColumn } from './problem.ts'

export interface Scope {
  readonly session: SqlSession
  readonly parameters: readonly Cell[]
  /** Where a column of the current row is, by name. */
  readonly columns: ReadonlyMap<string, { readonly at: number; readonly kind: Kind }>
  readonly row: readonly (string | null)[]
  /** The row that could not be put in, where its key was there: VALUES(column) of MySQL. */
  readonly given?: readonly (string | null)[]
  /** What an aggregate comes to. */
  readonly aggregate?: (call: Expression & { type: 'call' }) => Cell | undefined
}

/** Throws 42703, 42883, 42P02 for what there is not. */
export function evaluate(expression: Expression, scope: Scope): Cell {
  const { language } = scope.session
  const { truth } = language.grammar
  switch (expression.type) {
    case 'constant':
      return expression
    case 'parameter': {
      const cell = scope.parameters[expression.index - 1]
      if (!cell) throw new SqlProblem('42P02', `there is no parameter $${expression.index}`)
      return cell
    }
    case 'column': {
      const column = scope.columns.get(language.grammar.mysql ? expression.name.toLowerCase() : expression.name)
      if (!column) return language.variable(expression.name) ?? refuse(undefinedColumn(expression.name))
      return { kind: column.kind, text: scope.row[column.at] ?? null }
    }
    case 'cast':
      return cast(evaluate(expression.of, scope), expression.kind)
    case 'not': {
      const value = booleanOf(evaluate(expression.of, scope), language.loose)
      return truth(value === null ? null : !value)
    }
    case 'minus':
      return arithmetic('-', { kind: INT4, text: '0' }, evaluate(expression.of, scope), language.loose)
    case 'is': {
      const cell = evaluate(expression.of, scope)
      const is =
        expression.what === 'null' ? cell.text === null : booleanOf(cell, language.loose) === (expression.what === 't')
      return truth(is !== expression.negated)
    }
    case 'in': {
      const of = evaluate(expression.of, scope)
      const found = expression.list.map((one) => compare('=', of, evaluate(one, scope), language.loose))
      if (found.includes(true)) return truth(!expression.negated)
      return truth(found.includes(null) ? null : expression.negated)
    }
    case 'case': {
      const arm = expression.arms.find(([test]) => booleanOf(evaluate(test, scope), language.loose))
      const cell = evaluate(arm ? arm[1] : expression.otherwise, scope)
      const [first] = expression.arms
      return cell.kind === UNKNOWN && first ? { kind: evaluate(first[1], scope).kind, text: cell.text } : cell
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope)
    case 'call':
      return call(expression, scope)
  }
}

/** Throws 22P02 for a text that the type does not take. */
export function cast(cell: Cell, kind: Kind): Cell {
  if (cell.text === null || cell.kind === kind) return { kind, text: cell.text }
  if (kind.sort === 'integer' && cell.kind.sort === 'number') {
    return { kind, text: textAs(kind, String(Math.round(Number(cell.text)))) }
  }
  if (kind.sort === 'integer' && cell.kind === BOOL) return { kind, text: cell.text === 't' ? '1' : '0' }
  if (kind.sort === 'text' && cell.kind === BOOL) return { kind, text: cell.text === 't' ? 'true' : 'false' }
  return { kind, text: textAs(kind, cell.text) }
}

export function booleanOf(cell: Cell, loose: boolean): boolean | null {
  if (loose) return cell.text === null ? null : numberIn(cell.text) !== 0
  const { text } = cell.kind === BOOL ? cell : cast(cell, BOOL)
  return text === null ? null : text === 't'
}

function binary(operator: string, leftSide: Expression, rightSide: Expression, scope: Scope): Cell {
  const { loose, grammar } = scope.session.language
  const { truth } = grammar
  const left = evaluate(leftSide, scope)
  if (operator === 'and' || operator === 'or') {
    const decides = operator === 'or'
    const one = booleanOf(left, loose)
    if (one === decides) return truth(decides)
    const other = booleanOf(evaluate(rightSide, scope), loose)
    return truth(other === decides ? decides : one === null || other === null ? null : !decides)
  }
  const right = evaluate(rightSide, scope)
  switch (operator) {
    case '=':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '<>':
    case '!=':
      return truth(compare(operator, left, right, loose))
    case '||':
      return { kind: TEXT, text: left.text === null || right.text === null ? null : left.text + right.text }
    case 'like':
    case 'ilike':
      if (left.text === null || right.text === null) return truth(null)
      return truth(likePattern(right.text, loose || operator === 'ilike').matches(left.text))
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, left, right, loose)
    default:
      throw notSimulated()
  }
}

/** The type of a sum and its like: the wider one. */
export function widerKind(left: Kind, right: Kind): Kind {
  if (left === UNKNOWN) return right === UNKNOWN ? INT4 : right
  if (right === UNKNOWN) return left
  if (left.sort === 'integer' && right.sort === 'integer') return left === INT8 || right === INT8 ? INT8 : INT4
  return left === FLOAT8 || right === FLOAT8 ? FLOAT8 : NUMERIC
}

function arithmetic(operator: string, left: Cell, right: Cell, loose: boolean): Cell {
  if (loose) return looseArithmetic(operator, left, right)
  const isNumber = ({ kind: { sort }, kind }: Cell): boolean =>
    sort === 'integer' || sort === 'number' || kind === UNKNOWN
  if (!isNumber(left) || !isNumber(right)) {
    // what is left are moments and intervals
    if (left.kind.sort === 'time' || right.kind.sort === 'time') throw notSimulated()
    const hint = 'No operator matches the given name and argument types. You might need to add explicit type casts.'
    throw new SqlProblem('42883', `operator does not exist: ${left.kind.title} ${operator} ${right.kind.title}`, {
      hint,
    })
  }
  const kind = widerKind(left.kind, right.kind)
  const [one, other] = [cast(left, kind).text, cast(right, kind).text]
  if (one === null || other === null) return { kind, text: null }
  if ((operator === '/' || operator === '%') && Number(other) === 0) throw new SqlProblem('22012', 'division by zero')
  if (kind.sort === 'integer') return wholeNumbers(operator, kind, BigInt(one), BigInt(other))
  return { kind, text: decimal(operator, Number(one), Number(other)) }
}

/** Texts count as the number they begin with; a division has four more digits, and one by zero is null. */
function looseArithmetic(operator: string, left: Cell, right: Cell): Cell {
  const whole = left.kind.sort === 'integer' && right.kind.sort === 'integer'
  const exact = [left, right].every(({ kind }) => kind.sort === 'integer' || kind.name === 'numeric')
  const kind = whole && operator !== '/' ? INT8 : exact ? NUMERIC : FLOAT8
  if (left.text === null || right.text === null) return { kind, text: null }
  if ((operator === '/' || operator === '%') && numberIn(right.text) === 0) return { kind, text: null }
  if (kind === INT8) return wholeNumbers(operator, kind, BigInt(left.text), BigInt(right.text))
  const text = decimal(operator, numberIn(left.text), numberIn(right.text))
  return { kind, text: operator === '/' && exact ? Number(text).toFixed(4) : text }
}

function wholeNumbers(operator: string, kind: Kind, one: bigint, other: bigint): Cell {
  const values = { '+': one + other, '-': one - other, '*': one * other }
  const value = operator === '/' ? one / other : operator === '%' ? one % other : values[operator as '+' | '-' | '*']
  const most = 1n << (kind === INT8 ? 63n : 31n)
  if (value >= most || value < -most) throw new SqlProblem('22003', `${kind.title} out of range`)
  return { kind, text: String(value) }
}

/** differs: decimal numbers have 15 digits, PostgreSQL's as many as are needed. */
function decimal(operator: string, one: number, other: number): string {
  const values = { '+': one + other, '-': one - other, '*': one * other, '/': one / other, '%': one % other }
  return String(Number(values[operator as keyof typeof values].toPrecision(15)))
}

function call(expression: Expression & { type: 'call' }, scope: Scope): Cell {
  const aggregate = scope.aggregate?.(expression) ?? givenValue(expression, scope)
  if (aggregate) return aggregate
  const args = expression.args.map((one) => evaluate(one, scope))
  const known = functionNamed(
    scope.session,
    expression.name,
    args.map(({ kind }) => kind),
  )
  const texts = args.map(({ text }) => text)
  const kind = typeof known.kind === 'function' ? known.kind(args.map((one) => one.kind)) : known.kind
  if (!known.takesNull && texts.includes(null)) return { kind, text: null }
  return { kind, text: known.run(texts as string[]) }
}

function givenValue({ name, args: [of] }: Expression & { type: 'call' }, { given, columns }: Scope): Cell | undefined {
  const column = given && name === 'values' && of?.type === 'column' ? columns.get(of.name.toLowerCase()) : undefined
  return column && { kind: column.kind, text: given?.[column.at] ?? null }
}

function functionNamed(session: SqlSession, name: string, kinds: readonly Kind[]): SqlFunction {
  const known = session.language.functionNamed(name)
  if (known && kinds.length >= known.counts[0] && kinds.length <= known.counts[1]) return known
  const hint = 'No function matches the given name and argument types. You might need to add explicit type casts.'
  throw new SqlProblem('42883', `function ${name}(${kinds.map(({ title }) => title).join(', ')}) does not exist`, {
    hint,
    about: [name],
  })
}

function refuse(problem: SqlProblem): never {
  throw problem
}
