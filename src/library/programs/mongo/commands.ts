// Commands of MongoDB by their names, and what stands around each of their answers.

import { BsonProblem } from './bson.ts'
import { aboutServer } from './commands/about-server.ts'
import { authentication } from './commands/authentication.ts'
import { collections } from './commands/collections.ts'
import { reading } from './commands/reading.ts'
import { replicaSets } from './commands/replica-sets.ts'
import { writing } from './commands/writing.ts'
import { MongoProblem } from './problem.ts'
import { Command, type Run, type Session } from './session.ts'
import { type Document, document } from './value.ts'

const commands: Readonly<Record<string, Run>> = {
  ...aboutServer,
  ...authentication,
  ...collections,
  ...reading,
  ...replicaSets,
  ...writing,
}

/** What everybody may ask before he has proven who he is. */
const open = [
  'hello',
  'isMaster',
  'ismaster',
  'ping',
  'saslStart',
  'saslContinue',
  'buildInfo',
  'buildinfo',
  'logout',
  'endSessions',
]
/** What a client of this machine may do as long as there is no user (the localhost exception). */
const first = ['createUser', 'replSetInitiate', 'shutdown']

export function answer(session: Session, fields: Document): Document {
  const command = new Command(session, fields)
  try {
    const run = Object.hasOwn(commands, command.name) ? commands[command.name] : undefined
    if (!run) throw new MongoProblem(59, 'CommandNotFound', `no such command: '${command.name}'`)
    checkAccess(command)
    if (fields.get('startTransaction') === true)
      throw new MongoProblem(
        263,
        'OperationNotSupportedInTransaction',
        'mockerd does not simulate transactions of MongoDB',
      )
    return document({ ...run(command), ok: 1 })
  } catch (error) {
    const problem = problemOf(error)
    return document({ ok: 0, errmsg: problem.message, code: problem.code, codeName: problem.codeName })
  }
}

function problemOf(error: unknown): MongoProblem {
  if (error instanceof MongoProblem) return error
  if (error instanceof RangeError || error instanceof BsonProblem)
    return new MongoProblem(15, 'Overflow', error.message)
  throw error
}

function checkAccess({ name, session, server }: Command): void {
  if (!server.isGuarded || session.user || open.includes(name)) return
  if (first.includes(name) && session.isLocal && server.store.users.size === 0) return
  throw new MongoProblem(13, 'Unauthorized', `Command ${name} requires authentication`)
}
