// Tables as values of JSON, for the file that holds them between two runs of a server.
import { type Kind, TEXT } from './kinds.ts'
import type { Column, Key, Row, Table } from './table.ts'

type Databases = ReadonlyMap<string, ReadonlyMap<string, Table>>
type KeptColumn = Omit<Column, 'kind'> & { readonly kind: string }
type KeptTable = Omit<Table, 'columns' | 'rows' | 'keys'> & {
  readonly columns: readonly KeptColumn[]
  readonly keys: readonly Key[]
  readonly rows: Row[]
}
export type KeptDatabases = (readonly [string, (readonly [string, KeptTable])[]])[]

/** @param nameOf the name of a type as `restoredDatabases` finds it again; PostgreSQL's if left out */
export const keptDatabases = (databases: Databases, nameOf = ({ name }: Kind): string => name): KeptDatabases =>
  [...databases].map(([name, tables]) => [
    name,
    [...tables].map(([table, { columns, keys, rows }]) => [
      table,
      { columns: columns.map((column) => ({ ...column, kind: nameOf(column.kind) })), keys, rows },
    ]),
  ])

export function restoredDatabases(
  kept: KeptDatabases,
  kindNamed: (name: string) => Kind | undefined,
): Map<string, Map<string, Table>> {
  const restored = (column: KeptColumn): Column => ({
    ...column,
    kind: kindNamed(column.kind) ?? TEXT,
    // what was undefined is not in the file
    length: column.length ?? undefined,
    standard: column.standard ?? undefined,
    last: column.last ?? undefined,
  })
  return new Map(
    kept.map(([name, tables]) => [
      name,
      new Map(
        tables.map(([table, { columns, keys, rows }]) => [table, { columns: columns.map(restored), keys, rows }]),
      ),
    ]),
  )
}
