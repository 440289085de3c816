// Reads the statements that define tables and roles.

import type { Cursor } from '../../sql/cursor.ts'
import { readExpression, readKind } from '../../sql/expression.ts'
import { notSimulated } from '../../sql/problem.ts'
import type { ColumnDefinition } from '../../sql/statement.ts'
import { type Statement, serialKind } from './statement.ts'

interface Key {
  readonly columns: readonly string[]
  readonly primary: boolean
}

export function readCreateTable(cursor: Cursor): Statement {
  const lenient = cursor.takes('if', 'not', 'exists')
  const table = cursor.qualifiedName()
  const columns: ColumnDefinition[] = []
  const keys: Key[] = []
  if (cursor.sees('as') || cursor.sees('partition')) throw notSimulated()
  cursor.expectSign('(')
  if (!cursor.takesSign(')')) {
    cursor.list(() => {
      const key = readKey(cursor)
      if (key) keys.push(key)
      else columns.push(readColumn(cursor, keys))
    })
    cursor.expectSign(')')
  }
  return { type: 'create table', table, lenient, columns, keys }
}

function readKey(cursor: Cursor): Key | undefined {
  if (cursor.takes('constraint')) cursor.name()
  const primary = cursor.takes('primary', 'key')
  if (!primary && !cursor.takes('unique')) {
    if (cursor.sees('check') || cursor.sees('foreign')) throw notSimulated()
    return undefined
  }
  const columns = cursor.inParentheses(() => cursor.list(() => cursor.name()))
  return { columns, primary }
}

function readColumn(cursor: Cursor, keys: Key[]): ColumnDefinition {
  const name = cursor.name()
  const counted = cursor.token.type === 'word' ? serialKind(cursor.token.text) : undefined
  if (counted) cursor.advance()
  const { kind, length } = counted ? { kind: counted, length: undefined } : readKind(cursor)
  let notNull = counted !== undefined
  let serial = counted !== undefined
  let standard: string | undefined
  for (;;) {
    if (cursor.takes('not', 'null')) notNull = true
    else if (cursor.takes('primary', 'key')) {
      notNull = true
      keys.push({ columns: [name], primary: true })
    } else if (cursor.takes('unique')) keys.push({ columns: [name], primary: false })
    else if (cursor.takes('default')) {
      const from = cursor.token.at
      readExpression(cursor)
      standard = cursor.sql.slice(from, cursor.token.at)
    } else if (
      cursor.takes('generated', 'always', 'as', 'identity') ||
      cursor.takes('generated', 'by', 'default', 'as', 'identity')
    ) {
      serial = true
      notNull = true
    } else if (!cursor.takes('null')) break
  }
  if (cursor.sees('references') || cursor.sees('check') || cursor.sees('collate')) throw notSimulated()
  return { name, kind, length, notNull, serial, standard }
}

/** `CREATE ROLE name [WITH] option…`, `ALTER ROLE …` */
export function readRole(cursor: Cursor, make: boolean): Statement {
  const user = cursor.tokens[1]?.text === 'user'
  const name = cursor.name()
  cursor.takes('with')
  let login = make && user
  let superuser: boolean | undefined
  let password: string | null | undefined
  while (!cursor.isAtEnd && cursor.token.text !== ';') {
    if (cursor.takes('login')) login = true
    else if (cursor.takes('superuser')) superuser = true
    else if (cursor.takes('nosuperuser')) superuser = false
    else if (cursor.takes('encrypted', 'password') || cursor.takes('password')) {
      const token = cursor.advance()
      password = token.type === 'string' ? token.text : null
    } else if (
      [
        'nologin',
        'createdb',
        'nocreatedb',
        'createrole',
        'nocreaterole',
        'inherit',
        'noinherit',
        'replication',
        'noreplication',
        'bypassrls',
      ].includes(cursor.token.text)
    ) {
      cursor.advance()
    } else throw notSimulated()
  }
  return { type: 'set role', make, name, login, superuser, password }
}
