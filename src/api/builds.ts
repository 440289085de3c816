// The operations on builds.
import { broken, invalid } from '../world/refusal.ts'
import type { OperationTable } from './handler.ts'
import { empty } from './reply.ts'

export const buildOperations: Pick<OperationTable, 'BuildCancel'> = {
  // there are none yet, and dockerd does not tell whether there was one of that id
  BuildCancel: ({ persona }, { query }) => {
    const refuse = persona.differences.has('wrong-filter-values-are-failures') ? broken : invalid
    if (!query.id) throw refuse('build ID not provided')
    return empty(200, { 'Content-Type': 'application/json' })
  },
}
