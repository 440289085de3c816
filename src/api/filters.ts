// The parameter `filters`: JSON in the form of lists or in the older form of maps.
import { JsonReader, JsonSyntaxError } from '../codec/json-reader.ts'
import type { Filters } from '../gen/operations.ts'
import type { Refusal } from '../world/refusal.ts'

export type { Filters }

/** No filters; the object has no prototype, so that a filter may be called anything. */
export const noFilters: Filters = Object.freeze(Object.create(null))

/** Makes the refusal of what cannot be read; the reason is Go's. */
type Refuse = (reason: string) => Refusal

/**
 * `{"label":["a","b"]}` or `{"label":{"a":true,"b":true}}`, but not both in one. Equal values count once.
 * differs: a value with `false` behind it is as wanted as any other; dockerd looks at that in some filters.
 * @throws what is made of Go's reason, for anything else (daemon/internal/filters/parse.go)
 */
export function parseFilters(text: string, refuse: Refuse): Filters {
  if (text === '') return noFilters
  const parsed = parse(text, refuse)
  if (parsed === null) return noFilters
  if (!isObject(parsed)) throw refuse(mismatch(parsed, 'map[string]map[string]bool'))
  const filters: Record<string, readonly string[]> = Object.create(null)
  const entries = Object.entries(parsed as object)
  const asLists = entries.every(([, values]) => values === null || isListOfStrings(values))
  if (!asLists) for (const [, values] of entries) checkMap(values, refuse)
  for (const [name, values] of entries) {
    const wanted = Array.isArray(values) ? values.map((value) => value ?? '') : Object.keys(values ?? {})
    filters[name] = [...new Set(wanted)]
  }
  return filters
}

function parse(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refuse(syntaxError(text))
  }
}

/** What Go says of a text that is no JSON. */
function syntaxError(text: string): string {
  try {
    const reader = new JsonReader(text, 'old')
    reader.value()
    reader.end()
  } catch (error) {
    // the end of a text is another thing to Go than the end of a stream
    if (error instanceof JsonSyntaxError) return error.message.replace('unexpected EOF', 'unexpected end of JSON input')
    throw error
  }
  return ''
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Go reads the older form, and complains of it when neither fits. */
function checkMap(values: unknown, refuse: Refuse): void {
  if (values === null) return
  if (!isObject(values)) throw refuse(mismatch(values, 'map[string]bool'))
  for (const on of Object.values(values as object)) {
    if (on !== null && typeof on !== 'boolean') throw refuse(mismatch(on, 'bool'))
  }
}

function mismatch(value: unknown, type: string): string {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
  return `json: cannot unmarshal ${kind} into Go value of type ${type}`
}

const isListOfStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => one === null || typeof one === 'string')
