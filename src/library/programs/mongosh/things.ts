// What scripts for mongosh find there: db and its collections, rs, print, sleep.
import type { Process } from '../../../runtime/process.ts'
import { newObjectId } from '../mongo/session.ts'
import { type Document, document, isNumber, isTrue, Moment, numberOf, ObjectId, type Value } from '../mongo/value.ts'
import { jsonText, shellText } from './print.ts'
import { type Result, type Thing, Thrown, thrown } from './run.ts'

/** Sends a command to a database; the whole answer, also when it is a refusal. */
export type Send = (database: string, command: Document) => Promise<Document>

const callable = (call: (args: readonly Value[]) => Promise<Result>): Thing => ({ call })
const asDocument = (value: Value | undefined): Document => (value instanceof Map ? value : new Map())

export class Shell {
  readonly #process: Process
  readonly #send: Send
  database: string

  constructor(process: Process, send: Send, database: string) {
    this.#process = process
    this.#send = send
    this.database = database
  }

  /** Sends a command and throws what the server refuses. */
  async run(command: Document, database: string = this.database): Promise<Document> {
    const answer = await this.#send(database, command)
    const ok = answer.get('ok')
    if (isNumber(ok) && numberOf(ok) === 1) {
      const [first] = Array.isArray(answer.get('writeErrors')) ? (answer.get('writeErrors') as Document[]) : []
      if (first) throw refusal(first)
      return answer
    }
    throw refusal(answer)
  }

  names(): Map<string, Result> {
    const process = this.#process
    const print = callable(async (args) => {
      await process.write(1, `${args.map(shellText).join(' ')}\n`)
      return undefined
    })
    return new Map<string, Result>([
      ['db', this.#db(() => this.database)],
      ['rs', this.#replicaSet()],
      ['print', print],
      ['printjson', print],
      ['console', { member: () => print }],
      ['JSON', { member: () => callable(async ([value]) => jsonText(value ?? null)) }],
      ['EJSON', { member: () => callable(async ([value]) => jsonText(value ?? null)) }],
      ['sleep', callable((args) => process.sleep(numberOf(isNumber(args[0]) ? args[0] : 0)).then(() => undefined))],
      [
        'quit',
        callable(async ([code]) => {
          throw new Quit(isNumber(code) ? numberOf(code) : 0)
        }),
      ],
      [
        'use',
        callable(async ([name]) => {
          this.database = String(name)
          return `switched to db ${String(name)}`
        }),
      ],
      ['Error', callable(async ([text]) => new Map<string, Value>([['message', String(text)]]))],
      ['Date', callable(async () => new Moment(process.now()))],
      ['ISODate', callable(async () => new Moment(process.now()))],
      ['ObjectId', callable(async ([hex]) => (typeof hex === 'string' ? new ObjectId(hex) : newObjectId(process)))],
      ['NumberInt', callable(async ([value]) => value)],
      ['NumberLong', callable(async ([value]) => BigInt(String(value)))],
      ['process', new Map([['env', document({ ...process.env })]])],
      ['_getEnv', callable(async ([name]) => process.env[String(name)] ?? '')],
    ])
  }

  #replicaSet(): Thing {
    const calls: Readonly<Record<string, (args: readonly Value[]) => Document>> = {
      status: () => document({ replSetGetStatus: 1 }),
      initiate: ([configuration]) => document({ replSetInitiate: configuration ?? new Map() }),
      conf: () => document({ replSetGetConfig: 1 }),
      isMaster: () => document({ isMaster: 1 }),
      hello: () => document({ hello: 1 }),
    }
    return this.#commands(calls, () => 'admin')
  }

  #commands(calls: Readonly<Record<string, (args: readonly Value[]) => Document>>, database: () => string): Thing {
    return {
      member: (name) => {
        const make = Object.hasOwn(calls, name) ? calls[name] : undefined
        return make && callable((args) => this.run(make(args), database()))
      },
    }
  }

  #db(database: () => string): Thing {
    const commands: Readonly<Record<string, (args: readonly Value[]) => Document>> = {
      hello: () => document({ hello: 1 }),
      isMaster: () => document({ isMaster: 1 }),
      serverStatus: () => document({ serverStatus: 1 }),
      stats: () => document({ dbStats: 1 }),
      dropDatabase: () => document({ dropDatabase: 1 }),
      createCollection: ([name]) => document({ create: name }),
      dropUser: ([name]) => document({ dropUser: name }),
    }
    const own: Readonly<Record<string, (args: readonly Value[]) => Promise<Result>>> = {
      runCommand: ([command]) => this.run(commandOf(command), database()),
      adminCommand: ([command]) => this.run(commandOf(command), 'admin'),
      getSiblingDB: async ([name]) => this.#db(() => String(name)),
      getCollection: async ([name]) => this.#collection(database, String(name)),
      getName: async () => database(),
      version: async () => (await this.run(document({ buildInfo: 1 }), database())).get('version'),
      getMongo: async () => ({
        member: (name: string) =>
          name === 'getDBNames' ? callable(() => this.#databases()) : callable(async () => undefined),
      }),
      getCollectionNames: async () => {
        const answer = await this.run(document({ listCollections: 1 }), database())
        return batchOf(answer).map((one) => one.get('name') ?? null)
      },
      createUser: ([given]) => {
        const { user, ...others } = Object.fromEntries(asDocument(given))
        return this.run(document({ createUser: user, ...others }), database())
      },
      auth: async ([user]) => {
        throw thrown(`MongoshUnimplementedError: mockerd does not simulate db.auth() of ${String(user)}: use -u and -p`)
      },
    }
    return {
      value: async () => database(),
      member: (name) => {
        const run = Object.hasOwn(own, name) ? own[name] : undefined
        if (run) return callable(run)
        return this.#commands(commands, database).member!(name) ?? this.#collection(database, name)
      },
    }
  }

