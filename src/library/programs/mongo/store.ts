// What a MongoDB server keeps: databases, collections, users. One file in its data directory holds it between two runs.
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Process } from '../../../runtime/process.ts'
import { type Secret, secretOf } from '../scram.ts'
import { readDocument, writeDocument } from './bson.ts'
import { valuesAt } from './match.ts'
import { MongoProblem } from './problem.ts'
import { type Document, document, isSame, type Value } from './value.ts'

export interface Index {
  readonly name: string
  readonly key: Document
  readonly unique: boolean
}

export interface Collection {
  documents: Document[]
  indexes: Index[]
}

export interface User {
  readonly name: string
  readonly database: string
  readonly secrets: Readonly<Record<'sha1' | 'sha256', Secret>>
}

export interface Store {
  readonly databases: Map<string, Map<string, Collection>>
  /** By `database.name`. */
  readonly users: Map<string, User>
  /** The name and members of a replica set, when it was initiated. */
  replicaSet: { readonly name: string; readonly members: readonly string[] } | undefined
}

const idIndex: Index = { name: '_id_', key: document({ _id: 1 }), unique: true }

export const newCollection = (): Collection => ({ documents: [], indexes: [idIndex] })

export function newUser(process: Process, database: string, name: string, password: string): User {
  const digest = createHash('md5').update(`${name}:mongo:${password}`).digest('hex')
  const secrets = {
    sha1: secretOf(process, digest, 'sha1', 10_000),
    sha256: secretOf(process, password, 'sha256', 15_000),
  }
  return { name, database, secrets }
}

/** Throws 11000 when another document has the value of a unique index. */
export function checkUnique(
  { documents, indexes }: Collection,
  place: string,
  added: Document,
  instead?: Document,
): void {
  for (const { name, key, unique } of indexes) {
    if (!unique) continue
    const values = (one: Document): Value[] => [...key.keys()].map((path) => valuesAt(one, path.split('.'))[0] ?? null)
    const own = values(added)
    if (!documents.some((one) => one !== instead && isSame(values(one), own))) continue
    const shown = [...key.keys()].map((path, at) => `${path}: ${shownValue(own[at]!)}`).join(', ')
    const text = `E11000 duplicate key error collection: ${place} index: ${name} dup key: { ${shown} }`
    throw new MongoProblem(11000, 'DuplicateKey', text)
  }
}

function shownValue(value: Value): string {
  if (value !== null && typeof value === 'object' && 'hex' in value) return `ObjectId('${value.hex}')`
  return typeof value === 'bigint'
    ? String(value)
    : JSON.stringify(value instanceof Map ? Object.fromEntries(value) : value)
}

const fileOf = (data: string): string => `${data}/mockerd-store.bson`

export const hasStore = (process: Process, data: string): boolean => process.files.exists(fileOf(data))

/** differs: MongoDB writes each change at once; here what was changed since the start is gone when the server is killed. */
export function saveStore(process: Process, data: string, { databases, users, replicaSet }: Store): void {
  const kept = document({
    databases: new Map(
      [...databases].map(([name, collections]) => [
        name,
        new Map(
          [...collections].map(([collection, { documents, indexes }]) => [
            collection,
            document({ documents, indexes: indexes.map((one) => document({ ...one })) }),
          ]),
        ),
      ]),
    ),
    users: JSON.stringify([...users]),
    replicaSet: JSON.stringify(replicaSet ?? null),
  })
  process.files.writeFile(fileOf(data), writeDocument(kept), 0o600)
}

export function loadStore(process: Process, data: string): Store {
  const store: Store = { databases: new Map(), users: new Map(), replicaSet: undefined }
  if (!hasStore(process, data)) return store
  const kept = readDocument(Buffer.from(process.files.readBytes(fileOf(data)))).document
  for (const [name, collections] of kept.get('databases') as Document) {
    const restored = new Map<string, Collection>()
    for (const [collection, value] of collections as Document) {
      const indexes = ((value as Document).get('indexes') as Document[]).map(
        (one) => Object.fromEntries(one) as unknown as Index,
      )
      restored.set(collection, { documents: (value as Document).get('documents') as Document[], indexes })
    }
    store.databases.set(name, restored)
  }
  for (const [key, user] of JSON.parse(kept.get('users') as string)) store.users.set(key, user)
  store.replicaSet = JSON.parse(kept.get('replicaSet') as string) ?? undefined
  return store
}
