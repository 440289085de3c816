// Statements of MySQL that are simulated, as they are read.
import type { Expression } from '../../sql/expression.ts'
import type { CommonStatement } from '../../sql/statement.ts'

export type ShowWhat =
  | 'columns'
  | 'databases'
  | 'engines'
  | 'grants'
  | 'processlist'
  | 'status'
  | 'tables'
  | 'variables'
  | 'warnings'

/** `'name'@'host'` */
export interface UserName {
  readonly name: string
  readonly host: string
}

export type MySqlStatement =
  | CommonStatement
  | { readonly type: 'use'; readonly name: string }
  | { readonly type: 'create database'; readonly name: string; readonly lenient: boolean }
  | {
      readonly type: 'show'
      readonly what: ShowWhat
      readonly full: boolean
      /** a table or a database */
      readonly of: string | undefined
      readonly like: string | undefined
    }
  | { readonly type: 'set'; readonly variables: readonly (readonly [name: string, value: Expression | undefined])[] }
  | {
      readonly type: 'set user'
      readonly make: boolean
      readonly lenient: boolean
      readonly user: UserName
      readonly password: string | undefined
    }
  | { readonly type: 'drop user'; readonly users: readonly UserName[]; readonly lenient: boolean }
  | {
      readonly type: 'grant' | 'revoke'
      /** `*` for all of them */
      readonly database: string
      readonly users: readonly UserName[]
    }
  | { readonly type: 'shutdown' }
  /** Nothing happens. */
  | { readonly type: 'nothing' }
