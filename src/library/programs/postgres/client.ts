// A client of PostgreSQL, as psql is one: begins a connection and asks simple queries.
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'
import { randomBytes, scramProof } from '../scram.ts'
import { Fields, MessageReader, message } from './wire.ts'

const PROTOCOL = 3 << 16

/** What a server refused; `fields` by their letters. */
export class ServerError extends Error {
  readonly fields: ReadonlyMap<string, string>
  constructor(fields: ReadonlyMap<string, string>) {
    super(fields.get('M') ?? '')
    this.fields = fields
  }
}

/** The server has gone. */
export class Gone extends Error {}

export type Event =
  | {
      readonly type: 'rows'
      readonly columns: readonly string[]
      readonly numeric: readonly boolean[]
      readonly rows: (string | null)[][]
    }
  | { readonly type: 'done'; readonly tag: string }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'error'; readonly error: ServerError }

const numbers = [20, 21, 23, 26, 700, 701, 1700]

export class Client {
  readonly #process: Process
  readonly #descriptor: number
  readonly #reader: MessageReader

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
    this.#reader = new MessageReader(process, descriptor)
  }

  async #send(bytes: Uint8Array): Promise<void> {
    await this.#process.write(this.#descriptor, bytes)
  }

  /** Throws a ServerError when it may not come in, Gone when nobody answers. */
  async begin(user: string, database: string, password: string | undefined): Promise<void> {
    const settings = ['user', user, 'database', database, 'application_name', 'psql', 'client_encoding', 'UTF8']
    const body = message('', { int32: PROTOCOL }, ...settings, new Uint8Array(1))
    await this.#send(body)
    let bare = ''
    for (;;) {
      const next = await this.#next()
      if (next.type === 'E') throw errorOf(next.body)
      if (next.type === 'Z') return
      if (next.type !== 'R') continue
      const fields = new Fields(next.body)
      const code = fields.number(4)
      if ((code === 3 || code === 10) && password === undefined) throw new Gone('fe_sendauth: no password supplied')
      if (code === 3) await this.#send(message('p', password!))
      else if (code === 10) {
        bare = `n=,r=${randomBytes(this.#process, 18).toString('base64')}`
        const first = Buffer.from(`n,,${bare}`)
        await this.#send(message('p', 'SCRAM-SHA-256', { int32: first.length }, first))
      } else if (code === 11) {
        await this.#send(message('p', Buffer.from(scramProof(password!, bare, next.body.toString('utf8', 4)))))
      }
    }
  }

  async #next(): Promise<{ readonly type: string; readonly body: Buffer }> {
    const next = await this.#reader.next()
    if (!next) throw new Gone('server closed the connection unexpectedly')
    return next
  }

  /** What a query comes to, one thing after the other. */
  async query(sql: string): Promise<Event[]> {
    await this.#send(message('Q', sql))
    const events: Event[] = []
    let rows: Extract<Event, { type: 'rows' }> | undefined
    for (;;) {
      const { type, body } = await this.#next()
      const fields = new Fields(body)
      if (type === 'Z') return events
      if (type === 'T') {
        const columns = fields.list(() => {
          const name = fields.text()
          fields.bytes(6)
          const oid = fields.number(4)
          fields.bytes(8)
          return { name, oid }
        })
        rows = {
          type: 'rows',
          columns: columns.map(({ name }) => name),
          numeric: columns.map(({ oid }) => numbers.includes(oid)),
          rows: [],
        }
        events.push(rows)
      } else if (type === 'D') {
        rows?.rows.push(
          fields.list(() => {
            const length = fields.number(4)
            return length < 0 ? null : fields.bytes(length).toString()
          }),
        )
      } else if (type === 'C') events.push({ type: 'done', tag: fields.text() })
      else if (type === 'E') events.push({ type: 'error', error: errorOf(body) })
      else if (type === 'N') events.push({ type: 'notice', text: errorOf(body).message })
    }
  }
}

function errorOf(body: Buffer): ServerError {
  const fields = new Fields(body)
  const found = new Map<string, string>()
  for (let letter = fields.number(1); letter !== 0; letter = fields.number(1)) {
    found.set(String.fromCharCode(letter), fields.text())
  }
  return new ServerError(found)
}
