// Tables of MySQL about itself, as far as clients ask them whether something is there.
import { INT8, VARCHAR } from '../../sql/kinds.ts'
import type { Source } from '../../sql/table.ts'
import type { MySqlSession } from '../session.ts'
import { declaredType } from './show.ts'

const named = (...names: string[]): Source['columns'] => names.map((name) => ({ name, kind: VARCHAR }))

/** Databases that the client may see, in their order. */
export const visibleDatabases = (session: MySqlSession): string[] =>
  [...session.server.cluster.databases.keys()].filter((name) => session.mayUse(name)).sort()

const systemTables: Readonly<Record<string, (session: MySqlSession) => Source>> = {
  'information_schema.schemata': (session) => ({
    columns: named('CATALOG_NAME', 'SCHEMA_NAME', 'DEFAULT_CHARACTER_SET_NAME'),
    rows: visibleDatabases(session).map((name) => ['def', name, 'utf8mb4']),
  }),
  'information_schema.tables': (session) => ({
    columns: [
      ...named('TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'ENGINE'),
      { name: 'TABLE_ROWS', kind: INT8 },
    ],
    rows: visibleDatabases(session).flatMap((database) =>
      [...session.tablesOf(database)].map(([name, { rows }]) => [
        'def',
        database,
        name,
        'BASE TABLE',
        'InnoDB',
        String(rows.length),
      ]),
    ),
  }),
  'information_schema.columns': (session) => ({
    columns: [
      ...named('TABLE_SCHEMA', 'TABLE_NAME', 'COLUMN_NAME', 'IS_NULLABLE', 'DATA_TYPE', 'COLUMN_TYPE'),
      { name: 'ORDINAL_POSITION', kind: INT8 },
    ],
    rows: visibleDatabases(session).flatMap((database) =>
      [...session.tablesOf(database)].flatMap(([table, { columns }]) =>
        columns.map((column, at) => [
          ...[database, table, column.name, column.notNull ? 'NO' : 'YES', column.kind.title, declaredType(column)],
          String(at + 1),
        ]),
      ),
    ),
  }),
  'information_schema.engines': () => ({
    columns: named('ENGINE', 'SUPPORT', 'COMMENT'),
    rows: [['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, and foreign keys']],
  }),
  'mysql.user': ({ server }) => ({
    columns: named('Host', 'User', 'plugin'),
    rows: [...server.cluster.accounts.values()].map(({ name, host }) => [
      host,
      name,
      server.isMariaDb ? 'mysql_native_password' : 'caching_sha2_password',
    ]),
  }),
}

export function systemTable(session: MySqlSession, name: string): Source | undefined {
  const place = session.place(name)
  const own = `${place.database}.${place.name}`.toLowerCase()
  return Object.hasOwn(systemTables, own) ? systemTables[own]?.(session) : undefined
}
