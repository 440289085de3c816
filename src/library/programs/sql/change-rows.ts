// INSERT, UPDATE and DELETE.

import { Cursor } from './cursor.ts'
import { booleanOf, cast, evaluate, type Scope } from './evaluate.ts'
import { type Expression, readExpression } from './expression.ts'
import type { Cell, SqlSession } from './language.ts'
import { SqlProblem, undefinedTable } from './problem.ts'
import { itemsOf, scopeOf } from './select.ts'
import type { Assignments, CommonStatement, SelectItem } from './statement.ts'
import type { Column, Row, Table } from './table.ts'

type Insert = Extract<CommonStatement, { type: 'insert' }>
type Update = Extract<CommonStatement, { type: 'update' }>
type Delete = Extract<CommonStatement, { type: 'delete' }>

export interface Change {
  /** how many rows were put in, changed or taken out */
  readonly count: number
  /** the first number that was counted for a new row */
  readonly counted?: string | undefined
  /** what RETURNING asks for */
  readonly rows: Row[]
}

export function tableOf(session: SqlSession, name: string): Table {
  const table = session.table(name)
  if (!table) throw undefinedTable(name)
  return table
}

/** Puts other rows in the place of all there are, until the transaction is rolled back. */
function replaceRows(session: SqlSession, table: Table, rows: Row[]): void {
  const before = table.rows
  const more = sizeOf(rows.length) - sizeOf(before.length)
  session.process.charge(more)
  table.rows = rows
  session.undo.push(() => {
    session.process.charge(-more)
    table.rows = before
  })
}

/** bytes that so many rows take, about */
const sizeOf = (rows: number): number => rows * 128

export function insert(session: SqlSession, statement: Insert, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const names = statement.columns ?? table.columns.map(({ name }) => name)
  const places = names.map((name) => placeOf(table, name, statement.table, session.language.loose))
  const scope = scopeOf(session, parameters, table.columns)
  const { onConflict } = statement
  const put: Row[] = []
  let rows = [...table.rows]
  let count = 0
  let counted: string | undefined
  for (const [index, values] of statement.rows.entries()) {
    checkLength(values.length, names.length, statement.columns !== undefined, index)
    const given = new Map(values.map((value, at) => [places[at]!, value]))
    const row = table.columns.map((column, at): string | null => {
      const value = given.get(at)
      const text = value ? valueFor(column, value, { ...scope, columns: new Map() }) : null
      if (value && !isCounted(session, column, text)) return text
      const standard = standardOf(column, session, given.has(at))
      if (column.last !== undefined) counted ??= standard ?? undefined
      return standard
    })
    checkNulls(table, statement.table, row)
    const clash = clashOf(table, rows, row)
    if (!clash) {
      rows.push(row)
      put.push(row)
      count++
    } else if (onConflict === undefined) throw clash.problem
    else if (onConflict === 'replace') {
      rows = rows.filter((one) => one !== clash.row).concat([row])
      count += 2
    } else if (onConflict !== 'skip') {
      const after = changed(session, table, statement.table, clash.row, onConflict, { ...scope, given: row })
      rows = rows.map((one) => (one === clash.row ? after : one))
      count += 2
    }
  }
  replaceRows(session, table, rows)
  return { count, counted, rows: returned(statement.returning, table, put, scope) }
}

function checkLength(given: number, wanted: number, listed: boolean, index: number): void {
  const about = [String(index + 1)]
  if (given > wanted) throw new SqlProblem('42601', 'INSERT has more expressions than target columns', { about })
  if (listed && given < wanted && given > 0) {
    throw new SqlProblem('42601', 'INSERT has more target columns than expressions', { about })
  }
}

/** Whether a value that was given is one that is to be counted, as null and 0 are in MySQL. */
function isCounted({ language }: SqlSession, column: Column, text: string | null): boolean {
  if (!language.loose || column.last === undefined) return false
  if (text === null || text === '0') return true
  column.last = Math.max(column.last, Number(text))
  return false
}

/** A row after assignments. */
function changed(session: SqlSession, table: Table, name: string, row: Row, set: Assignments, scope: Scope): Row {
  const after = [...row]
  for (const [columnName, value] of set) {
    const at = placeOf(table, columnName, name, session.language.loose)
    const column = table.columns[at]!
    after[at] = value ? valueFor(column, value, { ...scope, row }) : standardOf(column, session, false)
  }
  checkNulls(table, name, after)
  return after
}