  async #databases(): Promise<Value> {
    const answer = await this.run(document({ listDatabases: 1 }), 'admin')
    return (answer.get('databases') as Document[]).map((one) => one.get('name') ?? null)
  }

  #collection(database: () => string, name: string): Thing {
    const find = (query: Value | undefined, more: Document = new Map()): Promise<Document> =>
      this.run(new Map<string, Value>([['find', name], ['filter', asDocument(query)], ...more]), database())
    const change = async (
      query: Value | undefined,
      update: Value | undefined,
      options: Value | undefined,
      multi: boolean,
    ): Promise<Document> => {
      const one = document({
        q: asDocument(query),
        u: update ?? new Map(),
        multi,
        upsert: isTrue(asDocument(options).get('upsert')),
      })
      const answer = await this.run(document({ update: name, updates: [one] }), database())
      const matched = answer.get('n') ?? 0
      return document({ acknowledged: true, matchedCount: matched, modifiedCount: answer.get('nModified') })
    }
    const remove = async (query: Value | undefined, limit: number): Promise<Document> => {
      const answer = await this.run(
        document({ delete: name, deletes: [document({ q: asDocument(query), limit })] }),
        database(),
      )
      return document({ acknowledged: true, deletedCount: answer.get('n') })
    }
    const own: Readonly<Record<string, (args: readonly Value[]) => Promise<Result>>> = {
      insertOne: async ([given]) => {
        const made = this.#withId(asDocument(given))
        await this.run(document({ insert: name, documents: [made] }), database())
        return document({ acknowledged: true, insertedId: made.get('_id') })
      },
      insertMany: async ([given]) => {
        const made = (Array.isArray(given) ? given : []).map((one) => this.#withId(asDocument(one)))
        await this.run(document({ insert: name, documents: made }), database())
        return document({
          acknowledged: true,
          insertedIds: new Map(made.map((one, at) => [String(at), one.get('_id') ?? null])),
        })
      },
      find: async ([query, projection]) =>
        this.#cursor((more) => find(query, new Map([...more, ['projection', asDocument(projection)]]))),
      findOne: async ([query]) => batchOf(await find(query, document({ limit: 1 })))[0] ?? null,
      countDocuments: async ([query]) =>
        (await this.run(document({ count: name, query: asDocument(query) }), database())).get('n'),
      estimatedDocumentCount: async () => (await this.run(document({ count: name }), database())).get('n'),
      updateOne: ([query, update, options]) => change(query, update, options, false),
      updateMany: ([query, update, options]) => change(query, update, options, true),
      replaceOne: ([query, update, options]) => change(query, update, options, false),
      deleteOne: ([query]) => remove(query, 1),
      deleteMany: ([query]) => remove(query, 0),
      aggregate: async ([stages]) =>
        this.#cursor(() =>
          this.run(document({ aggregate: name, pipeline: stages ?? [], cursor: new Map() }), database()),
        ),
      drop: async () => {
        await this.run(document({ drop: name }), database())
        return true
      },
      createIndex: async ([key, options]) => {
        const index = [...asDocument(key)].map(([path, way]) => `${path}_${String(way)}`).join('_')
        const one = new Map<string, Value>([['key', asDocument(key)], ['name', index], ...asDocument(options)])
        await this.run(document({ createIndexes: name, indexes: [one] }), database())
        return index
      },
      getIndexes: async () => batchOf(await this.run(document({ listIndexes: name }), database())),
    }
    return {
      value: async () => `${database()}.${name}`,
      member: (member) => {
        const run = Object.hasOwn(own, member) ? own[member] : undefined
        return run ? callable(run) : this.#collection(database, `${name}.${member}`)
      },
    }
  }

  #withId(given: Document): Document {
    return given.has('_id') ? given : new Map<string, Value>([['_id', newObjectId(this.#process)], ...given])
  }

  /** differs: the first 101 documents are all that a cursor of the shell shows. */
  #cursor(ask: (more: Document) => Promise<Document>, more: Document = new Map()): Thing {
    const all = async (): Promise<Document[]> => batchOf(await ask(more))
    return {
      value: all,
      member: (name) => {
        if (name === 'toArray') return callable(all)
        if (name === 'count' || name === 'itcount') return callable(async () => (await all()).length)
        if (!['sort', 'limit', 'skip'].includes(name))
          throw thrown(`TypeError: mockerd does not simulate ${name}() of cursors`)
        return callable(async ([operand]) => this.#cursor(ask, new Map([...more, [name, operand ?? null]])))
      },
    }
  }
}

/** The script wants to end. */
export class Quit extends Error {
  readonly code: number
  constructor(code: number) {
    super('quit')
    this.code = code
  }
}

const commandOf = (value: Value | undefined): Document =>
  typeof value === 'string' ? document({ [value]: 1 }) : asDocument(value)

function batchOf(answer: Document): Document[] {
  const cursor = asDocument(answer.get('cursor'))
  return (cursor.get('firstBatch') as Document[] | undefined) ?? []
}

function refusal(answer: Document): Thrown {
  const text = String(answer.get('errmsg') ?? '')
  const codeName = answer.get('codeName')
  const value = document({ message: text, code: answer.get('code'), codeName })
  return new Thrown(value, `MongoServerError${codeName === undefined ? '' : `[${String(codeName)}]`}: ${text}`)
}
