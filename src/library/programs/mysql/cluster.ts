// What a MySQL server keeps: accounts, databases, tables. One file in its data directory holds it between two runs.
import type { Process } from '../../../runtime/process.ts'
import { keptDatabases, restoredDatabases } from '../sql/kept-tables.ts'
import type { Table } from '../sql/table.ts'
import { mysqlKindNamed } from './kinds.ts'

export interface Account {
  readonly name: string
  /** `%` for everywhere */
  readonly host: string
  /** Twice hashed with SHA-1 and with SHA-256, in hex; undefined: there is none. */
  readonly secret: { readonly sha1: string; readonly sha256: string } | undefined
  /** Names of databases, `*` for all. */
  readonly databases: readonly string[]
}

export interface Cluster {
  /** By `name@host`. */
  readonly accounts: Map<string, Account>
  readonly databases: Map<string, Map<string, Table>>
}

export const accountKey = ({ name, host }: { readonly name: string; readonly host: string }): string =>
  `${name}@${host}`

export const systemDatabases: readonly string[] = ['information_schema', 'mysql', 'performance_schema', 'sys']

const fileOf = (data: string): string => `${data}/mockerd-cluster.json`

/** A server where root needs no password at its own machine. */
export function newCluster(): Cluster {
  const root: Account = { name: 'root', host: 'localhost', secret: undefined, databases: ['*'] }
  return {
    accounts: new Map([[accountKey(root), root]]),
    databases: new Map(systemDatabases.map((name) => [name, new Map()])),
  }
}

export const hasCluster = (process: Process, data: string): boolean => process.files.exists(fileOf(data))

/** differs: MySQL writes each change at once; here what was changed since the start is gone when the server is killed. */
export function saveCluster(process: Process, data: string, { accounts, databases }: Cluster): void {
  const kept = { accounts: [...accounts], databases: keptDatabases(databases, ({ title }) => title) }
  process.files.writeFile(fileOf(data), JSON.stringify(kept), 0o640)
}

export function loadCluster(process: Process, data: string): Cluster {
  const kept = JSON.parse(process.files.readText(fileOf(data)))
  return { accounts: new Map(kept.accounts), databases: restoredDatabases(kept.databases, mysqlKindNamed) }
}
