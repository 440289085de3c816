// Statements within transactions: what fails is taken back.

import type { Cell } from '../sql/language.ts'
import { SqlProblem } from '../sql/problem.ts'
import type { Session } from './session.ts'
import { type Result, run } from './sql/run.ts'
import type { Statement } from './sql/statement.ts'

/** differs: transactions see what others have not committed yet. Throws a SqlProblem. */
export function execute(session: Session, statement: Statement, parameters: readonly Cell[]): Result {
  const { type } = statement
  if (session.status === 'E' && type !== 'commit' && type !== 'rollback' && type !== 'rollback to') {
    throw new SqlProblem('25P02', 'current transaction is aborted, commands ignored until end of transaction block')
  }
  if (session.status === 'I') session.began = session.server.process.now()
  switch (type) {
    case 'begin':
      return begin(session)
    case 'commit':
    case 'rollback':
      return end(session, type === 'commit' && session.status !== 'E')
    case 'savepoint':
    case 'release':
    case 'rollback to':
      return savepoint(session, type, statement.name)
    default:
      return attempt(session, statement, parameters)
  }
}

function begin(session: Session): Result {
  if (session.status === 'T') {
    return { tag: 'BEGIN', rows: [], notice: ['25001', 'there is already a transaction in progress'] }
  }
  session.status = 'T'
  session.undo = []
  return { tag: 'BEGIN', rows: [] }
}

function end(session: Session, commit: boolean): Result {
  const outside = session.status === 'I'
  if (!commit) session.rollBackTo(0)
  session.undo = []
  session.savepoints = []
  session.status = 'I'
  const tag = commit ? 'COMMIT' : 'ROLLBACK'
  return outside ? { tag, rows: [], notice: ['25P01', 'there is no transaction in progress'] } : { tag, rows: [] }
}

function savepoint(session: Session, type: 'savepoint' | 'release' | 'rollback to', name: string): Result {
  if (session.status === 'I') {
    throw new SqlProblem('25P01', `${type.toUpperCase().split(' ')[0]} can only be used in transaction blocks`)
  }
  if (type === 'savepoint') {
    session.savepoints.push({ name, at: session.undo.length })
    return { tag: 'SAVEPOINT', rows: [] }
  }
  const index = session.savepoints.findLastIndex((one) => one.name === name)
  const found = session.savepoints[index]
  if (!found) throw new SqlProblem('3B001', `savepoint "${name}" does not exist`)
  session.savepoints.length = type === 'release' ? index : index + 1
  if (type === 'release') return { tag: 'RELEASE', rows: [] }
  session.rollBackTo(found.at)
  session.status = 'T'
  return { tag: 'ROLLBACK', rows: [] }
}

function attempt(session: Session, statement: Statement, parameters: readonly Cell[]): Result {
  const before = session.undo.length
  try {
    const result = run(session, statement, parameters)
    if (session.status === 'I') session.undo = []
    return result
  } catch (error) {
    session.rollBackTo(before)
    throw error
  }
}

/** Any error as one of PostgreSQL's; what is none is thrown on. */
export function problemOf(error: unknown): SqlProblem {
  if (error instanceof SqlProblem) return error
  if (error instanceof RangeError) return new SqlProblem('54001', 'stack depth limit exceeded')
  throw error
}
