// A client of MySQL, as the programs mysql and mysqladmin are: begins a connection, proves who it is, sends commands.
import { Buffer } from 'node:buffer'
import { constants, publicEncrypt } from 'node:crypto'
import { addressesOf } from '../../../runtime/network/names.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import type { ClientOptions } from './options.ts'
import { MySqlProblem } from './problem.ts'
import { exclusive, type Plugin, scramble } from './secret.ts'
import { capabilities } from './startup.ts'
import { byte, Fields, lengthText, number, PacketStream, zeroText } from './wire.ts'

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: (string | null)[][]
}

const flags =
  capabilities.longPassword |
  capabilities.protocol41 |
  capabilities.secureConnection |
  capabilities.multiStatements |
  capabilities.multiResults |
  capabilities.pluginAuth

export class MySqlClient {
  readonly #process: Process
  readonly #packets: PacketStream
  readonly #descriptor: number

  private constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
    this.#packets = new PacketStream(process, descriptor)
  }

  /** Throws a MySqlProblem: 2002 or 2003 when nobody is there, or what the server says. */
  static async open(process: Process, options: ClientOptions): Promise<MySqlClient> {
    const client = new MySqlClient(process, connect(process, options))
    await client.#begin(options)
    return client
  }

  async #begin({ user, password, database, host }: ClientOptions): Promise<void> {
    const greeting = new Fields(await this.#next())
    greeting.number(1)
    greeting.zeroText()
    greeting.number(4)
    const start = greeting.bytes(8)
    greeting.bytes(19)
    let nonce: Buffer = Buffer.concat([start, greeting.bytes(12)])
    greeting.number(1)
    let plugin = greeting.zeroText() as Plugin
    const answer = scramble(plugin, password, nonce)
    await this.#packets.send(
      Buffer.concat([
        number(flags | (database === undefined ? 0 : capabilities.connectWithDatabase), 4),
        number(1 << 24, 4),
        byte(255),
        Buffer.alloc(23),
        zeroText(user),
        lengthText(answer),
        ...(database === undefined ? [] : [zeroText(database)]),
        zeroText(plugin),
      ]),
    )
    for (;;) {
      const packet = await this.#next()
      if (packet[0] === 0) return
      const fields = new Fields(packet.subarray(1))
      if (packet[0] === 0xfe) {
        plugin = fields.zeroText() as Plugin
        nonce = fields.bytes(20)
        await this.#packets.send(scramble(plugin, password, nonce))
      } else if (packet[1] === 4) {
        await this.#packets.send(host === undefined ? zeroText(password) : await this.#sealed(password, nonce))
      }
    }
  }

  /** The password for the server's eyes only. */
  async #sealed(password: string, nonce: Buffer): Promise<Buffer> {
    await this.#packets.send(byte(2))
    const key = (await this.#next()).subarray(1).toString()
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return publicEncrypt({ key, padding }, exclusive(zeroText(password), Buffer.concat([nonce, byte(0)])))
  }

  /** Throws what the server refuses, or 2013 when it has gone. */
  async #next(): Promise<Buffer> {
    const packet = await this.#packets.next()
    if (!packet) throw new MySqlProblem(2013, 'HY000', 'Lost connection to MySQL server during query')
    if (packet[0] !== 0xff) return packet
    const fields = new Fields(packet.subarray(1))
    const code = fields.number(2)
    return refuse(new MySqlProblem(code, fields.bytes(6).toString('utf8', 1), fields.rest().toString()))
  }

  /** What a command without rows is answered. */
  async command(code: number, body: string = ''): Promise<Buffer> {
    this.#packets.restart()
    await this.#packets.send(Buffer.concat([byte(code), Buffer.from(body)]))
    return this.#next()
  }

  /** The rows of one statement; undefined when it has none. */
  async query(sql: string): Promise<Answer | undefined> {
    const first = await this.command(3, sql)
    if (first[0] === 0) return undefined
    const count = new Fields(first).lengthNumber()
    const columns: string[] = []
    for (let at = 0; at < count; at++) {
      const fields = new Fields(await this.#next())
      for (let skipped = 0; skipped < 4; skipped++) fields.lengthBytes()
      columns.push(fields.lengthBytes().toString())
    }
    await this.#next()
    const rows: (string | null)[][] = []
    for (;;) {
      const packet = await this.#next()
      if (packet[0] === 0xfe && packet.length < 9) return { columns, rows }
      const fields = new Fields(packet)
      rows.push(columns.map(() => fields.cell()?.toString() ?? null))
    }
  }

  /** Resolves when the server has closed the connection. */
  async isGone(): Promise<void> {
    while (await this.#process.read(this.#descriptor));
  }
}

function connect(process: Process, { host, port, socket }: ClientOptions): number {
  const address = host === undefined ? undefined : addressesOf(process, host)[0]
  try {
    if (host === undefined) return process.connectLocal(socket)
    if (address !== undefined) return process.connect(address, port)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const reason = error.code === 'ENOENT' ? 2 : error.code === 'ECONNREFUSED' ? 111 : 113
    throw host === undefined
      ? new MySqlProblem(2002, 'HY000', `Can't connect to local MySQL server through socket '${socket}' (${reason})`)
      : new MySqlProblem(2003, 'HY000', `Can't connect to MySQL server on '${host}:${port}' (${reason})`)
  }
  throw new MySqlProblem(2005, 'HY000', `Unknown MySQL server host '${host}' (-2)`)
}

function refuse(problem: MySqlProblem): never {
  throw problem
}
