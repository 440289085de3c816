// Runs a statement of MySQL in a session, and says what it comes to.
import { insert, remove, tableOf, truncate, update } from '../../sql/change-rows.ts'
import { evaluate } from '../../sql/evaluate.ts'
import { VARCHAR } from '../../sql/kinds.ts'
import type { Cell } from '../../sql/language.ts'
import { newTable } from '../../sql/new-table.ts'
import { SqlProblem } from '../../sql/problem.ts'
import { columnsOf, type ResultColumn, runSelect, scopeOf, sourceOf } from '../../sql/select.ts'
import type { Row } from '../../sql/table.ts'
import { MySqlProblem } from '../problem.ts'
import type { MySqlSession } from '../session.ts'
import { changeUser, dropUsers, grant } from './accounts.ts'
import { listingOf } from './show.ts'
import type { MySqlStatement } from './statement.ts'
import { visibleDatabases } from './system-tables.ts'
import { setVariable } from './variables.ts'

export interface Outcome {
  /** undefined when no rows come back */
  readonly columns?: readonly ResultColumn[]
  readonly rows: readonly Row[]
  readonly affected: number
  readonly insertId: string
}

const done: Outcome = { rows: [], affected: 0, insertId: '0' }

/** The columns of what comes back, as far as they are known before the statement runs. */
export function describe(
  session: MySqlSession,
  statement: MySqlStatement,
  parameters: readonly Cell[],
): ResultColumn[] {
  if (statement.type === 'select') {
    const source = statement.from === undefined ? undefined : sourceOf(session, statement.from)
    return columnsOf(session, statement.items, parameters, source)
  }
  if (statement.type === 'show') {
    return listingOf(session, statement, visibleDatabases(session)).columns.map((name) => ({ name, kind: VARCHAR }))
  }
  return []
}

/** Throws a SqlProblem or a MySqlProblem. */
export function run(session: MySqlSession, statement: MySqlStatement, parameters: readonly Cell[]): Outcome {
  switch (statement.type) {
    case 'select': {
      const columns = describe(session, statement, parameters)
      return { ...done, columns, rows: runSelect(session, statement, parameters) }
    }
    case 'show': {
      const { columns, rows } = listingOf(session, statement, visibleDatabases(session))
      return { ...done, columns: columns.map((name) => ({ name, kind: VARCHAR })), rows }
    }
    case 'update':
      return { ...done, affected: update(session, statement, parameters).count }
    case 'insert': {
      const { count, counted } = insert(session, statement, parameters)
      if (counted !== undefined) session.lastInsertId = counted
      return { ...done, affected: count, insertId: counted ?? '0' }
    }
    case 'delete':
      return { ...done, affected: remove(session, statement, parameters).count }
    case 'truncate':
      truncate(session, statement.names)
      for (const name of statement.names)
        for (const column of tableOf(session, name).columns) if (column.last) column.last = 0
      return done
    case 'create table':
      return createTable(session, statement)
    case 'drop table':
      for (const name of statement.names) {
        const place = session.place(name)
        if (!place.tables.delete(place.name) && !statement.lenient)
          throw unknownTable(`${place.database}.${place.name}`)
      }
      return done
    case 'create database':
      return createDatabase(session, statement)
    case 'drop database':
      return dropDatabase(session, statement)
    case 'use':
      session.use(statement.name)
      return done
    case 'set':
      for (const [name, value] of statement.variables) {
        setVariable(session, name, value && evaluate(value, scopeOf(session, parameters, [])))
      }
      return done
    case 'set user':
      changeUser(session, statement)
      return done
    case 'drop user':
      dropUsers(session, statement)
      return done
    case 'grant':
    case 'revoke':
      grant(session, statement)
      return done
    case 'nothing':
      return done
    default:
      throw new Error(`${statement.type} belongs to the transaction`)
  }
}

const unknownTable = (name: string): MySqlProblem => new MySqlProblem(1051, '42S02', `Unknown table '${name}'`)

function createTable(session: MySqlSession, statement: Extract<MySqlStatement, { type: 'create table' }>): Outcome {
  const { tables, name } = session.place(statement.table)
  if (tables.has(name)) {
    if (statement.lenient) return done
    throw new SqlProblem('42P07', `relation "${name}" already exists`, { about: [name] })
  }
  if (statement.columns.length === 0) throw new MySqlProblem(1113, '42000', 'A table must have at least 1 column')
  const made = newTable(statement, ({ primary, columns }) => `${name}.${primary ? 'PRIMARY' : columns[0]}`)
  tables.set(name, made)
  return done
}

function createDatabase(
  session: MySqlSession,
  { name, lenient }: { readonly name: string; readonly lenient: boolean },
): Outcome {
  const { databases } = session.server.cluster
  if (databases.has(name)) {
    if (lenient) return { ...done, affected: 1 }
    throw new MySqlProblem(1007, 'HY000', `Can't create database '${name}'; database exists`)
  }
  if (!session.mayUse(name)) session.tablesOf(name)
  databases.set(name, new Map())
  return { ...done, affected: 1 }
}

function dropDatabase(
  session: MySqlSession,
  { names, lenient }: { readonly names: readonly string[]; readonly lenient: boolean },
): Outcome {
  const { databases } = session.server.cluster
  for (const name of names) {
    if (databases.has(name)) session.tablesOf(name)
    else if (!lenient) throw new MySqlProblem(1008, 'HY000', `Can't drop database '${name}'; database doesn't exist`)
    databases.delete(name)
    if (session.database === name) session.database = undefined
  }
  return done
}
