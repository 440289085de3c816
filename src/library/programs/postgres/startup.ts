// The beginning of a connection to PostgreSQL: who is there, and is that true.
import { Buffer } from 'node:buffer'
import { Killed, type Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { isPassword, ScramExchange, secretOf } from '../scram.ts'
import { SqlProblem } from '../sql/problem.ts'
import { accessMethod } from './access.ts'
import { type Server, Session } from './session.ts'
import { postgresDialect } from './sql/dialect.ts'
import { errorMessage, Fields, type MessageReader, message, WireProblem } from './wire.ts'

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const CANCEL_REQUEST = 80_877_102
const PROTOCOL_3 = 3

/** What is told to every client at the beginning. */
const told = [
  ...['in_hot_standby', 'integer_datetimes', 'TimeZone', 'IntervalStyle', 'is_superuser', 'application_name'],
  ...['default_transaction_read_only', 'DateStyle', 'standard_conforming_strings'],
  ...['session_authorization', 'client_encoding', 'server_version', 'server_encoding'],
]

/** The session of a client that may come in; undefined for one that has gone or was refused, which it has been told. */
export async function startUp(server: Server, reader: MessageReader, descriptor: number): Promise<Session | undefined> {
  const { process } = server
  try {
    const given = await firstMessage(process, reader, descriptor)
    return given && (await admit(server, reader, descriptor, given))
  } catch (error) {
    if (!(error instanceof SqlProblem)) throw error
    await server.log('FATAL', error.message)
    await process.write(descriptor, errorMessage(error, 'FATAL'))
    return undefined
  }
}

/** The names and values that a client begins with. No encryption is offered. */
async function firstMessage(
  process: Process,
  reader: MessageReader,
  descriptor: number,
): Promise<Map<string, string> | undefined> {
  for (;;) {
    const first = await reader.next(true)
    if (!first) return undefined
    const fields = new Fields(first.body)
    const version = fields.number(4)
    if (version === CANCEL_REQUEST) return undefined
    if (version === SSL_REQUEST || version === GSS_REQUEST) {
      await process.write(descriptor, 'N')
      continue
    }
    if (version >> 16 !== PROTOCOL_3) {
      const asked = `${version >> 16}.${version & 0xffff}`
      throw new SqlProblem('0A000', `unsupported frontend protocol ${asked}: server supports 3.0 to 3.0`)
    }
    const given = new Map<string, string>()
    for (let name = fields.text(); name !== ''; name = fields.text()) given.set(name, fields.text())
    return given
  }
}

async function admit(
  server: Server,
  reader: MessageReader,
  descriptor: number,
  given: ReadonlyMap<string, string>,
): Promise<Session | undefined> {
  const { process, cluster } = server
  const user = given.get('user') ?? ''
  const database = given.get('database') || user
  if (user === '') throw new SqlProblem('28000', 'no PostgreSQL user name specified in startup packet')
  const { address } = process.socket(descriptor).remote
  const method = accessMethod(process, server.data, address, user, database)
  if (!(await isProven(server, reader, descriptor, user, method))) {
    throw new SqlProblem('28P01', `password authentication failed for user "${user}"`)
  }
  const role = cluster.roles.get(user)
  if (!role) throw new SqlProblem('28000', `role "${user}" does not exist`)
  if (!role.login) throw new SqlProblem('28000', `role "${user}" is not permitted to log in`)
  if (!cluster.databases.has(database)) throw new SqlProblem('3D000', `database "${database}" does not exist`)
  const session = new Session(server, user, database, postgresDialect)
  for (const [name, value] of given) {
    if (!['user', 'database', 'options', 'replication'].includes(name) && !name.startsWith('_pq_.'))
      session.set(name, value)
  }
  const secret = Math.floor(process.random() * 2 ** 31)
  await process.write(
    descriptor,
    Buffer.concat([
      message('R', { int32: 0 }),
      ...told.map((name) => message('S', name, session.setting(name).value)),
      message('K', { int32: session.pid }, { int32: secret }),
      message('Z', Buffer.from('I')),
    ]),
  )
  return session
}

async function isProven(
  server: Server,
  reader: MessageReader,
  descriptor: number,
  user: string,
  method: string,
): Promise<boolean> {
  if (method === 'trust') return true
  const { process, cluster } = server
  const secret = cluster.roles.get(user)?.secret
  if (method === 'password') {
    await process.write(descriptor, message('R', { int32: 3 }))
    const password = await answered(reader)
    return secret ? isPassword(secret, new Fields(password).text()) : false
  }
  // one who is not there is asked as everybody else
  const asked = secret ?? secretOf(process, String(process.random()))
  await process.write(descriptor, message('R', { int32: 10 }, 'SCRAM-SHA-256', new Uint8Array(1)))
  const first = new Fields(await answered(reader))
  if (first.text() !== 'SCRAM-SHA-256')
    throw new SqlProblem('08P01', 'client selected an invalid SASL authentication mechanism')
  const exchange = ScramExchange.start(process, asked, first.bytes(Math.max(0, first.number(4))).toString())
  if (!exchange) throw new SqlProblem('08P01', 'malformed SCRAM message')
  await process.write(descriptor, message('R', { int32: 11 }, Buffer.from(exchange.challenge)))
  const proof = exchange.finish((await answered(reader)).toString())
  if (proof === undefined || !secret) return false
  await process.write(descriptor, message('R', { int32: 12 }, Buffer.from(proof)))
  return true
}

async function answered(reader: MessageReader): Promise<Buffer> {
  const answer = await reader.next()
  if (!answer) throw new FileError('ECONNRESET')
  if (answer.type !== 'p') throw new WireProblem('expected an answer to the question for a password')
  return answer.body
}

/** Whether an error is only the end of the connection. */
export const isOver = (error: unknown): boolean =>
  error instanceof Killed || error instanceof FileError || error instanceof WireProblem
