// A connection to MySQL after its beginning: commands, and what they are answered.
import { Buffer } from 'node:buffer'
import { Signal } from '../../../runtime/signals.ts'
import type { Cell } from '../sql/language.ts'
import type { ResultColumn } from '../sql/select.ts'
import { splitStatements, tokensOf } from '../sql/tokens.ts'
import { readParameters } from './parameters.ts'
import { MySqlProblem, mysqlProblem } from './problem.ts'
import { binaryRow, columnPacket, endPacket, okPacket, status, textRow } from './result-packets.ts'
import type { ServerKeys } from './server-keys.ts'
import type { MySqlSession, Server } from './session.ts'
import { mysqlDialect } from './sql/functions.ts'
import { mysqlGrammar } from './sql/grammar.ts'
import { parseMySql } from './sql/parse.ts'
import { describe, type Outcome } from './sql/run.ts'
import type { MySqlStatement } from './sql/statement.ts'
import { startUp } from './startup.ts'
import { execute } from './transaction.ts'
import { byte, errorPacket, Fields, lengthNumber, number, PacketStream, WireProblem } from './wire.ts'

interface Prepared {
  readonly statement: MySqlStatement
  readonly count: number
  readonly types: number[]
  readonly long: Map<number, Buffer>
}

/** Talks to a client until it goes. */
export async function serveClient(server: Server, keys: ServerKeys, descriptor: number): Promise<void> {
  const packets = new PacketStream(server.process, descriptor)
  const { address } = server.process.socket(descriptor).remote
  try {
    const begun = await startUp(server, keys, packets, address, mysqlDialect)
    if (begun) await new Connection(begun.session, packets).run()
  } catch (error) {
    if (error instanceof MySqlProblem) await packets.send(errorPacket(error))
    // one who sends what is no packet is let go without a word
    else if (!(error instanceof WireProblem)) throw error
  }
  server.process.close(descriptor)
}

class Connection {
  readonly #session: MySqlSession
  readonly #packets: PacketStream
  readonly #prepared: Map<number, Prepared> = new Map()
  #last = 0

  constructor(session: MySqlSession, packets: PacketStream) {
    this.#session = session
    this.#packets = packets
  }

  async run(): Promise<void> {
    const { server, id } = this.#session
    server.sessions.set(id, this.#session)
    try {
      for (;;) {
        this.#packets.restart()
        const body = await this.#packets.next()
        if (!body || body.length === 0 || body[0] === 1) return
        await this.#command(body[0]!, body.subarray(1))
        await this.#packets.flush()
      }
    } finally {
      this.#session.endTransaction(false)
      server.sessions.delete(id)
    }
  }

  get #state(): number {
    const { inTransaction, undo, autocommits } = this.#session
    const open = inTransaction || undo.length > 0
    return (open ? status.inTransaction : 0) | (autocommits ? status.autocommit : 0)
  }

