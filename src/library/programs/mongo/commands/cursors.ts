// Results of MongoDB that are fetched in pieces.
import type { Answer, Command } from '../session.ts'
import { type Document, document, isNumber, numberOf } from '../value.ts'

const FIRST_BATCH = 101
const NEXT_BATCH = 1000

function sizeOf(command: Command): number | undefined {
  const cursor = command.fields.get('cursor')
  const size = cursor instanceof Map ? cursor.get('batchSize') : command.fields.get('batchSize')
  return isNumber(size) ? numberOf(size) : undefined
}

/** The first rows; the rest waits for getMore. */
export function firstBatch(command: Command, place: string, rows: readonly Document[]): Answer {
  const { server, fields } = command
  const first = rows.slice(0, sizeOf(command) ?? FIRST_BATCH)
  let id = 0n
  if (first.length < rows.length && fields.get('singleBatch') !== true) {
    id = BigInt(1 + Math.floor(server.process.random() * Number.MAX_SAFE_INTEGER))
    server.cursors.set(id, { place, rows: rows.slice(first.length) })
  }
  return { cursor: document({ firstBatch: first, id, ns: place }) }
}

/** Undefined when there is no such cursor. */
export function nextBatch(command: Command, id: bigint): Answer | undefined {
  const { cursors } = command.server
  const cursor = cursors.get(id)
  if (!cursor) return undefined
  const batch = cursor.rows.splice(0, sizeOf(command) || NEXT_BATCH)
  if (cursor.rows.length === 0) cursors.delete(id)
  return { cursor: document({ nextBatch: batch, id: cursor.rows.length === 0 ? 0n : id, ns: cursor.place }) }
}
