// INSERT, UPDATE and DELETE.
import type { Column, Row, Table } from '../cluster.ts'
import { SqlProblem, undefinedTable } from '../problem.ts'
import type { Session } from '../session.ts'
import { Cursor } from './cursor.ts'
import { booleanOf, type Cell, cast, evaluate, type Scope } from './evaluate.ts'
import { type Expression, readExpression } from './expression.ts'
import { itemsOf, scopeOf } from './select.ts'
import type { SelectItem, Statement } from './statement.ts'

type Insert = Extract<Statement, { type: 'insert' }>
type Update = Extract<Statement, { type: 'update' }>
type Delete = Extract<Statement, { type: 'delete' }>

export interface Change {
  readonly tag: string
  /** what RETURNING asks for */
  readonly rows: Row[]
}

export function tableOf(session: Session, name: string): Table {
  const table = session.tables.get(name)
  if (!table) throw undefinedTable(name)
  return table
}

/** Puts other rows in the place of all there are, until the transaction is rolled back. */
function replaceRows(session: Session, table: Table, rows: Row[]): void {
  const before = table.rows
  const more = sizeOf(rows.length) - sizeOf(before.length)
  session.server.process.charge(more)
  table.rows = rows
  session.undo.push(() => {
    session.server.process.charge(-more)
    table.rows = before
  })
}

/** bytes that so many rows take, about */
const sizeOf = (rows: number): number => rows * 128

export function insert(session: Session, statement: Insert, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const names = statement.columns ?? table.columns.map(({ name }) => name)
  const places = names.map((name) => placeOf(table, name, statement.table))
  const scope = scopeOf(session, parameters, [])
  const rows: Row[] = []
  for (const values of statement.rows) {
    if (values.length > names.length) {
      throw new SqlProblem('42601', 'INSERT has more expressions than target columns')
    }
    if (statement.columns && values.length < names.length && values.length > 0) {
      throw new SqlProblem('42601', 'INSERT has more target columns than expressions')
    }
    const given = new Map(values.map((value, index) => [places[index]!, value]))
    const row = table.columns.map((column, at) => {
      const value = given.get(at)
      return value ? valueFor(column, value, scope) : standardOf(column, session)
    })
    checkNulls(table, statement.table, row)
    const clash = clashOf(table, [...table.rows, ...rows], row)
    if (clash && statement.onConflict) continue
    if (clash) throw clash
    rows.push(row)
  }
  replaceRows(session, table, [...table.rows, ...rows])
  return { tag: `INSERT 0 ${rows.length}`, rows: returned(statement.returning, table, rows, scope) }
}

export function update(session: Session, statement: Update, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const scope = scopeOf(session, parameters, table.columns)
  const set = statement.set.map(([name, value]) => [placeOf(table, name, statement.table), value] as const)
  const changed = new Map<Row, Row>()
  for (const row of table.rows) {
    if (statement.where && !booleanOf(evaluate(statement.where, { ...scope, row }))) continue
    const after = [...row]
    for (const [at, value] of set) {
      const column = table.columns[at]!
      after[at] = value ? valueFor(column, value, { ...scope, row }) : standardOf(column, session)
    }
    checkNulls(table, statement.table, after)
    changed.set(row, after)
  }
  const rows = table.rows.map((row) => changed.get(row) ?? row)
  const keyed = new Set(table.keys.flatMap(({ columns }) => columns))
  if (set.some(([at]) => keyed.has(at))) checkKeys(table, rows)
  replaceRows(session, table, rows)
  return {
    tag: `UPDATE ${changed.size}`,
    rows: returned(statement.returning, table, [...changed.values()], scope),
  }
}

export function remove(session: Session, statement: Delete, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const scope = scopeOf(session, parameters, table.columns)
  const { where } = statement
  const gone = new Set(where ? table.rows.filter((row) => booleanOf(evaluate(where, { ...scope, row }))) : table.rows)
  const kept = table.rows.filter((row) => !gone.has(row))
  const rows = returned(statement.returning, table, [...gone], scope)
  replaceRows(session, table, kept)
  return { tag: `DELETE ${gone.size}`, rows }
}

export function truncate(session: Session, names: readonly string[]): void {
  for (const table of names.map((name) => tableOf(session, name))) replaceRows(session, table, [])
}

function placeOf(table: Table, name: string, of: string): number {
  const at = table.columns.findIndex((column) => column.name === name)
  if (at < 0) throw new SqlProblem('42703', `column "${name}" of relation "${of}" does not exist`)
  return at
}

function valueFor(column: Column, value: Expression, scope: Scope): string | null {
  const { text } = cast(evaluate(value, scope), column.kind)
  if (text !== null && column.length !== undefined && [...text].length > column.length) {
    throw new SqlProblem('22001', `value too long for type ${column.kind.title}(${column.length})`)
  }
  return text
}

function standardOf(column: Column, session: Session): string | null {
  // numbers that were given are not given again, whatever becomes of the transaction
  if (column.last !== undefined) return String(++column.last)
  if (column.standard === undefined) return null
  return valueFor(column, readExpression(new Cursor(column.standard)), scopeOf(session, [], []))
}

function checkNulls(table: Table, name: string, row: Row): void {
  const column = table.columns.find(({ notNull }, at) => notNull && row[at] === null)
  if (!column) return
  const detail = `Failing row contains (${row.map((text) => text ?? 'null').join(', ')}).`
  throw new SqlProblem(
    '23502',
    `null value in column "${column.name}" of relation "${name}" violates not-null constraint`,
    {
      detail,
    },
  )
}

const keyText = (row: Row, columns: readonly number[]): string => JSON.stringify(columns.map((at) => row[at]))

function clashOf(table: Table, rows: readonly Row[], row: Row): SqlProblem | undefined {
  for (const { name, columns } of table.keys) {
    if (columns.some((at) => row[at] === null)) continue
    const text = keyText(row, columns)
    if (!rows.some((other) => keyText(other, columns) === text)) continue
    const names = columns.map((at) => table.columns[at]!.name).join(', ')
    const values = columns.map((at) => row[at]).join(', ')
    return new SqlProblem('23505', `duplicate key value violates unique constraint "${name}"`, {
      detail: `Key (${names})=(${values}) already exists.`,
    })
  }
  return undefined
}

function checkKeys(table: Table, rows: readonly Row[]): void {
  for (const key of table.keys) {
    const seen = new Set<string>()
    for (const row of rows) {
      if (key.columns.some((at) => row[at] === null)) continue
      const text = keyText(row, key.columns)
      if (seen.has(text)) throw clashOf({ ...table, keys: [key] }, [row], row)!
      seen.add(text)
    }
  }
}

function returned(items: readonly SelectItem[] | undefined, table: Table, rows: readonly Row[], scope: Scope): Row[] {
  if (!items) return []
  const own = { ...scopeOf(scope.session, scope.parameters, table.columns) }
  const list = itemsOf(items, table.columns)
  return rows.map((row) => list.map(({ of }) => evaluate(of, { ...own, row }).text))
}
