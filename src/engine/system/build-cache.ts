// The build cache of BuildKit, which is empty: what the classic builder has made before lies among the images.
import { momentProblem, parseMoment } from '../../codec/moment.ts'
import type { Filters } from '../../gen/operations.ts'
import { invalid, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { checkFilters } from '../filters.ts'
import type { Words } from '../words.ts'

const known = ['description', 'id', 'inuse', 'label', 'parent', 'private', 'shared', 'type', 'until', 'unused-for']

/** Looks at the filters as dockerd does, and finds nothing to remove. */
export function pruneBuildCache(filters: Filters, { clock, events }: World, words: Words): object {
  try {
    checkFilters(filters, known, words)
    checkAge(filters, clock.now())
    for (const [name, values] of Object.entries(filters)) if (name !== 'label') checkValue(name, oneOf(values))
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.kind, `failed to prune build cache: ${error.message}`) : error
  }
  events.publish({ type: 'builder', action: 'prune', id: '', attributes: { reclaimed: '0' } })
  return { CachesDeleted: null, SpaceReclaimed: 0 }
}

/** `until` is the newer name of `unused-for`. */
function checkAge(filters: Filters, now: number): void {
  if (filters.until?.length && filters['unused-for']?.length) {
    throw invalid('conflicting filters: "until" and "unused-for"')
  }
  for (const name of ['until', 'unused-for']) {
    const value = oneOf(filters[name] ?? [])
    if (value === undefined || parseMoment(value, now) !== undefined) continue
    throw invalid(`"${name}" filter expects a duration (e.g., '24h') or a timestamp: ${momentProblem(value)}`)
  }
}

function oneOf(values: readonly string[]): string | undefined {
  if (values.length > 1) throw invalid('filters expect only one value')
  return values[0]
}

/** BuildKit reads them as text again, and finds nothing behind the operator. */
function checkValue(name: string, value: string | undefined): void {
  if (value !== '') return
  const filter = `[${name}${name === 'id' ? '~=' : '=='}]`
  throw invalid(
    `failed to parse prune filters ${filter}: filters: parse error: ${filter}: expected value or quoted: invalid argument`,
  )
}
