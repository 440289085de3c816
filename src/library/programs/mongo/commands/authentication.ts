// Commands of MongoDB about users, and how a client proves that it is one.
import { Buffer } from 'node:buffer'
import { ScramExchange } from '../../scram.ts'
import { MongoProblem } from '../problem.ts'
import type { Command, Run } from '../session.ts'
import { newUser } from '../store.ts'
import { document, Raw, type Value } from '../value.ts'

const failed = (): MongoProblem => new MongoProblem(18, 'AuthenticationFailed', 'Authentication failed.')

const BINARY = 0x05

function binary(text: string): Raw {
  const bytes = Buffer.from(text)
  const head = Buffer.alloc(5)
  head.writeInt32LE(bytes.length)
  return new Raw(BINARY, Buffer.concat([head, bytes]))
}

function payloadOf({ fields }: Command): string {
  const payload = fields.get('payload')
  if (payload instanceof Raw && payload.type === BINARY) return payload.bytes.toString('utf8', 5)
  throw failed()
}

function conversation(payload: string, done: boolean): Record<string, Value> {
  return { conversationId: 1, done, payload: binary(payload) }
}

export const authentication: Readonly<Record<string, Run>> = {
  saslStart(command) {
    const { session, server, database } = command
    const mechanism = command.text('mechanism')
    if (mechanism !== 'SCRAM-SHA-256' && mechanism !== 'SCRAM-SHA-1') {
      throw new MongoProblem(
        334,
        'MechanismUnavailable',
        `Unsupported mechanism '${mechanism}' on authentication database '${database}'`,
      )
    }
    const hash = mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256'
    const first = payloadOf(command)
    const name = /n=([^,]*),r=/.exec(first)?.[1]?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? ''
    const user = server.store.users.get(`${database}.${name}`)
    const scram = user && ScramExchange.start(server.process, user.secrets[hash], first, hash)
    if (!scram) throw failed()
    session.exchange = { scram, user, proven: false }
    return conversation(scram.challenge, false)
  },
  saslContinue(command) {
    const { session } = command
    const { exchange } = session
    if (!exchange) throw new MongoProblem(17, 'ProtocolError', 'No SASL session state found')
    if (exchange.proven) {
      session.exchange = undefined
      return conversation('', true)
    }
    const proof = exchange.scram.finish(payloadOf(command))
    if (proof === undefined) {
      session.exchange = undefined
      throw failed()
    }
    session.user = exchange.user
    exchange.proven = true
    return conversation(proof, true)
  },
  logout({ session }) {
    session.user = undefined
    return {}
  },
  /** differs: every user may do everything, whatever the roles. */
  createUser(command) {
    const { server, database } = command
    const name = command.text('createUser')
    const key = `${database}.${name}`
    if (server.store.users.has(key))
      throw new MongoProblem(51003, 'Location51003', `User "${name}@${database}" already exists`)
    command.list('roles')
    server.store.users.set(key, newUser(server.process, database, name, command.text('pwd')))
    return {}
  },
  dropUser(command) {
    const name = command.text('dropUser')
    if (!command.server.store.users.delete(`${command.database}.${name}`)) {
      throw new MongoProblem(11, 'UserNotFound', `User '${name}@${command.database}' not found`)
    }
    return {}
  },
  usersInfo: ({ server, database }) => ({
    users: [...server.store.users.values()]
      .filter((one) => one.database === database)
      .map(({ name }) => document({ _id: `${database}.${name}`, user: name, db: database, roles: [] })),
  }),
}
