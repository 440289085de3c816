// Reads a statement of PostgreSQL.

import { Cursor } from '../../sql/cursor.ts'
import { readDelete, readInsert, readSelect, readUpdate } from '../../sql/parse-rows.ts'
import { notSimulated } from '../../sql/problem.ts'
import { postgresGrammar } from './grammar.ts'
import { readCreateTable, readRole } from './parse-definition.ts'
import type { Statement } from './statement.ts'

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
  const cursor = new Cursor(sql, postgresGrammar)
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