  #ok(): void {
    this.#packets.add(okPacket(0, '0', this.#state))
  }

  async #command(code: number, body: Buffer): Promise<void> {
    const { server, database } = this.#session
    try {
      switch (code) {
        case 2:
          this.#session.use(body.toString())
          return this.#ok()
        case 3:
          return await this.#query(body.toString())
        case 8:
          return this.#shutDown()
        case 9:
          return this.#packets.add(Buffer.from(`Uptime: ${this.#uptime}  Threads: ${server.sessions.size}`))
        case 14:
          return this.#ok()
        case 22:
          return this.#prepare(body.toString())
        case 23:
          return await this.#execute(new Fields(body))
        case 24:
          return this.#longData(new Fields(body))
        case 25:
          this.#prepared.delete(new Fields(body).number(4))
          return
        case 26:
          this.#statement(new Fields(body).number(4)).long.clear()
          return this.#ok()
        case 27:
          return this.#packets.add(endPacket(this.#state))
        case 31:
          this.#session.endTransaction(false)
          this.#session.variables.clear()
          this.#prepared.clear()
          return this.#ok()
        default:
          throw new MySqlProblem(1047, '08S01', 'Unknown command')
      }
    } catch (error) {
      const name = server.isMariaDb ? 'MariaDB' : 'MySQL'
      this.#packets.add(errorPacket(mysqlProblem(error, database, name)))
    }
  }

  get #uptime(): number {
    const { server, process } = this.#session
    return Math.floor((process.now() - server.started) / 1000)
  }

  #shutDown(): void {
    const { process, account } = this.#session
    if (!account.databases.includes('*')) {
      const text = 'Access denied; you need (at least one of) the SHUTDOWN privilege(s) for this operation'
      throw new MySqlProblem(1227, '42000', text)
    }
    this.#ok()
    process.kill(process.pid, Signal.TERM)
  }

  /** Runs the statements of a text; the first that fails is the last. */
  async #query(sql: string): Promise<void> {
    const statements = splitStatements(sql, mysqlGrammar.lexicon)
    if (statements.length === 0) throw new MySqlProblem(1065, '42000', 'Query was empty')
    for (const [at, text] of statements.entries()) {
      const statement = parseMySql(text)
      if (statement.type === 'shutdown') this.#shutDown()
      else this.#answer(await this.#run(statement, []), at < statements.length - 1, textRow)
      await this.#packets.flush()
    }
  }

  async #run(statement: MySqlStatement, parameters: readonly Cell[]): Promise<Outcome> {
    const session = this.#session
    session.server.questions++
    const outcome = execute(session, statement, parameters)
    const { delay } = session
    session.delay = 0
    if (delay > 0) await session.process.sleep(delay)
    else await session.process.tick()
    return outcome
  }

  #answer(
    { columns, rows, affected, insertId }: Outcome,
    more: boolean,
    rowPacket: (row: Outcome['rows'][number], columns: readonly ResultColumn[]) => Buffer,
  ): void {
    const state = this.#state | (more ? status.more : 0)
    if (!columns) {
      this.#packets.add(okPacket(affected, insertId, state))
      return
    }
    this.#packets.add(lengthNumber(columns.length))
    this.#addColumns(columns, state)
    for (const row of rows) this.#packets.add(rowPacket(row, columns))
    this.#packets.add(endPacket(state))
  }

  #addColumns(columns: readonly ResultColumn[], state: number): void {
    for (const column of columns) this.#packets.add(columnPacket(column, this.#session.database))
    this.#packets.add(endPacket(state))
  }

  #prepare(sql: string): void {
    const statement = parseMySql(sql)
    const tokens = tokensOf(sql, mysqlGrammar.lexicon)
    const count = tokens.filter(({ type }) => type === 'parameter').length
    const unknown: Cell[] = Array.from({ length: count }, () => ({
      kind: mysqlGrammar.kindNamed('varchar')!,
      text: null,
    }))
    const columns = describe(this.#session, statement, unknown)
    const id = ++this.#last
    this.#prepared.set(id, { statement, count, types: [], long: new Map() })
    this.#packets.add(
      Buffer.concat([byte(0), number(id, 4), number(columns.length, 2), number(count, 2), byte(0), number(0, 2)]),
    )
    if (count > 0)
      this.#addColumns(
        unknown.map(({ kind }) => ({ name: '?', kind })),
        this.#state,
      )
    if (columns.length > 0) this.#addColumns(columns, this.#state)
  }

  /** Throws 1243. */
  #statement(id: number): Prepared {
    const prepared = this.#prepared.get(id)
    if (prepared) return prepared
    throw new MySqlProblem(1243, 'HY000', `Unknown prepared statement handler (${id}) given to mysqld_stmt_execute`)
  }

  async #execute(fields: Fields): Promise<void> {
    const { statement, count, types, long } = this.#statement(fields.number(4))
    fields.bytes(5)
    const parameters = readParameters(fields, count, types, long)
    long.clear()
    this.#answer(await this.#run(statement, parameters), false, binaryRow)
  }

  /** A piece of a value; nothing is answered. */
  #longData(fields: Fields): void {
    const prepared = this.#prepared.get(fields.number(4))
    const at = fields.number(2)
    prepared?.long.set(at, Buffer.concat([prepared.long.get(at) ?? Buffer.alloc(0), fields.rest()]))
  }
}
