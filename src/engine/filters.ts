// The `filters` of lists and prunes, once they are decoded: which are known, and what they select.
import { momentProblem, parseMoment } from '../codec/moment.ts'
import type { Filters } from '../gen/operations.ts'
import { PatternError } from '../runtime/applets/text-pattern/node.ts'
import { Pattern } from '../runtime/applets/text-pattern/pattern.ts'
import { invalid, type Refusal } from '../world/refusal.ts'
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
  if (isTrue === isFalse) {
    throw invalid(words.invalidFilter(values.length > 0 ? `${name}=[${values.join(' ')}]` : name))
  }
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

/**
 * What is no regular expression matches nothing. The matcher is the containers' own (POSIX extended): one that takes
 * time in proportion to the text, whatever the client's pattern is.
 */
function testPattern(pattern: string, text: string): boolean {
  try {
    return new Pattern(pattern, { extended: true }).test(text)
  } catch (error) {
    if (error instanceof PatternError) return false
    throw error
  }
}

/**
 * `until` of a prune: a moment, or a time before now; no filter takes all (moby daemon/prune.go).
 * @param refuse makes the error: not every prune gives it a class
 */
export function untilMoment(filters: Filters, now: number, refuse: (reason: string) => Refusal = invalid): number {
  const [text, more] = filters.until ?? []
  if (more !== undefined) throw refuse('more than one until filter specified')
  if (text === undefined) return Number.POSITIVE_INFINITY
  const at = parseMoment(text, now)
  if (at === undefined) throw refuse(momentProblem(text))
  return at
}
