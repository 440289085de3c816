// SELECT: rows of one table, or of none.

import { aggregates } from './aggregates.ts'
import { looseOrderOf, orderOf } from './compare.ts'
import { booleanOf, cast, evaluate, type Scope } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { INT8, type Kind, TEXT, UNKNOWN } from './kinds.ts'
import type { Cell, SqlSession } from './language.ts'
import { SqlProblem, undefinedTable } from './problem.ts'
import type { Select, SelectItem } from './statement.ts'
import type { Row, Source } from './table.ts'

export interface ResultColumn {
  readonly name: string
  readonly kind: Kind
}

export function sourceOf(session: SqlSession, name: string): Source {
  const source = session.table(name) ?? session.systemTable(name)
  if (!source) throw undefinedTable(name)
  return source
}

const nowhere: Source = { columns: [], rows: [[]] }

export function scopeOf(session: SqlSession, parameters: readonly Cell[], columns: Source['columns']): Scope {
  const { grammar } = session.language
  const places = columns.map(({ name, kind }, at) => [grammar.mysql ? name.toLowerCase() : name, { at, kind }] as const)
  return { session, parameters, columns: new Map(places), row: [] }
}

export function runSelect(session: SqlSession, select: Select, parameters: readonly Cell[]): Row[] {
  const source = select.from === undefined ? nowhere : sourceOf(session, select.from)
  const scope = scopeOf(session, parameters, source.columns)
  const { where } = select
  const rows = where
    ? source.rows.filter((row) => booleanOf(evaluate(where, { ...scope, row }), session.language.loose))
    : source.rows
  const items = itemsOf(session, select.items, source.columns)
  const scopes: Scope[] = items.some(({ of }) => hasAggregate(of))
    ? [{ ...scope, aggregate: (call) => aggregate(call, rows, scope) }]
    : rows.map((row) => ({ ...scope, row }))
  let found = sorted(select, items, scopes, session.language.loose).map((one) =>
    items.map(({ of }) => evaluate(of, one).text),
  )
  if (select.distinct) found = [...new Map(found.map((row) => [JSON.stringify(row), row])).values()]
  const offset = countOf(select.offset, scope) ?? 0
  const limit = countOf(select.limit, scope)
  return found.slice(offset, limit === undefined ? undefined : offset + limit)
}

function countOf(expression: Expression | undefined, scope: Scope): number | undefined {
  if (!expression) return undefined
  const { text } = cast(evaluate(expression, scope), INT8)
  if (text === null) return undefined
  if (Number(text) < 0) throw new SqlProblem('2201W', 'LIMIT must not be negative')
  return Number(text)
}

interface Item {
  readonly of: Expression
  readonly name: string
}

/** Every item with its name, `*` spread out. */
export function itemsOf({ language }: SqlSession, items: readonly SelectItem[], columns: Source['columns']): Item[] {
  return items.flatMap(({ of, alias, text }): Item[] => {
    if (of) return [{ of, name: alias ?? (language.grammar.mysql ? fullName(of, text) : nameOf(of)) }]
    if (columns.length === 0) throw new SqlProblem('42601', 'SELECT * with no tables specified is not valid')
    return columns.map(({ name }) => ({ of: { type: 'column', name }, name }))
  })
}

const fullName = (of: Expression, text: string): string =>
  of.type === 'column' ? of.name : of.type === 'constant' ? (of.text ?? 'NULL') : text

function nameOf(expression: Expression): string {
  switch (expression.type) {
    case 'column':
    case 'call':
      return expression.name
    case 'cast': {
      const inner = nameOf(expression.of)
      return inner === '?column?' ? expression.kind.name : inner
    }
    case 'case':
      return 'case'
    case 'constant':
      return expression.kind.name === 'bool' ? 'bool' : '?column?'
    default:
      return '?column?'
  }
}

