// Runs a statement of SQL in a session, and says what it comes to.

import { secretOf } from '../../scram.ts'
import { type Change, insert, remove, tableOf, truncate, update } from '../../sql/change-rows.ts'
import { type Kind, TEXT } from '../../sql/kinds.ts'
import type { Cell } from '../../sql/language.ts'
import { newTable } from '../../sql/new-table.ts'
import { SqlProblem } from '../../sql/problem.ts'
import { columnsOf, type ResultColumn, runSelect, sourceOf } from '../../sql/select.ts'
import type { Row } from '../../sql/table.ts'
import type { Session } from '../session.ts'
import type { Statement } from './statement.ts'

export interface Result {
  readonly tag: string
  readonly rows: readonly Row[]
  /** a code and a text */
  readonly notice?: readonly [string, string]
}

/** The columns of what comes back; undefined when nothing does. */
export function describe(
  session: Session,
  statement: Statement,
  parameters: readonly Cell[],
): ResultColumn[] | undefined {
  switch (statement.type) {
    case 'select': {
      const source = statement.from === undefined ? undefined : sourceOf(session, statement.from)
      return columnsOf(session, statement.items, parameters, source)
    }
    case 'insert':
    case 'update':
    case 'delete':
      if (!statement.returning) return undefined
      return columnsOf(session, statement.returning, parameters, tableOf(session, statement.table))
    case 'show':
      return [{ name: session.setting(statement.name).name, kind: TEXT }]
    default:
      return undefined
  }
}

/** Throws a SqlProblem. */
export function run(session: Session, statement: Statement, parameters: readonly Cell[]): Result {
  switch (statement.type) {
    case 'select': {
      const rows = runSelect(session, statement, parameters)
      return { tag: `SELECT ${rows.length}`, rows }
    }
    case 'insert':
      return told('INSERT 0', insert(session, statement, parameters))
    case 'update':
      return told('UPDATE', update(session, statement, parameters))
    case 'delete':
      return told('DELETE', remove(session, statement, parameters))
    case 'show':
      return { tag: 'SHOW', rows: [[session.setting(statement.name).value]] }
    case 'set':
      session.set(statement.name, statement.value)
      return done(statement.value === undefined ? 'RESET' : 'SET')
    case 'truncate':
      truncate(session, statement.names)
      return done('TRUNCATE TABLE')
    case 'create table':
      return createTable(session, statement)
    case 'drop table':
      return dropTables(session, statement.names, statement.lenient)
    case 'create database':
      return createDatabase(session, statement.name)
    case 'drop database':
      return dropFrom(session, session.server.cluster.databases, statement, 'database', '3D000')
    case 'drop role':
      return dropFrom(session, session.server.cluster.roles, statement, 'role', '42704')
    case 'set role':
      return setRole(session, statement)
    case 'nothing':
      return done(statement.tag)
    default:
      throw new Error(`${statement.type} belongs to the transaction`)
  }
}

const told = (word: string, { count, rows }: Change): Result => ({ tag: `${word} ${count}`, rows })

const done = (tag: string): Result => ({ tag, rows: [] })

function createTable(session: Session, statement: Extract<Statement, { type: 'create table' }>): Result {
  const { table: name, lenient } = statement
  const { tables } = session
  if (tables.has(name)) {
    const text = `relation "${name}" already exists`
    if (!lenient) throw new SqlProblem('42P07', text)
    return { ...done('CREATE TABLE'), notice: ['42P07', `${text}, skipping`] }
  }
  const table = newTable(statement, ({ primary, columns }) =>
    primary ? `${name}_pkey` : `${name}_${columns.join('_')}_key`,
  )
  tables.set(name, table)
  session.undo.push(() => tables.delete(name))
  return done('CREATE TABLE')
}

function dropTables(session: Session, names: readonly string[], lenient: boolean): Result {
  const { tables } = session
  let notice: readonly [string, string] | undefined
  for (const name of names) {
    const table = tables.get(name)
    if (!table && !lenient) throw new SqlProblem('42P01', `table "${name}" does not exist`)
    if (!table) notice = ['00000', `table "${name}" does not exist, skipping`]
    else {
      tables.delete(name)
      session.undo.push(() => tables.set(name, table))
    }
  }
  return { ...done('DROP TABLE'), ...(notice ? { notice } : {}) }
}

