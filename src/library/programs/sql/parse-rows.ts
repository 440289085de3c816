// Reads the statements about rows: SELECT, INSERT, UPDATE and DELETE.
import type { Cursor } from './cursor.ts'
import { type Expression, readExpression } from './expression.ts'
import { notSimulated } from './problem.ts'
import type { Assignments, CommonStatement, Select, SelectItem } from './statement.ts'

function readItems(cursor: Cursor): SelectItem[] {
  return cursor.list((): SelectItem => {
    if (cursor.takesSign('*')) return { of: undefined, alias: undefined, text: '*' }
    const from = cursor.token.at
    const of = readExpression(cursor)
    const text = cursor.sql.slice(from, cursor.token.at).trim()
    const alias = cursor.takes('as') ? cursor.label() : cursor.isAtName ? cursor.name() : undefined
    return { of, alias, text }
  })
}

export function readSelect(cursor: Cursor): Select {
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
    if (cursor.takes('limit')) {
      limit = cursor.takes('all') ? undefined : readExpression(cursor)
      if (cursor.grammar.mysql && cursor.takesSign(',')) [offset, limit] = [limit, readExpression(cursor)]
    } else if (cursor.takes('offset')) {
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

export function readInsert(cursor: Cursor): CommonStatement {
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
  const onConflict = readConflict(cursor)
  return { type: 'insert', table, columns, rows, onConflict, returning: readReturning(cursor) }
}

/** `ON CONFLICT … DO NOTHING`, `ON DUPLICATE KEY UPDATE …` */
function readConflict(cursor: Cursor): 'skip' | Assignments | undefined {
  if (cursor.takes('on', 'duplicate', 'key', 'update')) return readAssignments(cursor)
  if (!cursor.takes('on', 'conflict')) return undefined
  if (cursor.takesSign('(')) {
    cursor.list(() => cursor.name())
    cursor.expectSign(')')
  }
  cursor.expect('do')
  if (!cursor.takes('nothing')) throw notSimulated()
  return 'skip'
}

const readAssignments = (cursor: Cursor): Assignments =>
  cursor.list((): [string, Expression | undefined] => {
    const column = cursor.qualifiedName().split('.').at(-1)!
    cursor.expectSign('=')
    return [column, readValue(cursor)]
  })

export function readUpdate(cursor: Cursor): CommonStatement {
  const table = cursor.qualifiedName()
  cursor.expect('set')
  const set = readAssignments(cursor)
  if (cursor.sees('from')) throw notSimulated()
  const where = cursor.takes('where') ? readExpression(cursor) : undefined
  return { type: 'update', table, set, where, returning: readReturning(cursor) }
}

export function readDelete(cursor: Cursor): CommonStatement {
  cursor.expect('from')
  const table = cursor.qualifiedName()
  if (cursor.sees('using')) throw notSimulated()
  const where = cursor.takes('where') ? readExpression(cursor) : undefined
  return { type: 'delete', table, where, returning: readReturning(cursor) }
}