function sorted(select: Select, items: readonly Item[], scopes: Scope[], loose: boolean): Scope[] {
  if (select.order.length === 0) return scopes
  const orders = select.order.map((order) => ({ ...order, of: itemFor(order.of, items) }))
  const keyed = scopes.map((scope) => ({ scope, keys: orders.map(({ of }) => evaluate(of, scope)) }))
  keyed.sort((one, other) => {
    for (const [index, { descending, nullsFirst }] of orders.entries()) {
      const [a, b] = [one.keys[index]!, other.keys[index]!]
      if (a.text === null || b.text === null) {
        if (a.text !== b.text) return (a.text === null) === (loose ? !descending : nullsFirst) ? -1 : 1
        continue
      }
      const order = (loose ? looseOrderOf(a, b) : orderOf(a, b)) ?? 0
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return keyed.map(({ scope }) => scope)
}

/** `ORDER BY 2` and `ORDER BY alias` mean an item. */
function itemFor(expression: Expression, items: readonly Item[]): Expression {
  if (expression.type === 'constant' && expression.kind.sort === 'integer') {
    const item = items[Number(expression.text) - 1]
    if (!item) throw new SqlProblem('42P10', `ORDER BY position ${expression.text} is not in select list`)
    return item.of
  }
  const named = expression.type === 'column' ? items.find(({ name }) => name === expression.name) : undefined
  return named?.of ?? expression
}

function hasAggregate(expression: Expression): boolean {
  switch (expression.type) {
    case 'call':
      return Object.hasOwn(aggregates, expression.name) || expression.args.some(hasAggregate)
    case 'binary':
      return hasAggregate(expression.left) || hasAggregate(expression.right)
    case 'cast':
    case 'not':
    case 'minus':
    case 'is':
    case 'in':
      return hasAggregate(expression.of)
    default:
      return false
  }
}

function aggregate(call: Expression & { type: 'call' }, rows: readonly Row[], scope: Scope): Cell | undefined {
  const kindOf = Object.hasOwn(aggregates, call.name) ? aggregates[call.name] : undefined
  if (!kindOf) return undefined
  const [of] = call.args
  if (!of) return { kind: INT8, text: String(rows.length) }
  const { aggregate: _outer, ...inner } = scope
  const cells = rows.map((row) => evaluate(of, { ...inner, row })).filter(({ text }) => text !== null)
  const kind = kindOf([evaluate(of, inner).kind])
  if (call.name === 'count') return { kind, text: String(cells.length) }
  if (cells.length === 0) return { kind, text: null }
  if (call.name === 'min' || call.name === 'max') {
    const sign = call.name === 'min' ? 1 : -1
    return { kind, text: cells.reduce((one, other) => ((orderOf(other, one) ?? 0) * sign < 0 ? other : one)).text }
  }
  if (call.name === 'sum' && cells.every((cell) => cell.kind.sort === 'integer')) {
    return { kind, text: String(cells.reduce((sum, { text }) => sum + BigInt(text!), 0n)) }
  }
  const sum = cells.reduce((total, { text }) => total + Number(text), 0)
  if (call.name === 'sum') return { kind, text: String(Number(sum.toPrecision(15))) }
  const average = sum / cells.length
  if (kind.name !== 'numeric') return { kind, text: String(average) }
  return { kind, text: scope.session.language.loose ? average.toFixed(4) : average.toPrecision(17).slice(0, 18) }
}

/** The columns of a result before there is one: what comes of a row without values. */
export function columnsOf(
  session: SqlSession,
  items: readonly SelectItem[],
  parameters: readonly Cell[],
  source: Source = nowhere,
): ResultColumn[] {
  const bare = scopeOf(session, parameters, source.columns)
  const scope: Scope = { ...bare, aggregate: (call) => aggregate(call, [], bare) }
  const { delay } = session
  const columns = itemsOf(session, items, source.columns).map(({ of, name }) => {
    const { kind } = evaluate(of, scope)
    return { name, kind: kind === UNKNOWN ? TEXT : kind }
  })
  session.delay = delay
  return columns
}
