// What one connection to MySQL has: who it is, in which database, with which variables, in which transaction.
import type { Process } from '../../../runtime/process.ts'
import type { Cell, Language, SqlSession } from '../sql/language.ts'
import type { Source, Table } from '../sql/table.ts'
import type { Account, Cluster } from './cluster.ts'
import { MySqlProblem, noDatabase, unknownDatabase } from './problem.ts'

/** The server as its sessions know it. */
export interface Server {
  readonly process: Process
  readonly cluster: Cluster
  readonly version: string
  readonly isMariaDb: boolean
  readonly port: number
  readonly socket: string
  readonly data: string
  readonly started: number
  /** how many connections there were */
  connections: number
  /** how many statements */
  questions: number
  readonly sessions: Map<number, MySqlSession>
}

/** What of the language knows sessions: given to them, so that the two need not know each other. */
export interface Dialect {
  language(session: MySqlSession): Language
  systemTable(session: MySqlSession, name: string): Source | undefined
}

export class MySqlSession implements SqlSession {
  readonly process: Process
  readonly language: Language
  readonly server: Server
  readonly account: Account
  /** where the client is */
  readonly host: string
  readonly id: number
  readonly systemTable: (name: string) => Source | undefined
  /** `@name` and what SET has changed of `@@name` */
  readonly variables: Map<string, Cell> = new Map()
  undo: (() => void)[] = []
  savepoints: { readonly name: string; readonly at: number }[] = []
  database: string | undefined
  inTransaction = false
  delay = 0
  lastInsertId = '0'
  rowCount = -1

  constructor(server: Server, account: Account, host: string, dialect: Dialect) {
    this.server = server
    this.process = server.process
    this.account = account
    this.host = host
    this.id = ++server.connections + 7
    this.language = dialect.language(this)
    this.systemTable = (name) => dialect.systemTable(this, name)
  }

  get autocommits(): boolean {
    return this.variables.get('autocommit')?.text !== '0'
  }

  /** Grants may come later than the connection. */
  mayUse(database: string): boolean {
    const { databases } = this.server.cluster.accounts.get(`${this.account.name}@${this.account.host}`) ?? this.account
    return databases.includes('*') || databases.includes(database) || database === 'information_schema'
  }

  /** Throws 1044 or 1049. */
  use(database: string): void {
    this.tablesOf(database)
    this.database = database
  }

  /** Throws 1044 or 1049. */
  tablesOf(database: string): Map<string, Table> {
    if (!this.mayUse(database)) {
      const { name, host } = this.account
      throw new MySqlProblem(1044, '42000', `Access denied for user '${name}'@'${host}' to database '${database}'`)
    }
    const tables = this.server.cluster.databases.get(database)
    if (!tables) throw unknownDatabase(database)
    return tables
  }

  /** The tables among which one is, and what it is called there. Throws 1046, 1044, 1049. */
  place(name: string): { readonly tables: Map<string, Table>; readonly database: string; readonly name: string } {
    const [table = '', database = this.database] = name.split('.').reverse()
    if (database === undefined) throw noDatabase()
    return { tables: this.tablesOf(database), database, name: table }
  }

  table(name: string): Table | undefined {
    const place = this.place(name)
    return place.tables.get(place.name)
  }

  rollBackTo(length: number): void {
    while (this.undo.length > length) this.undo.pop()!()
  }

  endTransaction(commits: boolean): void {
    if (!commits) this.rollBackTo(0)
    this.undo = []
    this.savepoints = []
    this.inTransaction = false
  }
}
