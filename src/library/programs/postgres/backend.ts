// A connection to PostgreSQL after its beginning: queries, simple and extended, and what they are answered.
import { Buffer } from 'node:buffer'
import { kindOfOid, textAs } from '../sql/kinds.ts'
import type { Cell } from '../sql/language.ts'
import { SqlProblem } from '../sql/problem.ts'
import { splitStatements } from '../sql/tokens.ts'
import { fromBinary } from './binary.ts'
import type { Portal, Prepared } from './prepared.ts'
import { dataRow, formatOf, rowDescription } from './result-messages.ts'
import type { Server, Session } from './session.ts'
import { postgresGrammar } from './sql/grammar.ts'
import { parseStatement } from './sql/parse.ts'
import { describe, parameterKinds } from './sql/run.ts'
import type { Statement } from './sql/statement.ts'
import { startUp } from './startup.ts'
import { execute, problemOf } from './transaction.ts'
import { errorMessage, Fields, type Message, MessageReader, message, noticeMessage } from './wire.ts'

/** Talks to a client until it goes. */
export async function serveClient(server: Server, descriptor: number): Promise<void> {
  const reader = new MessageReader(server.process, descriptor)
  const session = await startUp(server, reader, descriptor)
  if (session) {
    try {
      await new Backend(session, reader, descriptor).run()
    } finally {
      session.rollBackTo(0)
    }
  }
  server.process.close(descriptor)
}

class Backend {
  readonly #session: Session
  readonly #reader: MessageReader
  readonly #descriptor: number
  #prepared: Map<string, Prepared> = new Map()
  #portals: Map<string, Portal> = new Map()
  #out: Uint8Array[] = []
  /** An error in the extended protocol: nothing more until Sync. */
  #skipping = false

  constructor(session: Session, reader: MessageReader, descriptor: number) {
    this.#session = session
    this.#reader = reader
    this.#descriptor = descriptor
  }

  async run(): Promise<void> {
    for (;;) {
      const next = await this.#reader.next()
      if (!next || next.type === 'X') return
      if (next.type === 'Q') await this.#simple(new Fields(next.body).text())
      else if (next.type === 'S') {
        this.#skipping = false
        this.#portals.clear()
        this.#ready()
      } else if (!this.#skipping) await this.#extended(next)
      if (next.type !== 'P' && next.type !== 'B' && next.type !== 'D') await this.#flush()
    }
  }

  async #flush(): Promise<void> {
    if (this.#out.length === 0) return
    const bytes = Buffer.concat(this.#out)
    this.#out = []
    await this.#session.server.process.write(this.#descriptor, bytes)
  }

  #ready(): void {
    this.#out.push(message('Z', Buffer.from(this.#session.status)))
  }

  async #fail(error: unknown, sql: string): Promise<void> {
    const problem = problemOf(error)
    if (this.#session.status === 'T') this.#session.status = 'E'
    this.#out.push(errorMessage(problem))
    await this.#session.server.log('ERROR', problem.message, this.#session.pid)
    await this.#session.server.log('STATEMENT', sql, this.#session.pid)
  }

  async #simple(sql: string): Promise<void> {
    try {
      const statements = splitStatements(sql, postgresGrammar.lexicon)
      if (statements.length === 0) this.#out.push(message('I'))
      for (const text of statements) {
        const statement = parseStatement(text)
        const columns = this.#session.status === 'E' ? undefined : describe(this.#session, statement, [])
        const result = execute(this.#session, statement, [])
        await this.#wait()
        if (result.notice) this.#out.push(noticeMessage(...result.notice))
        if (columns) {
          this.#out.push(rowDescription(columns, []))
          for (const row of result.rows) this.#out.push(dataRow(row, columns, []))
        }
        this.#done(statement, result.tag)
        await this.#flush()
      }
    } catch (error) {
      await this.#fail(error, sql)
    }
    this.#ready()
  }

  /** pg_sleep */
  async #wait(): Promise<void> {
    const { delay } = this.#session
    this.#session.delay = 0
    if (delay > 0) await this.#session.server.process.sleep(delay)
    else await this.#session.server.process.tick()
  }

