// What a PostgreSQL server keeps: roles, databases, tables. One file in its data directory holds it between two runs.
import type { Process } from '../../../runtime/process.ts'
import { type Kind, kindNamed, TEXT } from './kinds.ts'
import type { Secret } from './scram.ts'

export interface Role {
  readonly superuser: boolean
  readonly login: boolean
  readonly secret: Secret | null
}

export interface Column {
  readonly name: string
  readonly kind: Kind
  readonly length: number | undefined
  readonly notNull: boolean
  /** the text of an expression */
  readonly standard: string | undefined
  /** the number that a sequence gave last; undefined for a column without one */
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

export interface Cluster {
  readonly roles: Map<string, Role>
  readonly databases: Map<string, Map<string, Table>>
}

const fileOf = (data: string): string => `${data}/mockerd-cluster.json`

export function newCluster(superuser: string, secret: Secret | null): Cluster {
  return {
    roles: new Map([[superuser, { superuser: true, login: true, secret }]]),
    databases: new Map(['postgres', 'template1', 'template0'].map((name) => [name, new Map()])),
  }
}

/**
 * differs: PostgreSQL writes each change at once; here what was changed since the start is gone when the server is
 * killed.
 */
export function saveCluster(process: Process, data: string, { roles, databases }: Cluster): void {
  const kept = {
    roles: [...roles],
    databases: [...databases].map(([name, tables]) => [
      name,
      [...tables].map(([table, { columns, keys, rows }]) => [
        table,
        { columns: columns.map((column) => ({ ...column, kind: column.kind.name })), keys, rows },
      ]),
    ]),
  }
  process.files.writeFile(fileOf(data), JSON.stringify(kept), 0o600)
}

/** One with the superuser `postgres` if the file is not there. */
export function loadCluster(process: Process, data: string): Cluster {
  if (!process.files.exists(fileOf(data))) return newCluster('postgres', null)
  const kept = JSON.parse(process.files.readText(fileOf(data)))
  const cluster: Cluster = { roles: new Map(kept.roles), databases: new Map() }
  for (const [name, tables] of kept.databases) {
    const restored = new Map<string, Table>()
    for (const [table, { columns, keys, rows }] of tables) {
      const known = columns.map((column: Column & { kind: string }) => ({
        ...column,
        kind: kindNamed(column.kind) ?? TEXT,
        length: column.length ?? undefined,
        standard: column.standard ?? undefined,
        last: column.last ?? undefined,
      }))
      restored.set(table, { columns: known, keys, rows })
    }
    cluster.databases.set(name, restored)
  }
  return cluster
}
