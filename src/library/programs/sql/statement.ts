// Statements that every server of SQL has, as they are read.

import type { Expression } from './expression.ts'
import type { Kind } from './kinds.ts'

export interface SelectItem {
  /** undefined: every column */
  readonly of: Expression | undefined
  readonly alias: string | undefined
  /** as it was written */
  readonly text: string
}

export interface Select {
  readonly type: 'select'
  readonly items: readonly SelectItem[]
  readonly distinct: boolean
  readonly from: string | undefined
  readonly alias: string | undefined
  readonly where: Expression | undefined
  readonly order: readonly { readonly of: Expression; readonly descending: boolean; readonly nullsFirst: boolean }[]
  readonly limit: Expression | undefined
  readonly offset: Expression | undefined
}

/** An undefined value stands for the column's default. */
export type Assignments = readonly (readonly [column: string, value: Expression | undefined])[]

export interface ColumnDefinition {
  readonly name: string
  readonly kind: Kind
  readonly length: number | undefined
  readonly notNull: boolean
  /** Its values are counted. */
  readonly serial: boolean
  /** the text of an expression */
  readonly standard: string | undefined
}

export type CommonStatement =
  | Select
  | {
      readonly type: 'insert'
      readonly table: string
      readonly columns: readonly string[] | undefined
      /** undefined stands for the column's default */
      readonly rows: readonly (readonly (Expression | undefined)[])[]
      /** What becomes of a row whose key is there already; if left out it is refused. */
      readonly onConflict?: 'skip' | 'replace' | Assignments | undefined
      readonly returning: readonly SelectItem[] | undefined
    }
  | {
      readonly type: 'update'
      readonly table: string
      readonly set: Assignments
      readonly where: Expression | undefined
      readonly returning: readonly SelectItem[] | undefined
    }
  | {
      readonly type: 'delete'
      readonly table: string
      readonly where: Expression | undefined
      readonly returning: readonly SelectItem[] | undefined
    }
  | {
      readonly type: 'create table'
      readonly table: string
      readonly lenient: boolean
      readonly columns: readonly ColumnDefinition[]
      readonly keys: readonly { readonly columns: readonly string[]; readonly primary: boolean }[]
    }
  | {
      readonly type: 'drop table' | 'drop database'
      readonly names: readonly string[]
      readonly lenient: boolean
    }
  | { readonly type: 'truncate'; readonly names: readonly string[] }
  | { readonly type: 'begin' | 'commit' | 'rollback' }
  | { readonly type: 'savepoint' | 'release' | 'rollback to'; readonly name: string }
