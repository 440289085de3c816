// Commands of MongoDB about databases, collections and indexes.
import { writeDocument } from '../bson.ts'
import { matches } from '../match.ts'
import { MongoProblem } from '../problem.ts'
import type { Command, Run } from '../session.ts'
import { type Collection, checkUnique, type Index } from '../store.ts'
import { type Document, document, isTrue } from '../value.ts'
import { firstBatch } from './cursors.ts'

const sizeOf = ({ documents }: Collection): number => documents.reduce((sum, one) => sum + writeDocument(one).length, 0)

/** Throws 26. */
function existing(command: Command): Collection {
  const { collection, place } = command
  if (!collection) throw new MongoProblem(26, 'NamespaceNotFound', `ns does not exist: ${place}`)
  return collection
}

const shownIndex = ({ name, key, unique }: Index): Document =>
  document({ v: 2, key, name, ...(unique && name !== '_id_' ? { unique } : {}) })

export const collections: Readonly<Record<string, Run>> = {
  listDatabases({ server, fields }) {
    const databases = [...server.store.databases].map(([name, all]) => {
      const size = [...all.values()].reduce((sum, one) => sum + sizeOf(one), 0)
      return isTrue(fields.get('nameOnly'))
        ? document({ name })
        : document({ name, sizeOnDisk: BigInt(size), empty: all.size === 0 })
    })
    return { databases, ...(isTrue(fields.get('nameOnly')) ? {} : { totalSize: 0n }) }
  },
  listCollections(command) {
    const { server, database } = command
    const filter = command.document('filter')
    const all = [...(server.store.databases.get(database)?.keys() ?? [])].map((name) =>
      document({
        name,
        type: 'collection',
        options: new Map(),
        info: document({ readOnly: false }),
        idIndex: document({ v: 2, key: document({ _id: 1 }), name: '_id_' }),
      }),
    )
    return firstBatch(
      command,
      `${database}.$cmd.listCollections`,
      all.filter((one) => matches(one, filter)),
    )
  },
  create(command) {
    if (command.collection) {
      throw new MongoProblem(48, 'NamespaceExists', `Collection ${command.place} already exists.`)
    }
    command.ensureCollection()
    return {}
  },
  drop(command) {
    const { server, database, collectionName, collection, place } = command
    if (!collection) return {}
    server.store.databases.get(database)!.delete(collectionName)
    return { nIndexesWas: collection.indexes.length, ns: place }
  },
  dropDatabase: ({ server, database }) => (server.store.databases.delete(database) ? { dropped: database } : {}),
  createIndexes(command) {
    const isNew = command.collection === undefined
    const collection = command.ensureCollection()
    const before = collection.indexes.length
    for (const wanted of command.documents('indexes')) {
      const index = readIndex(wanted)
      const known = collection.indexes.find(({ name }) => name === index.name)
      if (known) continue
      if (index.unique) {
        const seen: Collection = { documents: [], indexes: [index] }
        for (const one of collection.documents) {
          checkUnique(seen, command.place, one)
          seen.documents.push(one)
        }
      }
      collection.indexes.push(index)
    }
    const after = collection.indexes.length
    return { numIndexesBefore: before, numIndexesAfter: after, createdCollectionAutomatically: isNew }
  },
  listIndexes: (command) => firstBatch(command, command.place, existing(command).indexes.map(shownIndex)),
  dropIndexes(command) {
    const collection = existing(command)
    const wanted = command.fields.get('index')
    const before = collection.indexes.length
    collection.indexes = collection.indexes.filter(({ name }) => name === '_id_' || (wanted !== '*' && name !== wanted))
    if (wanted !== '*' && collection.indexes.length === before) {
      throw new MongoProblem(27, 'IndexNotFound', `index not found with name [${String(wanted)}]`)
    }
    return { nIndexesWas: before }
  },
  collStats: (command) => {
    const { documents = [], indexes = [] } = command.collection ?? {}
    return { ns: command.place, count: documents.length, nindexes: indexes.length }
  },
  dbStats({ server, database }) {
    const all = [...(server.store.databases.get(database)?.values() ?? [])]
    return {
      db: database,
      collections: all.length,
      objects: all.reduce((sum, { documents }) => sum + documents.length, 0),
      dataSize: all.reduce((sum, one) => sum + sizeOf(one), 0),
    }
  },
}

/** Throws 9. Only what is unique matters here: there is nothing to find quicker. */
function readIndex(wanted: Document): Index {
  const key = wanted.get('key')
  const name = wanted.get('name')
  if (!(key instanceof Map) || typeof name !== 'string') {
    throw new MongoProblem(
      9,
      'FailedToParse',
      "The 'key' and 'name' fields are required properties of an index specification",
    )
  }
  return { name, key, unique: isTrue(wanted.get('unique')) }
}
