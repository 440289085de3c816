// Reads SHOW and DESCRIBE.
import type { Cursor } from '../../sql/cursor.ts'
import { notSimulated } from '../../sql/problem.ts'
import type { MySqlStatement, ShowWhat } from './statement.ts'

const words: Readonly<Record<string, ShowWhat>> = {
  columns: 'columns',
  databases: 'databases',
  engines: 'engines',
  fields: 'columns',
  grants: 'grants',
  processlist: 'processlist',
  schemas: 'databases',
  status: 'status',
  tables: 'tables',
  variables: 'variables',
  warnings: 'warnings',
}

export function readShow(cursor: Cursor): MySqlStatement {
  const full = cursor.takes('full')
  if (!cursor.takes('global')) cursor.takes('session')
  const { token } = cursor
  const what = token.type === 'word' && Object.hasOwn(words, token.text) ? words[token.text] : undefined
  if (!what) throw token.type === 'word' ? notSimulated() : cursor.problem()
  cursor.advance()
  let of: string | undefined
  if (what === 'columns') of = readOf(cursor)
  if (what === 'grants' && !cursor.isAtEnd) throw notSimulated()
  while (cursor.sees('from') || cursor.sees('in')) {
    const database = readOf(cursor)
    of = of === undefined ? database : `${database}.${of}`
  }
  return { type: 'show', what, full, of, like: readLike(cursor) }
}

function readOf(cursor: Cursor): string {
  if (!cursor.takes('in')) cursor.expect('from')
  return cursor.qualifiedName()
}

/** `LIKE 'a%'`, `WHERE Variable_name = 'a'` */
function readLike(cursor: Cursor): string | undefined {
  if (cursor.takes('like')) return cursor.label()
  if (!cursor.takes('where')) return undefined
  cursor.name()
  if (!cursor.takesSign('=') && !cursor.takes('like')) throw notSimulated()
  return cursor.label()
}

export const readDescribe = (cursor: Cursor): MySqlStatement => {
  if (cursor.sees('select') || cursor.sees('analyze')) throw notSimulated()
  return { type: 'show', what: 'columns', full: false, of: cursor.qualifiedName(), like: undefined }
}
