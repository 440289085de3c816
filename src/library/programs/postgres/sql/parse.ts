// Reads a statement of SQL.
import { notSimulated } from '../problem.ts'
import { Cursor } from './cursor.ts'
import { type Expression, readExpression } from './expression.ts'
import { readCreateTable, readRole } from './parse-definition.ts'
import type { Select, SelectItem, Statement } from './statement.ts'

/** First words of statements that PostgreSQL knows. */
const known = new Set(
  (
    'abort alter analyze call checkpoint close cluster comment copy create deallocate declare do drop execute explain ' +
    'fetch grant import insert listen load lock merge move notify prepare reassign refresh reindex revoke security ' +
    'select table truncate unlisten update vacuum values with'
  ).split(' '),
)

/** Throws 42601 for what is wrong, 0A000 for what is not simulated. */
export function parseStatement(sql: string): Statement {
  const cursor = new Cursor(sql)
  const { token } = cursor
  const read = Object.hasOwn(readers, token.text) && token.type === 'word' ? readers[token.text] : undefined
  if (!read) throw token.type === 'word' && known.has(token.text) ? notSimulated() : cursor.problem()
  cursor.advance()
  const statement = read(cursor)
  cursor.takesSign(';')
  if (!cursor.isAtEnd) throw cursor.problem()
  return statement
}

const readers: Readonly<Record<string, (cursor: Cursor) => Statement>> = {
  select: readSelect,
  insert: readInsert,
  update: readUpdate,
  delete: readDelete,
  create: readCreate,
  drop: readDrop,
  alter(cursor) {
    if (cursor.takes('role') || cursor.takes('user')) return readRole(cursor, false)
    throw notSimulated()
  },
  truncate(cursor) {
    cursor.takes('table')
    const names = cursor.list(() => cursor.qualifiedName())
    if (!cursor.takes('restart', 'identity')) cursor.takes('continue', 'identity')
    if (!cursor.takes('cascade')) cursor.takes('restrict')
    return { type: 'truncate', names }
  },
  begin: (cursor) => readBegin(cursor),
  start(cursor) {
    cursor.expect('transaction')
    return readBegin(cursor)
  },
  commit: (cursor) => endOfTransaction(cursor, 'commit'),
  end: (cursor) => endOfTransaction(cursor, 'commit'),
  abort: (cursor) => endOfTransaction(cursor, 'rollback'),
  rollback(cursor) {
    const end = endOfTransaction(cursor, 'rollback')
    if (!cursor.takes('to')) return end
    cursor.takes('savepoint')
    return { type: 'rollback to', name: cursor.name() }
  },
  savepoint: (cursor) => ({ type: 'savepoint', name: cursor.name() }),
  release(cursor) {
    cursor.takes('savepoint')
    return { type: 'release', name: cursor.name() }
  },
  set: readSet,
  reset: (cursor) => ({ type: 'set', name: cursor.advance().text, value: undefined }),
  show: (cursor) => ({ type: 'show', name: settingName(cursor) }),
  discard(cursor) {
    cursor.expect('all')
    return { type: 'nothing', tag: 'DISCARD ALL' }
  },
}

function readBegin(cursor: Cursor): Statement {
  if (!cursor.takes('transaction')) cursor.takes('work')
  while (!cursor.isAtEnd && !(cursor.token.type === 'sign' && cursor.token.text === ';')) cursor.advance()
  return { type: 'begin' }
}

function endOfTransaction(cursor: Cursor, type: 'commit' | 'rollback'): Statement {
  if (!cursor.takes('transaction')) cursor.takes('work')
  return { type }
}

function settingName(cursor: Cursor): string {
  if (cursor.takes('time', 'zone')) return 'TimeZone'
  if (cursor.takes('transaction', 'isolation', 'level')) return 'transaction_isolation'
  let name = cursor.advance().text
  while (cursor.takesSign('.')) name += `.${cursor.advance().text}`
  return name
}

function readSet(cursor: Cursor): Statement {
  if (!cursor.takes('session')) cursor.takes('local')
  if (cursor.sees('transaction') || cursor.sees('characteristics')) {
    while (!cursor.isAtEnd) cursor.advance()
    return { type: 'nothing', tag: 'SET' }
  }
  const name = settingName(cursor)
  if (name !== 'TimeZone' && !cursor.takesSign('=')) cursor.expect('to')
  const values = cursor.list(() => (cursor.takesSign('-') ? '-' : '') + cursor.advance().text)
  return { type: 'set', name, value: values[0] === 'default' ? undefined : values.join(', ') }
}

function readItems(cursor: Cursor): SelectItem[] {
  return cursor.list((): SelectItem => {
    if (cursor.takesSign('*')) return { of: undefined, alias: undefined }
    const of = readExpression(cursor)
    const alias = cursor.takes('as') ? cursor.advance().text : cursor.isAtName ? cursor.name() : undefined
    return { of, alias }
  })
}

