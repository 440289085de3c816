// What one connection to MongoDB has, and the server as its connections know it.
import type { Process } from '../../../runtime/process.ts'
import type { ScramExchange } from '../scram.ts'
import { badValue, MongoProblem, typeMismatch } from './problem.ts'
import { type Collection, newCollection, type Store, type User } from './store.ts'
import { type Document, isNumber, numberOf, ObjectId, type Value } from './value.ts'

export interface Server {
  readonly process: Process
  readonly store: Store
  readonly version: string
  readonly port: number
  readonly started: number
  /** `--auth`: who has not proven who he is may do nothing */
  readonly isGuarded: boolean
  /** `--replSet` */
  readonly setName: string | undefined
  connections: number
  /** What is left of results that are fetched in pieces, by the number of the cursor. */
  readonly cursors: Map<bigint, { readonly place: string; readonly rows: Document[] }>
}

export class Session {
  readonly server: Server
  readonly id: number
  readonly isLocal: boolean
  user: User | undefined
  exchange: { readonly scram: ScramExchange; readonly user: User; proven: boolean } | undefined

  constructor(server: Server, isLocal: boolean) {
    this.server = server
    this.id = ++server.connections
    this.isLocal = isLocal
  }
}

/** The fields of a command, read with care. */
export class Command {
  readonly name: string
  readonly fields: Document
  readonly session: Session
  readonly database: string

  constructor(session: Session, fields: Document) {
    const [name = ''] = fields.keys()
    const database = fields.get('$db')
    this.name = name
    this.fields = fields
    this.session = session
    this.database = typeof database === 'string' ? database : 'admin'
  }

  get server(): Server {
    return this.session.server
  }

  /** Throws 14. */
  text(name: string): string {
    const value = this.fields.get(name)
    if (typeof value === 'string') return value
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected type 'string'`)
  }

  number(name: string): number | undefined {
    const value = this.fields.get(name)
    if (value === undefined || value === null) return undefined
    if (isNumber(value)) return numberOf(value)
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected a number`)
  }

  document(name: string): Document {
    const value = this.fields.get(name) ?? new Map()
    if (value instanceof Map) return value
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected type 'object'`)
  }

  documents(name: string): Document[] {
    const list = this.list(name)
    if (list.every((one) => one instanceof Map)) return list as Document[]
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected objects`)
  }

  list(name: string): Value[] {
    const value = this.fields.get(name)
    if (Array.isArray(value)) return value
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected type 'array'`)
  }

  /** The name of the collection that the command is about. Throws 73. */
  get collectionName(): string {
    const value = this.fields.get(this.name)
    if (typeof value === 'string' && value !== '' && !value.includes('$') && !value.includes('\0')) return value
    throw new MongoProblem(73, 'InvalidNamespace', `Invalid namespace specified '${this.database}.${String(value)}'`)
  }

  get place(): string {
    return `${this.database}.${this.collectionName}`
  }

  get collection(): Collection | undefined {
    return this.server.store.databases.get(this.database)?.get(this.collectionName)
  }

  /** The collection, made if it is not there. */
  ensureCollection(): Collection {
    const { databases } = this.server.store
    if (this.database === '' || /[ ./\\"$*<>:|?]/.test(this.database)) throw badValue('Invalid database name')
    const collections = databases.get(this.database) ?? new Map<string, Collection>()
    databases.set(this.database, collections)
    const collection = collections.get(this.collectionName) ?? newCollection()
    collections.set(this.collectionName, collection)
    return collection
  }
}

/** 4 bytes of time, 8 of chance. */
export function newObjectId(process: Process): ObjectId {
  const seconds = Math.floor(process.now() / 1000)
    .toString(16)
    .padStart(8, '0')
  const chance = Array.from({ length: 16 }, () => Math.floor(process.random() * 16).toString(16)).join('')
  return new ObjectId(seconds + chance)
}

/** What a command comes to, without `ok`. */
export type Answer = Readonly<Record<string, Value | undefined>>
/** Throws a MongoProblem. */
export type Run = (command: Command) => Answer
