// Statements of MySQL within transactions: what fails is taken back, what defines something is never.
import type { Cell } from '../sql/language.ts'
import { MySqlProblem } from './problem.ts'
import type { MySqlSession } from './session.ts'
import { type Outcome, run } from './sql/run.ts'
import type { MySqlStatement } from './sql/statement.ts'

const nothing: Outcome = { rows: [], affected: 0, insertId: '0' }
const rowStatements = new Set(['select', 'insert', 'update', 'delete', 'show', 'set', 'use', 'nothing'])

/** differs: transactions see what others have not committed yet. Throws a SqlProblem or a MySqlProblem. */
export function execute(session: MySqlSession, statement: MySqlStatement, parameters: readonly Cell[]): Outcome {
  switch (statement.type) {
    case 'begin':
      session.endTransaction(true)
      session.inTransaction = true
      return nothing
    case 'commit':
    case 'rollback':
      session.endTransaction(statement.type === 'commit')
      return nothing
    case 'savepoint':
      session.savepoints = session.savepoints.filter(({ name }) => name !== statement.name)
      session.savepoints.push({ name: statement.name, at: session.undo.length })
      return nothing
    case 'release':
    case 'rollback to':
      backTo(session, statement.name, statement.type === 'rollback to')
      return nothing
    default:
      return attempt(session, statement, parameters)
  }
}

function backTo(session: MySqlSession, name: string, undoes: boolean): void {
  const index = session.savepoints.findIndex((one) => one.name === name)
  const found = session.savepoints[index]
  if (!found) throw new MySqlProblem(1305, '42000', `SAVEPOINT ${name} does not exist`)
  session.savepoints.length = undoes ? index + 1 : index
  if (undoes) session.rollBackTo(found.at)
}

function attempt(session: MySqlSession, statement: MySqlStatement, parameters: readonly Cell[]): Outcome {
  const commits = !rowStatements.has(statement.type)
  if (commits) session.endTransaction(true)
  const before = session.undo.length
  try {
    const outcome = run(session, statement, parameters)
    session.rowCount = outcome.columns ? -1 : outcome.affected
    if (commits || (session.autocommits && !session.inTransaction)) session.endTransaction(true)
    return outcome
  } catch (error) {
    session.rollBackTo(before)
    throw error
  }
}