function readSelect(cursor: Cursor): Select {
  const distinct = cursor.takes('distinct')
  cursor.takes('all')
  const empty = cursor.isAtEnd || cursor.sees('from')
  const items = empty ? [] : readItems(cursor)
  const from = cursor.takes('from') ? cursor.qualifiedName() : undefined
  if (cursor.token.text === '(' || cursor.token.text === ',') throw notSimulated()
  const alias = from !== undefined && (cursor.takes('as') || cursor.isAtName) ? cursor.name() : undefined
  const where = cursor.takes('where') ? readExpression(cursor) : undefined
  const order = cursor.takes('order', 'by') ? cursor.list(() => readOrder(cursor)) : []
  let limit: Expression | undefined
  let offset: Expression | undefined
  for (;;) {
    if (cursor.takes('limit')) limit = cursor.takes('all') ? undefined : readExpression(cursor)
    else if (cursor.takes('offset')) {
      offset = readExpression(cursor)
      if (!cursor.takes('rows')) cursor.takes('row')
    } else break
  }
  // nobody else is in between: there is nothing to lock
  if (cursor.takes('for', 'update') || cursor.takes('for', 'share')) cursor.takes('skip', 'locked')
  return { type: 'select', items, distinct, from, alias, where, order, limit, offset }
}

function readOrder(cursor: Cursor): Select['order'][number] {
  const of = readExpression(cursor)
  const descending = cursor.takes('desc') || (cursor.takes('asc') && false)
  const nullsFirst = cursor.takes('nulls', 'first') || (!cursor.takes('nulls', 'last') && descending)
  return { of, descending, nullsFirst }
}

const readReturning = (cursor: Cursor): SelectItem[] | undefined =>
  cursor.takes('returning') ? readItems(cursor) : undefined

const readValue = (cursor: Cursor): Expression | undefined =>
  cursor.takes('default') ? undefined : readExpression(cursor)

function readInsert(cursor: Cursor): Statement {
  cursor.expect('into')
  const table = cursor.qualifiedName()
  const columns = cursor.takesSign('(') ? cursor.list(() => cursor.name()) : undefined
  if (columns) cursor.expectSign(')')
  if (cursor.sees('select')) throw notSimulated()
  let rows: (Expression | undefined)[][] = [[]]
  if (!cursor.takes('default', 'values')) {
    cursor.expect('values')
    rows = cursor.list(() => cursor.inParentheses(() => cursor.list(() => readValue(cursor))))
  }
  const onConflict = cursor.takes('on', 'conflict')
  if (onConflict) {
    if (cursor.takesSign('(')) {
      cursor.list(() => cursor.name())
      cursor.expectSign(')')
    }
    cursor.expect('do')
    if (!cursor.takes('nothing')) throw notSimulated()
  }
  return { type: 'insert', table, columns, rows, onConflict, returning: readReturning(cursor) }
}

function readUpdate(cursor: Cursor): Statement {
  const table = cursor.qualifiedName()
  cursor.expect('set')
  const set = cursor.list((): [string, Expression | undefined] => {
    const column = cursor.name()
    cursor.expectSign('=')
    return [column, readValue(cursor)]
  })
  if (cursor.sees('from')) throw notSimulated()
  const where = cursor.takes('where') ? readExpression(cursor) : undefined
  return { type: 'update', table, set, where, returning: readReturning(cursor) }
}

function readDelete(cursor: Cursor): Statement {
  cursor.expect('from')
  const table = cursor.qualifiedName()
  if (cursor.sees('using')) throw notSimulated()
  const where = cursor.takes('where') ? readExpression(cursor) : undefined
  return { type: 'delete', table, where, returning: readReturning(cursor) }
}

function readCreate(cursor: Cursor): Statement {
  cursor.takes('unlogged')
  if (cursor.takes('table')) return readCreateTable(cursor)
  if (cursor.takes('role') || cursor.takes('user')) return readRole(cursor, true)
  if (!cursor.takes('database')) throw notSimulated()
  const name = cursor.name()
  // owner, encoding and their like change nothing here
  while (!cursor.isAtEnd && cursor.token.text !== ';') cursor.advance()
  return { type: 'create database', name }
}

function readDrop(cursor: Cursor): Statement {
  const type = cursor.takes('table')
    ? 'drop table'
    : cursor.takes('database')
      ? 'drop database'
      : cursor.takes('role') || cursor.takes('user')
        ? 'drop role'
        : undefined
  if (!type) throw notSimulated()
  const lenient = cursor.takes('if', 'exists')
  const names = cursor.list(() => cursor.qualifiedName())
  if (!cursor.takes('cascade')) cursor.takes('restrict')
  return { type, names, lenient }
}
