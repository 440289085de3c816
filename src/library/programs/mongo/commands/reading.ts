// Commands of MongoDB that read documents.
import { matches, valuesAt } from '../match.ts'
import { aggregated, projected, sorted } from '../pipeline.ts'
import { MongoProblem } from '../problem.ts'
import type { Command, Run } from '../session.ts'
import { type Document, isSame, type Value } from '../value.ts'
import { firstBatch, nextBatch } from './cursors.ts'

/** The documents that a query asks for, in its order. */
function found(command: Command, filter: string): Document[] {
  const query = command.document(filter)
  const all = (command.collection?.documents ?? []).filter((one) => matches(one, query))
  const order = command.document('sort')
  const rows = order.size > 0 ? sorted(all, order) : all
  const skip = command.number('skip') ?? 0
  const limit = Math.abs(command.number('limit') ?? 0)
  return rows.slice(skip, limit === 0 ? undefined : skip + limit)
}

const cursorNumber = (value: Value | undefined): bigint =>
  typeof value === 'bigint' ? value : BigInt(Number(value) || 0)

export const reading: Readonly<Record<string, Run>> = {
  find(command) {
    const projection = command.document('projection')
    return firstBatch(
      command,
      command.place,
      found(command, 'filter').map((one) => projected(one, projection)),
    )
  },
  getMore(command) {
    const id = cursorNumber(command.fields.get('getMore'))
    const next = nextBatch(command, id)
    if (!next) throw new MongoProblem(43, 'CursorNotFound', `cursor id ${id} not found`)
    return next
  },
  killCursors(command) {
    const ids = command.list('cursors').map(cursorNumber)
    const killed = ids.filter((id) => command.server.cursors.delete(id))
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
    }
  },
  count: (command) => ({ n: found(command, 'query').length }),
  distinct(command) {
    const path = command.text('key').split('.')
    const all = found(command, 'query').flatMap((one) => valuesAt(one, path).flatMap((value) => value ?? []))
    return { values: all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at) }
  },
  aggregate(command) {
    const stages = command.list('pipeline')
    if (command.fields.get('aggregate') === 1) {
      throw new MongoProblem(238, 'NotImplemented', 'mockerd does not simulate aggregations of whole databases')
    }
    return firstBatch(command, command.place, aggregated(command.collection?.documents ?? [], stages))
  },
}
