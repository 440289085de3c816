// Changes to a JSON value as authors write them: what is joined into it, set, taken away.
import { anything, described, type Fields, list, map, text } from '../codec/shape.ts'
import { changedAt, merged, segmentsOf } from './patch-value.ts'

export interface JsonChanges {
  readonly merge?: Readonly<Record<string, unknown>> | undefined
  readonly set?: Readonly<Record<string, unknown>> | undefined
  readonly delete?: readonly string[] | undefined
}

export const jsonChangeFields: Fields<JsonChanges> = {
  merge: described(map(anything), 'Joined into it; null takes a field away.'),
  set: described(map(anything), 'By dotted paths: State.Health.Status, *.Names, Mounts.0.Source.'),
  delete: described(list(text), 'Dotted paths of what is taken away.'),
}

/** One clause for each. `whole`: what the value is called, as `the body`. */
export function explainChanges({ merge, set = {}, delete: gone = [] }: JsonChanges, whole: string): string[] {
  const parts: string[] = []
  if (merge) parts.push(`merge ${JSON.stringify(merge)} into ${whole}`)
  for (const [path, value] of Object.entries(set)) parts.push(`set ${path} to ${JSON.stringify(value)}`)
  if (gone.length > 0) parts.push(`delete ${gone.join(', ')}`)
  return parts
}

export function withChanges(value: unknown, { merge, set = {}, delete: gone = [] }: JsonChanges): unknown {
  let result = merge === undefined ? value : merged(value, merge)
  for (const [path, replacement] of Object.entries(set)) result = changedAt(result, segmentsOf(path), replacement)
  for (const path of gone) result = changedAt(result, segmentsOf(path), undefined)
  return result
}
