// The operations on the build cache, and on builds that run: there are none yet.
import { pruneBuildCache } from '../engine/system/build-cache.ts'
import { broken, invalid } from '../world/refusal.ts'
import type { OperationTable } from './handler.ts'
import { empty, json } from './reply.ts'

export const buildCacheOperations: Pick<OperationTable, 'BuildCancel' | 'BuildPrune'> = {
  // dockerd does not tell whether there was such a build
  BuildCancel: ({ persona }, { query }) => {
    const refuse = persona.differences.has('wrong-filter-values-are-failures') ? broken : invalid
    if (!query.id) throw refuse('build ID not provided')
    return empty(200, { 'Content-Type': 'application/json' })
  },
  BuildPrune: ({ persona, world }, { query }) => json(pruneBuildCache(query.filters, world.clock.now(), persona.words)),
}
