// Tables of a database, as its server keeps them.
import type { Kind } from './kinds.ts'

export interface Column {
  readonly name: string
  readonly kind: Kind
  readonly length: number | undefined
  readonly notNull: boolean
  /** the text of an expression */
  readonly standard: string | undefined
  /** the number that was given last; undefined for a column that is not counted */
  last: number | undefined
}

export type Row = (string | null)[]

export interface Key {
  readonly name: string
  readonly columns: readonly number[]
}

export interface Table {
  readonly columns: readonly Column[]
  readonly keys: readonly Key[]
  rows: Row[]
}

/** Something that can be selected from. */
export interface Source {
  readonly columns: readonly { readonly name: string; readonly kind: Kind }[]
  readonly rows: readonly Row[]
}
