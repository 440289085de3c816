// What PostgreSQL refuses, with the five characters of its SQLSTATE.

export class SqlProblem extends Error {
  readonly code: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  constructor(code: string, message: string, more: { detail?: string; hint?: string } = {}) {
    super(message)
    this.code = code
    this.detail = more.detail
    this.hint = more.hint
  }
}

/** differs: PostgreSQL knows all of SQL. */
export const notSimulated = (): SqlProblem => new SqlProblem('0A000', 'mockerd does not simulate this statement')

export const undefinedColumn = (name: string): SqlProblem => new SqlProblem('42703', `column "${name}" does not exist`)

export const undefinedTable = (name: string): SqlProblem => new SqlProblem('42P01', `relation "${name}" does not exist`)
