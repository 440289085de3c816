// Reads the statements of MySQL that define tables, databases and users.
import type { Cursor } from '../../sql/cursor.ts'
import { readExpression, readKind } from '../../sql/expression.ts'
import type { KeyDefinition } from '../../sql/new-table.ts'
import { notSimulated } from '../../sql/problem.ts'
import type { ColumnDefinition } from '../../sql/statement.ts'
import type { MySqlStatement, UserName } from './statement.ts'

export function readCreate(cursor: Cursor): MySqlStatement {
  if (cursor.takes('user')) return readUser(cursor, true)
  if (cursor.takes('database') || cursor.takes('schema')) {
    const lenient = cursor.takes('if', 'not', 'exists')
    const name = cursor.name()
    skipOptions(cursor)
    return { type: 'create database', name, lenient }
  }
  if (cursor.sees('temporary') || !cursor.takes('table')) throw notSimulated()
  const lenient = cursor.takes('if', 'not', 'exists')
  const table = cursor.qualifiedName()
  if (cursor.sees('like') || cursor.sees('as') || cursor.sees('select')) throw notSimulated()
  const columns: ColumnDefinition[] = []
  const keys: KeyDefinition[] = []
  cursor.inParentheses(() =>
    cursor.list(() => {
      if (!readKey(cursor, keys)) columns.push(readColumn(cursor, keys))
    }),
  )
  skipOptions(cursor)
  return { type: 'create table', table, lenient, columns, keys }
}

/** Engine, character set and their like change nothing here. */
function skipOptions(cursor: Cursor): void {
  while (!cursor.isAtEnd && cursor.token.text !== ';') {
    if (cursor.sees('partition') || cursor.sees('select') || cursor.sees('as')) throw notSimulated()
    cursor.advance()
  }
}

/** A line of a table that is no column; indexes that only make it quicker are read and left. */
function readKey(cursor: Cursor, keys: KeyDefinition[]): boolean {
  const named = cursor.takes('constraint')
  if (named && !cursor.sees('primary') && !cursor.sees('unique') && !cursor.sees('foreign')) cursor.name()
  if (cursor.sees('foreign') || cursor.sees('check') || cursor.sees('fulltext')) throw notSimulated()
  const primary = cursor.takes('primary', 'key')
  const unique = !primary && cursor.takes('unique')
  const index = cursor.takes('key') || cursor.takes('index')
  if (!primary && !unique && !index) return false
  if (cursor.isAtName) cursor.name()
  if (cursor.takes('using')) cursor.name()
  const columns = cursor.inParentheses(() => cursor.list(() => readKeyPart(cursor)))
  if (cursor.takes('using')) cursor.name()
  if (primary || unique) keys.push({ columns, primary })
  return true
}

function readKeyPart(cursor: Cursor): string {
  const name = cursor.name()
  if (cursor.takesSign('(')) throw notSimulated()
  if (!cursor.takes('asc')) cursor.takes('desc')
  return name
}

function readColumn(cursor: Cursor, keys: KeyDefinition[]): ColumnDefinition {
  const name = cursor.name()
  if (cursor.sees('enum') || cursor.sees('set')) throw notSimulated()
  const { kind, length } = readKind(cursor)
  let notNull = false
  let serial = false
  let standard: string | undefined
  for (;;) {
    if (cursor.takes('not', 'null')) notNull = true
    else if (cursor.takes('auto_increment')) serial = true
    else if (cursor.takes('primary', 'key') || cursor.takes('key')) keys.push({ columns: [name], primary: true })
    else if (cursor.takes('unique')) {
      cursor.takes('key')
      keys.push({ columns: [name], primary: false })
    } else if (cursor.takes('default')) {
      const from = cursor.token.at
      readExpression(cursor)
      standard = cursor.sql.slice(from, cursor.token.at)
    } else if (cursor.takes('comment') || cursor.takes('collate') || cursor.takes('character', 'set')) cursor.label()
    else if (cursor.sees('on') || cursor.sees('references') || cursor.sees('check') || cursor.sees('generated')) {
      throw notSimulated()
    } else if (!cursor.takes('null') && !cursor.takes('unsigned') && !cursor.takes('signed')) break
  }
  return { name, kind, length, notNull: notNull || serial, serial, standard }
}

/** `name`, `'name'@'host'` */
export function readUserName(cursor: Cursor): UserName {
  const name = cursor.label()
  if (name.includes('@')) return { name: name.split('@')[0]!, host: name.split('@')[1]! }
  // a name behind the sign is one word with it
  if (cursor.token.type === 'word' && cursor.token.text.startsWith('@')) return { name, host: cursor.label().slice(1) }
  return { name, host: cursor.takesSign('@') ? cursor.label() : '%' }
}

/** `CREATE USER name IDENTIFIED [WITH plugin] BY 'password'`, `ALTER USER …` */
export function readUser(cursor: Cursor, make: boolean): MySqlStatement {
  const lenient = make ? cursor.takes('if', 'not', 'exists') : cursor.takes('if', 'exists')
  const user = readUserName(cursor)
  let password: string | undefined
  if (cursor.takes('identified')) {
    if (cursor.takes('with')) cursor.label()
    if (cursor.takes('by')) password = cursor.label()
    else if (!cursor.isAtEnd) throw notSimulated()
  }
  if (!cursor.isAtEnd && cursor.token.text !== ';') throw notSimulated()
  return { type: 'set user', make, lenient, user, password }
}