export function update(session: SqlSession, statement: Update, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const scope = scopeOf(session, parameters, table.columns)
  const after = new Map<Row, Row>()
  for (const row of table.rows) {
    if (statement.where && !booleanOf(evaluate(statement.where, { ...scope, row }), session.language.loose)) continue
    after.set(row, changed(session, table, statement.table, row, statement.set, scope))
  }
  const rows = table.rows.map((row) => after.get(row) ?? row)
  const keyed = new Set(table.keys.flatMap(({ columns }) => columns.map((at) => table.columns[at]!.name)))
  if (statement.set.some(([name]) => keyed.has(name))) checkKeys(table, rows)
  replaceRows(session, table, rows)
  return { count: after.size, rows: returned(statement.returning, table, [...after.values()], scope) }
}

export function remove(session: SqlSession, statement: Delete, parameters: readonly Cell[]): Change {
  const table = tableOf(session, statement.table)
  const scope = scopeOf(session, parameters, table.columns)
  const { where } = statement
  const gone = new Set(
    where
      ? table.rows.filter((row) => booleanOf(evaluate(where, { ...scope, row }), session.language.loose))
      : table.rows,
  )
  const kept = table.rows.filter((row) => !gone.has(row))
  const rows = returned(statement.returning, table, [...gone], scope)
  replaceRows(session, table, kept)
  return { count: gone.size, rows }
}

export function truncate(session: SqlSession, names: readonly string[]): void {
  for (const table of names.map((name) => tableOf(session, name))) replaceRows(session, table, [])
}

function placeOf(table: Table, name: string, of: string, loose: boolean): number {
  const at = table.columns.findIndex(
    (column) => column.name === name || (loose && column.name.toLowerCase() === name.toLowerCase()),
  )
  if (at < 0) throw new SqlProblem('42703', `column "${name}" of relation "${of}" does not exist`, { about: [name] })
  return at
}

function valueFor(column: Column, value: Expression, scope: Scope): string | null {
  const text = textFor(column, evaluate(value, scope))
  if (text !== null && column.length !== undefined && [...text].length > column.length) {
    throw new SqlProblem('22001', `value too long for type ${column.kind.title}(${column.length})`, {
      about: [column.name],
    })
  }
  return text
}

/** Throws 22P02 or 22003 and says of which column. */
function textFor(column: Column, cell: Cell): string | null {
  try {
    return cast(cell, column.kind).text
  } catch (error) {
    if (!(error instanceof SqlProblem)) throw error
    throw new SqlProblem(error.code, error.message, { about: [column.kind.sort, cell.text ?? '', column.name] })
  }
}

function standardOf(column: Column, session: SqlSession, given: boolean): string | null {
  // numbers that were given are not given again, whatever becomes of the transaction
  if (column.last !== undefined) return String(++column.last)
  if (column.standard === undefined) {
    if (!given && column.notNull && session.language.loose) {
      throw new SqlProblem('HY000', `column "${column.name}" has no default`, { about: [column.name] })
    }
    return null
  }
  return valueFor(
    column,
    readExpression(new Cursor(column.standard, session.language.grammar)),
    scopeOf(session, [], []),
  )
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
      about: [column.name],
    },
  )
}

const keyText = (row: Row, columns: readonly number[]): string => JSON.stringify(columns.map((at) => row[at]))

interface Clash {
  /** the one that is there */
  readonly row: Row
  readonly problem: SqlProblem
}

function clashOf(table: Table, rows: readonly Row[], row: Row): Clash | undefined {
  for (const { name, columns } of table.keys) {
    if (columns.some((at) => row[at] === null)) continue
    const text = keyText(row, columns)
    const other = rows.find((one) => keyText(one, columns) === text)
    if (!other) continue
    const names = columns.map((at) => table.columns[at]!.name).join(', ')
    const values = columns.map((at) => row[at])
    const problem = new SqlProblem('23505', `duplicate key value violates unique constraint "${name}"`, {
      detail: `Key (${names})=(${values.join(', ')}) already exists.`,
      about: [values.join('-'), name],
    })
    return { row: other, problem }
  }
  return undefined
}

function checkKeys(table: Table, rows: readonly Row[]): void {
  for (const key of table.keys) {
    const seen = new Set<string>()
    for (const row of rows) {
      if (key.columns.some((at) => row[at] === null)) continue
      const text = keyText(row, key.columns)
      if (seen.has(text)) throw clashOf({ ...table, keys: [key] }, [row], row)!.problem
      seen.add(text)
    }
  }
}

function returned(items: readonly SelectItem[] | undefined, table: Table, rows: readonly Row[], scope: Scope): Row[] {
  if (!items) return []
  const own = scopeOf(scope.session, scope.parameters, table.columns)
  const list = itemsOf(scope.session, items, table.columns)
  return rows.map((row) => list.map(({ of }) => evaluate(of, { ...own, row }).text))
}
