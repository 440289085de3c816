// Commands of MongoDB that change documents.
import { writeDocument } from '../bson.ts'
import { matches } from '../match.ts'
import { projected, sorted } from '../pipeline.ts'
import { MongoProblem, notSimulated } from '../problem.ts'
import { type Command, newObjectId, type Run } from '../session.ts'
import { type Collection, checkUnique } from '../store.ts'
import { copyOf, seedOf, updated } from '../update.ts'
import { type Document, document, isNumber, isSame, isTrue, numberOf, type Value } from '../value.ts'

/** Does one thing after the other; the first that fails is the last, unless the command says `ordered: false`. */
function each(command: Command, list: readonly Document[], run: (one: Document, index: number) => void): Document[] {
  const errors: Document[] = []
  for (const [index, one] of list.entries()) {
    try {
      run(one, index)
    } catch (error) {
      if (!(error instanceof MongoProblem)) throw error
      errors.push(document({ index, code: error.code, errmsg: error.message }))
      if (command.fields.get('ordered') !== false) break
    }
  }
  return errors
}

const withErrors = (errors: Document[]): { writeErrors?: Document[] } =>
  errors.length > 0 ? { writeErrors: errors } : {}

/** A change of how much the server holds, in bytes. */
const charge = ({ server }: Command, added: Document | undefined, gone?: Document): void =>
  server.process.charge((added ? writeDocument(added).length : 0) - (gone ? writeDocument(gone).length : 0))

function add(command: Command, collection: Collection, fields: Document): Document {
  const id = fields.get('_id') ?? newObjectId(command.server.process)
  const made: Document = new Map<string, Value>([['_id', id], ...fields])
  checkUnique(collection, command.place, made)
  charge(command, made)
  collection.documents.push(made)
  return made
}

/** Puts a document in the place of another; false when it is the same. */
function replace(command: Command, collection: Collection, before: Document, after: Document): boolean {
  if (isSame(before, after)) return false
  checkUnique(collection, command.place, after, before)
  charge(command, after, before)
  collection.documents[collection.documents.indexOf(before)] = after
  return true
}

function queryOf(one: Document): Document {
  const query = one.get('q')
  return query instanceof Map ? query : new Map()
}

function updateOf(update: Value | undefined): Document {
  if (update instanceof Map) return update
  throw notSimulated('updates with pipelines')
}

export const writing: Readonly<Record<string, Run>> = {
  insert(command) {
    const collection = command.ensureCollection()
    let n = 0
    const errors = each(command, command.documents('documents'), (one) => {
      add(command, collection, one)
      n++
    })
    return { n, ...withErrors(errors) }
  },
  update(command) {
    const collection = command.ensureCollection()
    const upserted: Document[] = []
    let n = 0
    let nModified = 0
    const errors = each(command, command.documents('updates'), (one, index) => {
      if (one.has('arrayFilters')) throw notSimulated('arrayFilters')
      const query = queryOf(one)
      const update = updateOf(one.get('u'))
      const all = collection.documents.filter((row) => matches(row, query))
      const rows = isTrue(one.get('multi')) ? all : all.slice(0, 1)
      const now = command.server.process.now()
      for (const row of rows) {
        n++
        if (replace(command, collection, row, updated(row, update, now))) nModified++
      }
      if (rows.length > 0 || !isTrue(one.get('upsert'))) return
      const made = add(command, collection, updated(seedOf(query), update, now, true))
      upserted.push(document({ index, _id: made.get('_id') }))
      n++
    })
    return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...withErrors(errors) }
  },
  delete(command) {
    const { collection } = command
    let n = 0
    const errors = each(command, command.documents('deletes'), (one) => {
      if (!collection) return
      const query = queryOf(one)
      const limit = one.get('limit')
      const all = collection.documents.filter((row) => matches(row, query))
      const gone = new Set(isNumber(limit) && numberOf(limit) === 1 ? all.slice(0, 1) : all)
      for (const row of gone) charge(command, undefined, row)
      collection.documents = collection.documents.filter((row) => !gone.has(row))
      n += gone.size
    })
    return { n, ...withErrors(errors) }
  },
  findAndModify: findAndModify,
  findandmodify: findAndModify,
}

function findAndModify(command: Command): ReturnType<Run> {
  const collection = command.ensureCollection()
  const { fields, server } = command
  const query = command.document('query')
  const all = collection.documents.filter((row) => matches(row, query))
  const order = command.document('sort')
  const [row] = order.size > 0 ? sorted(all, order) : all
  const shown = (one: Document | undefined): Value => (one ? projected(one, command.document('fields')) : null)
  if (isTrue(fields.get('remove'))) {
    if (row) charge(command, undefined, row)
    collection.documents = collection.documents.filter((one) => one !== row)
    return { lastErrorObject: document({ n: row ? 1 : 0 }), value: shown(row) }
  }
  const update = updateOf(fields.get('update'))
  const now = server.process.now()
  if (!row) {
    if (!isTrue(fields.get('upsert'))) {
      return { lastErrorObject: document({ n: 0, updatedExisting: false }), value: null }
    }
    const made = add(command, collection, updated(seedOf(query), update, now, true))
    const last = document({ n: 1, updatedExisting: false, upserted: made.get('_id') })
    return { lastErrorObject: last, value: isTrue(fields.get('new')) ? shown(made) : null }
  }
  const before = copyOf(row)
  const after = updated(row, update, now)
  replace(command, collection, row, after)
  const last = document({ n: 1, updatedExisting: true })
  return { lastErrorObject: last, value: shown(isTrue(fields.get('new')) ? after : before) }
}
