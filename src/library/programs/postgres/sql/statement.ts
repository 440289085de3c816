// Statements of SQL that are simulated, as they are read.
import { type Kind, kindNamed } from '../kinds.ts'
import type { Expression } from './expression.ts'

export interface SelectItem {
  /** undefined: every column */
  readonly of: Expression | undefined
  readonly alias: string | undefined
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

export interface ColumnDefinition {
  readonly name: string
  readonly kind: Kind
  readonly length: number | undefined
  readonly notNull: boolean
  /** Numbered by a sequence. */
  readonly serial: boolean
  /** the text of an expression */
  readonly standard: string | undefined
}

export type Statement =
  | Select
  | {
      readonly type: 'insert'
      readonly table: string
      readonly columns: readonly string[] | undefined
      /** undefined stands for the column's default */
      readonly rows: readonly (readonly (Expression | undefined)[])[]
      readonly onConflict: boolean
      readonly returning: readonly SelectItem[] | undefined
    }
  | {
      readonly type: 'update'
      readonly table: string
      readonly set: readonly (readonly [column: string, value: Expression | undefined])[]
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
      readonly type: 'drop table' | 'drop database' | 'drop role'
      readonly names: readonly string[]
      readonly lenient: boolean
    }
  | { readonly type: 'truncate'; readonly names: readonly string[] }
  | { readonly type: 'create database'; readonly name: string }
  | {
      readonly type: 'set role'
      readonly make: boolean
      readonly name: string
      readonly login: boolean
      readonly superuser: boolean | undefined
      readonly password: string | null | undefined
    }
  | { readonly type: 'set'; readonly name: string; readonly value: string | undefined }
  | { readonly type: 'show'; readonly name: string }
  | { readonly type: 'begin' | 'commit' | 'rollback' }
  | { readonly type: 'savepoint' | 'release' | 'rollback to'; readonly name: string }
  /** Nothing happens, but the tag is said. */
  | { readonly type: 'nothing'; readonly tag: string }

/** The type behind `serial` and its like. */
export function serialKind(name: string): Kind | undefined {
  const kinds: Readonly<Record<string, string>> = {
    serial: 'int4',
    serial4: 'int4',
    bigserial: 'int8',
    serial8: 'int8',
    smallserial: 'int2',
  }
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  return kind === undefined ? undefined : kindNamed(kind)
}
