// The operation on the build cache.
import { pruneBuildCache } from '../engine/system/build-cache.ts'
import type { OperationTable } from './handler.ts'
import { json } from './reply.ts'

export const buildCacheOperations: Pick<OperationTable, 'BuildPrune'> = {
  BuildPrune: ({ persona, world }, { query }) => json(pruneBuildCache(query.filters, world, persona.words)),
}