function createDatabase(session: Session, name: string): Result {
  if (session.status !== 'I') throw new SqlProblem('25001', 'CREATE DATABASE cannot run inside a transaction block')
  const { databases } = session.server.cluster
  if (databases.has(name)) throw new SqlProblem('42P04', `database "${name}" already exists`)
  databases.set(name, new Map())
  return done('CREATE DATABASE')
}

function dropFrom(
  session: Session,
  from: Map<string, unknown>,
  { names, lenient }: { readonly names: readonly string[]; readonly lenient: boolean },
  what: 'database' | 'role',
  code: string,
): Result {
  const own = what === 'database' ? session.database : session.user
  let notice: readonly [string, string] | undefined
  for (const name of names) {
    if (name === own)
      throw new SqlProblem(
        '55006',
        what === 'role' ? 'current user cannot be dropped' : 'cannot drop the currently open database',
      )
    if (from.delete(name)) continue
    if (!lenient) throw new SqlProblem(code, `${what} "${name}" does not exist`)
    notice = ['00000', `${what} "${name}" does not exist, skipping`]
  }
  return { ...done(`DROP ${what.toUpperCase()}`), ...(notice ? { notice } : {}) }
}

function setRole(session: Session, statement: Extract<Statement, { type: 'set role' }>): Result {
  const { name, make, login, superuser, password } = statement
  const { process, cluster } = session.server
  const before = cluster.roles.get(name)
  if (make && before) throw new SqlProblem('42710', `role "${name}" already exists`)
  if (!make && !before) throw new SqlProblem('42704', `role "${name}" does not exist`)
  if (!session.isSuperuser) throw new SqlProblem('42501', `permission denied to ${make ? 'create' : 'alter'} role`)
  const secret =
    password === undefined ? (before?.secret ?? null) : password === null ? null : secretOf(process, password)
  cluster.roles.set(name, {
    superuser: superuser ?? before?.superuser ?? false,
    login: login || (before?.login ?? false),
    secret,
  })
  session.undo.push(() => (before ? cluster.roles.set(name, before) : cluster.roles.delete(name)))
  return done(make ? 'CREATE ROLE' : 'ALTER ROLE')
}

/** The types of a statement's parameters, from what stands around them. */
export function parameterKinds(
  session: Session,
  statement: Statement,
  declared: readonly (Kind | undefined)[],
): Kind[] {
  const found = new Map<number, Kind>()
  const note = (expression: unknown, kind: Kind | undefined): void => {
    const one = expression as { type?: string; index?: number } | undefined
    if (one?.type === 'parameter' && kind && !found.has(one.index!)) found.set(one.index!, kind)
  }
  let most = declared.length
  let columns: readonly { readonly name: string; readonly kind: Kind }[] = []
  const kindOfSide = (side: unknown): Kind | undefined => {
    const one = side as { type?: string; name?: string; kind?: Kind } | undefined
    if (one?.type === 'column') return columns.find(({ name }) => name === one.name)?.kind
    return one?.type === 'constant' || one?.type === 'cast' ? one.kind : undefined
  }
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) for (const one of node) walk(one)
    const one = node as Record<string, unknown>
    if (one.type === 'parameter') most = Math.max(most, Number(one.index))
    if (one.type === 'cast') note(one.of, one.kind as Kind)
    if (one.type === 'binary') {
      note(one.left, kindOfSide(one.right))
      note(one.right, kindOfSide(one.left))
    }
    if (one.type === 'in') for (const item of one.list as unknown[]) note(item, kindOfSide(one.of))
    for (const value of Object.values(one)) walk(value)
  }
  if ('table' in statement && statement.type !== 'create table') columns = tableOf(session, statement.table).columns
  if (statement.type === 'select' && statement.from !== undefined) columns = sourceOf(session, statement.from).columns
  if (statement.type === 'insert') {
    const names = statement.columns ?? columns.map(({ name }) => name)
    for (const row of statement.rows) {
      for (const [at, value] of row.entries()) note(value, columns.find(({ name }) => name === names[at])?.kind)
    }
  }
  if (statement.type === 'update') {
    for (const [name, value] of statement.set) note(value, columns.find((column) => column.name === name)?.kind)
  }
  walk(statement)
  return Array.from({ length: Math.min(most, 65_535) }, (_none, at) => {
    const kind = declared[at] ?? found.get(at + 1) ?? TEXT
    return kind.name === 'unknown' ? TEXT : kind
  })
}
