// What a server of SQL refuses, with the five characters of its SQLSTATE and the words of PostgreSQL.

interface More {
  readonly detail?: string
  readonly hint?: string
  /** The names and values that the text speaks of, for servers with other words. */
  readonly about?: readonly string[]
}

export class SqlProblem extends Error {
  readonly code: string
  readonly detail: string | undefined
  readonly hint: string | undefined
  readonly about: readonly string[]
  constructor(code: string, message: string, { detail, hint, about = [] }: More = {}) {
    super(message)
    this.code = code
    this.detail = detail
    this.hint = hint
    this.about = about
  }
}

/** differs: PostgreSQL and MySQL know all of SQL. */
export const notSimulated = (): SqlProblem => new SqlProblem('0A000', 'mockerd does not simulate this statement')

export const undefinedColumn = (name: string): SqlProblem =>
  new SqlProblem('42703', `column "${name}" does not exist`, { about: [name] })

export const undefinedTable = (name: string): SqlProblem =>
  new SqlProblem('42P01', `relation "${name}" does not exist`, { about: [name] })
