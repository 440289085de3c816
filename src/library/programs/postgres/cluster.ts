// What a PostgreSQL server keeps: roles, databases, tables. One file in its data directory holds it between two runs.
import type { Process } from '../../../runtime/process.ts'
import type { Secret } from '../scram.ts'
import { keptDatabases, restoredDatabases } from '../sql/kept-tables.ts'
import { kindNamed } from '../sql/kinds.ts'
import type { Table } from '../sql/table.ts'

export interface Role {
  readonly superuser: boolean
  readonly login: boolean
  readonly secret: Secret | null
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
  const kept = { roles: [...roles], databases: keptDatabases(databases) }
  process.files.writeFile(fileOf(data), JSON.stringify(kept), 0o600)
}

/** One with the superuser `postgres` if the file is not there. */
export function loadCluster(process: Process, data: string): Cluster {
  if (!process.files.exists(fileOf(data))) return newCluster('postgres', null)
  const kept = JSON.parse(process.files.readText(fileOf(data)))
  return { roles: new Map(kept.roles), databases: restoredDatabases(kept.databases, kindNamed) }
}
