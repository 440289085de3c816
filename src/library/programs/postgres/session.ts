// What one connection to PostgreSQL has: who it is, in which database, with which settings, in which transaction.
import type { Process } from '../../../runtime/process.ts'
import type { Language, SqlSession } from '../sql/language.ts'
import { SqlProblem } from '../sql/problem.ts'
import type { Source, Table } from '../sql/table.ts'
import type { Cluster } from './cluster.ts'

/** The server as its sessions know it. */
export interface Server {
  readonly process: Process
  readonly cluster: Cluster
  readonly version: string
  readonly data: string
  readonly port: number
  readonly started: number
  /** how many connections there were */
  connections: number
  log(level: string, text: string, pid?: number): Promise<void>
}

const usual: Readonly<Record<string, string>> = {
  application_name: '',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  client_min_messages: 'notice',
  DateStyle: 'ISO, MDY',
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  extra_float_digits: '1',
  idle_in_transaction_session_timeout: '0',
  in_hot_standby: 'off',
  integer_datetimes: 'on',
  IntervalStyle: 'postgres',
  lock_timeout: '0',
  max_connections: '100',
  row_security: 'on',
  search_path: '"$user", public',
  server_encoding: 'UTF8',
  shared_buffers: '128MB',
  standard_conforming_strings: 'on',
  statement_timeout: '0',
  TimeZone: 'Etc/UTC',
  transaction_isolation: 'read committed',
  transaction_read_only: 'off',
  wal_level: 'replica',
}

/** What of the language knows sessions: given to them, so that the two need not know each other. */
export interface Dialect {
  language(session: Session): Language
  systemTable(session: Session, name: string): Source | undefined
}

export class Session implements SqlSession {
  readonly process: Process
  readonly language: Language
  readonly server: Server
  readonly user: string
  readonly database: string
  readonly pid: number
  readonly systemTable: (name: string) => Source | undefined
  private readonly settings: Map<string, string> = new Map()
  /** idle, in a transaction, in one that has failed */
  status: 'I' | 'T' | 'E' = 'I'
  /** How to take back what the transaction has done, the first thing first. */
  undo: (() => void)[] = []
  savepoints: { readonly name: string; readonly at: number }[] = []
  /** ms since 1970 at which the transaction began */
  began = 0
  /** ms that the statement wants to wait (pg_sleep) */
  delay = 0

  constructor(server: Server, user: string, database: string, dialect: Dialect) {
    this.process = server.process
    this.language = dialect.language(this)
    this.systemTable = (name) => dialect.systemTable(this, name)
    this.server = server
    this.user = user
    this.database = database
    this.pid = server.process.pid + ++server.connections + 100
  }

  get tables(): Map<string, Table> {
    const tables = this.server.cluster.databases.get(this.database)
    if (!tables) throw new SqlProblem('3D000', `database "${this.database}" does not exist`)
    return tables
  }

  table(name: string): Table | undefined {
    return this.tables.get(name)
  }

  get isSuperuser(): boolean {
    return this.server.cluster.roles.get(this.user)?.superuser ?? false
  }

  /** Throws 42704. */
  setting(name: string): { readonly name: string; readonly value: string } {
    const own = this.settingName(name)
    const value = this.settings.get(own) ?? this.standing(own)
    if (value === undefined) throw new SqlProblem('42704', `unrecognized configuration parameter "${name}"`)
    return { name: own, value }
  }

  private settingName(name: string): string {
    const wanted = name.toLowerCase()
    return Object.keys(usual).find((one) => one.toLowerCase() === wanted) ?? wanted
  }

  private standing(name: string): string | undefined {
    switch (name) {
      case 'server_version':
        return this.server.version
      case 'server_version_num': {
        const [major = 0, minor = 0] = this.server.version.split('.').map(Number)
        return String(major * 10_000 + minor)
      }
      case 'is_superuser':
        return this.isSuperuser ? 'on' : 'off'
      case 'session_authorization':
        return this.user
      case 'data_directory':
        return this.server.data
      case 'port':
        return String(this.server.port)
      case 'listen_addresses':
        return '*'
      default:
        return Object.hasOwn(usual, name) ? usual[name] : undefined
    }
  }

  /** @param value undefined: as at the beginning. Throws 42704. */
  set(name: string, value: string | undefined): void {
    // names with a dot are everybody's own
    if (!name.includes('.')) this.setting(name)
    const own = this.settingName(name)
    if (value === undefined) this.settings.delete(own)
    else this.settings.set(own, value)
  }

  rollBackTo(length: number): void {
    while (this.undo.length > length) this.undo.pop()!()
  }
}
