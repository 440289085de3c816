// Tables of PostgreSQL about itself, as far as clients ask them whether something is there.
import { BOOL, INT4, NAME } from '../../sql/kinds.ts'
import type { Source } from '../../sql/table.ts'
import type { Session } from '../session.ts'

const named = (...names: string[]): Source['columns'] => names.map((name) => ({ name, kind: NAME }))

const systemTables: Readonly<Record<string, (session: Session) => Source>> = {
  pg_database: ({ server }) => ({
    columns: [
      { name: 'oid', kind: INT4 },
      { name: 'datname', kind: NAME },
    ],
    rows: [...server.cluster.databases.keys()].map((name, index) => [String(16_384 + index), name]),
  }),
  pg_roles: ({ server }) => ({
    columns: [
      { name: 'rolname', kind: NAME },
      { name: 'rolsuper', kind: BOOL },
      { name: 'rolcanlogin', kind: BOOL },
    ],
    rows: [...server.cluster.roles].map(([name, role]) => [name, role.superuser ? 't' : 'f', role.login ? 't' : 'f']),
  }),
  pg_tables: ({ user, tables }) => ({
    columns: named('schemaname', 'tablename', 'tableowner'),
    rows: [...tables.keys()].map((name) => ['public', name, user]),
  }),
  'information_schema.tables': ({ database, tables }) => ({
    columns: named('table_catalog', 'table_schema', 'table_name', 'table_type'),
    rows: [...tables.keys()].map((name) => [database, 'public', name, 'BASE TABLE']),
  }),
  'information_schema.columns': ({ database, tables }) => ({
    columns: named('table_catalog', 'table_schema', 'table_name', 'column_name', 'is_nullable', 'data_type'),
    rows: [...tables].flatMap(([table, { columns }]) =>
      columns.map(({ name, notNull, kind }) => [database, 'public', table, name, notNull ? 'NO' : 'YES', kind.title]),
    ),
  }),
}

export function systemTable(session: Session, name: string): Source | undefined {
  return Object.hasOwn(systemTables, name) ? systemTables[name]?.(session) : undefined
}
