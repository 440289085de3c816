// A table as CREATE TABLE wants it.
import { SqlProblem } from './problem.ts'
import type { CommonStatement } from './statement.ts'
import type { Table } from './table.ts'

type Definition = Extract<CommonStatement, { type: 'create table' }>
export type KeyDefinition = Definition['keys'][number]

/** Throws 42703 for a key of a column that there is not, 42701 for a column that there is twice. */
export function newTable({ columns, keys }: Definition, nameOf: (key: KeyDefinition) => string): Table {
  const primary = new Set(keys.filter((key) => key.primary).flatMap((key) => key.columns))
  const twice = columns.find((column, at) => columns.findIndex((one) => one.name === column.name) !== at)
  if (twice) {
    throw new SqlProblem('42701', `column "${twice.name}" specified more than once`, { about: [twice.name] })
  }
  return {
    columns: columns.map(({ serial, ...column }) => ({
      ...column,
      notNull: column.notNull || primary.has(column.name),
      last: serial ? 0 : undefined,
    })),
    keys: keys.map((key) => ({
      name: nameOf(key),
      columns: key.columns.map((column) => {
        const at = columns.findIndex((one) => one.name === column)
        if (at < 0) throw new SqlProblem('42703', `column "${column}" named in key does not exist`, { about: [column] })
        return at
      }),
    })),
    rows: [],
  }
}