  #done(statement: Statement, tag: string): void {
    this.#out.push(message('C', tag))
    if (statement.type !== 'set') return
    const told = ['application_name', 'client_encoding', 'DateStyle', 'IntervalStyle', 'TimeZone']
    const { name, value } = this.#session.setting(statement.name)
    if (told.includes(name)) this.#out.push(message('S', name, value))
  }

  async #extended({ type, body }: Message): Promise<void> {
    const fields = new Fields(body)
    let sql = ''
    try {
      switch (type) {
        case 'P': {
          const name = fields.text()
          sql = fields.text()
          this.#parse(
            name,
            sql,
            fields.list(() => fields.number(4)),
          )
          break
        }
        case 'B':
          this.#bind(fields)
          break
        case 'D':
          this.#describe(String.fromCharCode(fields.number(1)), fields.text())
          break
        case 'E': {
          const portal = this.#portal(fields.text())
          sql = portal.sql
          await this.#execute(portal, fields.number(4))
          break
        }
        case 'C': {
          const from = fields.number(1) === 'S'.charCodeAt(0) ? this.#prepared : this.#portals
          from.delete(fields.text())
          this.#out.push(message('3'))
          break
        }
        case 'H':
          break
        default:
          throw new SqlProblem('08P01', `invalid frontend message type ${type.charCodeAt(0)}`)
      }
    } catch (error) {
      this.#skipping = true
      await this.#fail(error, sql)
      await this.#flush()
    }
  }

  #parse(name: string, sql: string, oids: readonly number[]): void {
    const [text, more] = splitStatements(sql, postgresGrammar.lexicon)
    if (more !== undefined) throw new SqlProblem('42601', 'cannot insert multiple commands into a prepared statement')
    if (name !== '' && this.#prepared.has(name)) {
      throw new SqlProblem('42P05', `prepared statement "${name}" already exists`)
    }
    const statement = text === undefined ? undefined : parseStatement(text)
    const failed = this.#session.status === 'E'
    const kinds = statement && !failed ? parameterKinds(this.#session, statement, oids.map(kindOfOid)) : []
    this.#prepared.set(name, { sql, statement, kinds })
    this.#out.push(message('1'))
  }

  #statement(name: string): Prepared {
    const prepared = this.#prepared.get(name)
    if (!prepared) throw new SqlProblem('26000', `prepared statement "${name}" does not exist`)
    return prepared
  }

  #portal(name: string): Portal {
    const portal = this.#portals.get(name)
    if (!portal) throw new SqlProblem('34000', `portal "${name}" does not exist`)
    return portal
  }

  #bind(fields: Fields): void {
    const name = fields.text()
    const prepared = this.#statement(fields.text())
    const formats = fields.list(() => fields.number(2))
    const values = fields.list(() => {
      const length = fields.number(4)
      return length < 0 ? null : fields.bytes(length)
    })
    if (values.length !== prepared.kinds.length) {
      throw new SqlProblem(
        '08P01',
        `bind message supplies ${values.length} parameters, but prepared statement requires ${prepared.kinds.length}`,
      )
    }
    const parameters = values.map((bytes, at): Cell => {
      const kind = prepared.kinds[at]!
      if (bytes === null) return { kind, text: null }
      return { kind, text: formatOf(formats, at) === 1 ? fromBinary(kind, bytes) : textAs(kind, bytes.toString()) }
    })
    this.#portals.set(name, { ...prepared, parameters, formats: fields.list(() => fields.number(2)) })
    this.#out.push(message('2'))
  }

  #describe(what: string, name: string): void {
    const prepared = what === 'S' ? this.#statement(name) : this.#portal(name)
    const parameters = prepared.kinds.map((kind): Cell => ({ kind, text: null }))
    if (what === 'S') {
      const oids = prepared.kinds.map(({ oid }) => ({ int32: oid }))
      this.#out.push(message('t', { int16: oids.length }, ...oids))
    }
    const columns = prepared.statement && describe(this.#session, prepared.statement, parameters)
    const formats = what === 'S' ? [] : this.#portal(name).formats
    this.#out.push(columns ? rowDescription(columns, formats) : message('n'))
  }

  async #execute(portal: Portal, most: number): Promise<void> {
    const { statement, parameters, formats } = portal
    if (!statement) {
      this.#out.push(message('I'))
      return
    }
    const columns = this.#session.status === 'E' ? undefined : describe(this.#session, statement, parameters)
    if (!portal.rest) {
      const result = execute(this.#session, statement, parameters)
      await this.#wait()
      if (result.notice) this.#out.push(noticeMessage(...result.notice))
      portal.rest = { rows: [...result.rows], tag: result.tag }
    }
    const rows = portal.rest.rows.splice(0, most > 0 ? most : portal.rest.rows.length)
    if (columns) for (const row of rows) this.#out.push(dataRow(row, columns, formats))
    if (portal.rest.rows.length > 0) this.#out.push(message('s'))
    else this.#done(statement, portal.rest.tag)
  }
}
