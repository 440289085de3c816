// The build cache, which is empty: mockerd does not build yet.
import { momentProblem, parseMoment } from '../../codec/moment.ts'
import type { Filters } from '../../gen/operations.ts'
import { invalid, Refusal } from '../../world/refusal.ts'
import { checkFilters } from '../filters.ts'
import type { Words } from '../words.ts'

const known = ['description', 'id', 'inuse', 'parent', 'private', 'shared', 'type', 'until', 'unused-for']

/** Looks at the filters as dockerd does, and finds nothing to remove. */
export function pruneBuildCache(filters: Filters, now: number, words: Words): object {
  try {
    checkFilters(filters, known, words)
    const [until] = filters.until ?? []
    if (until !== undefined && parseMoment(until, now) === undefined) {
      throw invalid(`"until" filter expects a duration (e.g., '24h') or a timestamp: ${momentProblem(until)}`)
    }
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.kind, `failed to prune build cache: ${error.message}`) : error
  }
  return { CachesDeleted: null, SpaceReclaimed: 0 }
}
