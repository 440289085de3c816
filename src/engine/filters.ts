// The `filters` of lists and prunes, once they are decoded: which are known, and what they select.
import type { Filters } from '../gen/operations.ts'
import { invalid } from '../world/refusal.ts'
import { type Words, words28 } from './words.ts'

/** Throws `invalid filter 'x'` for one that is not in the list (moby api/types/filters: Validate). */
export function checkFilters(filters: Filters, known: readonly string[], words: Words = words28): void {
  const unknown = Object.keys(filters).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(words.invalidFilter(unknown))
}

/** Throws `invalid filter 'x=[y]'` for what is neither true nor false (moby: GetBoolOrDefault). */
export function booleanFilter(filters: Filters, name: string, otherwise: boolean, words: Words = words28): boolean {
  const values = filters[name]
  if (values === undefined) return otherwise
  const isTrue = values.includes('true') || values.includes('1')
  const isFalse = values.includes('false') || values.includes('0')
  if (isTrue === isFalse) throw invalid(words.invalidFilter(`${name}=[${values.join(' ')}]`))
  return isTrue
}

type Labels = Readonly<Record<string, string>> | null | undefined

/** Whether labels have all of the wanted `name` and `name=value` (moby: MatchKVList). */
export const hasLabels = (wanted: readonly string[], labels: Labels): boolean =>
  wanted.every((text) => {
    const [name = '', ...value] = text.split('=')
    const found = labels && Object.hasOwn(labels, name) ? labels[name] : undefined
    return found !== undefined && (value.length === 0 || found === value.join('='))
  })

/** `label` and `label!` of a prune (moby daemon: matchLabels). */
export const selectedByLabels = (filters: Filters, labels: Labels): boolean =>
  hasLabels(filters.label ?? [], labels) && !(filters['label!'] && hasLabels(filters['label!'], labels))

/** Whether one of the patterns is the text, or matches it as a regular expression (moby: Args.Match). */
export const matchesAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => pattern === text || testPattern(pattern, text))

/** What is no regular expression matches nothing. */
function testPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text)
  } catch {
    return false
  }
}
