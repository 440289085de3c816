// Reads a statement of MySQL.
import { Cursor } from '../../sql/cursor.ts'
import { type Expression, readExpression } from '../../sql/expression.ts'
import { readDelete, readInsert, readSelect, readUpdate } from '../../sql/parse-rows.ts'
import { notSimulated } from '../../sql/problem.ts'
import { mysqlGrammar } from './grammar.ts'
import { readCreate, readUser, readUserName } from './parse-definition.ts'
import { readDescribe, readShow } from './parse-show.ts'
import type { MySqlStatement } from './statement.ts'

/** First words of statements that MySQL knows. */
const known = new Set(
  (
    'alter analyze binlog cache call change check checksum clone deallocate delimiter do execute explain handler help ' +
    'import install kill load lock optimize prepare purge rename repair reset restart signal stop table uninstall values ' +
    'with xa'
  ).split(' '),
)

/** Throws 42601 for what is wrong, 0A000 for what is not simulated. */
export function parseMySql(sql: string): MySqlStatement {
  const cursor = new Cursor(sql, mysqlGrammar)
  const { token } = cursor
  const read = token.type === 'word' && Object.hasOwn(readers, token.text) ? readers[token.text] : undefined
  if (!read) throw token.type === 'word' && known.has(token.text) ? notSimulated() : cursor.problem()
  cursor.advance()
  const statement = read(cursor)
  cursor.takesSign(';')
  if (!cursor.isAtEnd) throw cursor.sees('group') ? notSimulated() : cursor.problem()
  return statement
}

const readers: Readonly<Record<string, (cursor: Cursor) => MySqlStatement>> = {
  select(cursor) {
    const select = readSelect(cursor)
    return select.from === 'dual' ? { ...select, from: undefined } : select
  },
  insert(cursor) {
    if (!cursor.takes('ignore')) return readInsert(cursor)
    const insert = readInsert(cursor)
    return insert.type === 'insert' ? { ...insert, onConflict: 'skip' } : insert
  },
  replace(cursor) {
    const insert = readInsert(cursor)
    return insert.type === 'insert' ? { ...insert, onConflict: 'replace' } : insert
  },
  update: readUpdate,
  delete: readDelete,
  create: readCreate,
  drop: readDrop,
  truncate(cursor) {
    cursor.takes('table')
    return { type: 'truncate', names: [cursor.qualifiedName()] }
  },
  use: (cursor) => ({ type: 'use', name: cursor.name() }),
  show: readShow,
  describe: readDescribe,
  desc: readDescribe,
  set: readSet,
  begin: (cursor) => begin(cursor),
  start(cursor) {
    cursor.expect('transaction')
    return begin(cursor)
  },
  commit: (cursor) => end(cursor, 'commit'),
  rollback(cursor) {
    const statement = end(cursor, 'rollback')
    if (!cursor.takes('to')) return statement
    cursor.takes('savepoint')
    return { type: 'rollback to', name: cursor.name() }
  },
  savepoint: (cursor) => ({ type: 'savepoint', name: cursor.name() }),
  release(cursor) {
    cursor.expect('savepoint')
    return { type: 'release', name: cursor.name() }
  },
  alter(cursor) {
    if (cursor.takes('user')) return readUser(cursor, false)
    throw notSimulated()
  },
  grant: (cursor) => readGrant(cursor, 'grant'),
  revoke: (cursor) => readGrant(cursor, 'revoke'),
  flush: nothing,
  unlock: nothing,
  shutdown: () => ({ type: 'shutdown' }),
}

function toEnd(cursor: Cursor): void {
  while (!cursor.isAtEnd && !(cursor.token.type === 'sign' && cursor.token.text === ';')) cursor.advance()
}

/** What changes nothing that is simulated. */
function nothing(cursor: Cursor): MySqlStatement {
  toEnd(cursor)
  return { type: 'nothing' }
}

function begin(cursor: Cursor): MySqlStatement {
  toEnd(cursor)
  return { type: 'begin' }
}

function end(cursor: Cursor, type: 'commit' | 'rollback'): MySqlStatement {
  cursor.takes('work')
  return { type }
}

function readSet(cursor: Cursor): MySqlStatement {
  const isTransaction = cursor.sees('transaction') || cursor.sees('session', 'transaction')
  if (isTransaction || cursor.sees('global', 'transaction')) return nothing(cursor)
  if (cursor.takes('names')) {
    const name = cursor.label()
    if (cursor.takes('collate')) cursor.label()
    const value: Expression = { type: 'constant', ...textCell(name) }
    const names = ['character_set_client', 'character_set_connection', 'character_set_results']
    return { type: 'set', variables: names.map((one) => [one, value]) }
  }
  if (cursor.takes('password')) throw notSimulated()
  const variables = cursor.list((): [string, Expression | undefined] => {
    if (!cursor.takes('session') && !cursor.takes('global')) cursor.takes('local')
    const name = cursor.label()
    if (!cursor.takesSign('=')) cursor.expectSign(':=')
    if (cursor.takes('default')) return [name, undefined]
    if (!cursor.takes('on')) return [name, readExpression(cursor)]
    return [name, { type: 'constant', ...mysqlGrammar.truth(true) }]
  })
  return { type: 'set', variables }
}

const textCell = (text: string): { kind: NonNullable<ReturnType<typeof mysqlGrammar.kindNamed>>; text: string } => ({
  kind: mysqlGrammar.kindNamed('varchar')!,
  text,
})

function readDrop(cursor: Cursor): MySqlStatement {
  cursor.takes('temporary')
  const isDatabase = cursor.takes('database') || cursor.takes('schema')
  const isUser = !isDatabase && cursor.takes('user')
  if (!isDatabase && !isUser && !cursor.takes('table')) throw notSimulated()
  const lenient = cursor.takes('if', 'exists')
  if (isUser) return { type: 'drop user', users: cursor.list(() => readUserName(cursor)), lenient }
  const names = cursor.list(() => cursor.qualifiedName())
  if (!cursor.takes('cascade')) cursor.takes('restrict')
  return { type: isDatabase ? 'drop database' : 'drop table', names, lenient }
}

/** differs: a grant of anything is one of everything, and tables have none of their own. */
function readGrant(cursor: Cursor, type: 'grant' | 'revoke'): MySqlStatement {
  while (!cursor.sees('on')) {
    if (cursor.isAtEnd) throw cursor.problem()
    cursor.advance()
  }
  cursor.expect('on')
  const database = cursor.takesSign('*') ? '*' : cursor.label().replaceAll('\\', '')
  if (cursor.takesSign('.') && !cursor.takesSign('*')) cursor.label()
  cursor.expect(type === 'grant' ? 'to' : 'from')
  const users = cursor.list(() => readUserName(cursor))
  toEnd(cursor)
  return { type, database, users }
}
