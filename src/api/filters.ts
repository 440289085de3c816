// The parameter `filters`: JSON in the form of lists or in the older form of maps.
import type { Filters } from '../gen/operations.ts'
import { invalid } from '../world/refusal.ts'

export type { Filters }

/** No filters; the object has no prototype, so that a filter may be called anything. */
export const noFilters: Filters = Object.freeze(Object.create(null))

/**
 * `{"label":["a","b"]}` or `{"label":{"a":true,"b":true}}`, but not both in one; what stands behind a name of the map
 * form does not matter. Equal values count once.
 * @throws invalid (400) `invalid filter`, or what is given, for anything else (daemon/internal/filters/parse.go)
 */
export function parseFilters(text: string, complaint = 'invalid filter'): Filters {
  if (text === '') return noFilters
  const parsed = parse(text, complaint)
  if (parsed === null) return noFilters
  const filters: Record<string, readonly string[]> = Object.create(null)
  const entries = Object.entries(parsed as object)
  const asMaps = entries.every(([, values]) => values === null || isMapOfSwitches(values))
  const asLists = entries.every(([, values]) => values === null || isListOfStrings(values))
  if (!isObject(parsed) || (!asMaps && !asLists)) throw invalid(complaint)
  for (const [name, values] of entries) {
    const wanted = Array.isArray(values) ? values.map((value) => value ?? '') : Object.keys(values ?? {})
    filters[name] = [...new Set(wanted)]
  }
  return filters
}

function parse(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(complaint)
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const isMapOfSwitches = (value: unknown): boolean =>
  isObject(value) && Object.values(value as object).every((on) => on === null || typeof on === 'boolean')

const isListOfStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => one === null || typeof one === 'string')
