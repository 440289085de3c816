// Which volumes a list shows and a prune takes (moby daemon/volume/service: convert.go).
import { booleanProblem, parseBoolean } from '../../codec/boolean.ts'
import type { Filters } from '../../gen/operations.ts'
import { invalid } from '../../world/refusal.ts'
import { booleanFilter, checkFilters, hasLabels, matchesAny, selectedByLabels } from '../filters.ts'
import type { Words } from '../words.ts'
import { hasOptions, type Volume } from './volume.ts'

type Test = (volume: Volume) => boolean

/** One test for all filters of a list. */
export function listTest(filters: Filters, words: Words): Test {
  checkFilters(filters, ['dangling', 'driver', 'label', 'name'], words)
  const { dangling, driver, label, name } = filters
  const tests: Test[] = []
  if (name?.length) tests.push((volume) => matchesAny(name, volume.name))
  if (driver?.length) tests.push((volume) => driver.includes(volume.driver))
  if (label?.length) tests.push((volume) => hasLabels(label, volume.labels))
  if (dangling) {
    const unused = booleanFilter(filters, 'dangling', false, words)
    tests.push((volume) => (volume.claims.size === 0) === unused)
  }
  return (volume) => tests.every((test) => test(volume))
}

/**
 * What a prune may take: what nobody uses and, unless the filter `all` says otherwise, nobody named.
 * @param takesNamed requests of before 1.42 take named ones, and do not know the filter
 */
export function pruneTest(filters: Filters, takesNamed: boolean, words: Words): Test {
  const named = takesNamed || takesAll(filters.all ?? [], words)
  checkFilters(filters, ['label', 'label!', ...(takesNamed ? [] : ['all'])], words)
  return (volume) =>
    volume.claims.size === 0 &&
    !hasOptions(volume) &&
    (named || volume.anonymous) &&
    selectedByLabels(filters, volume.labels)
}

/** Go's strconv.ParseBool: more than the other filters take for true or false. */
function takesAll(values: readonly string[], words: Words): boolean {
  if (values.length > 1) {
    throw invalid(`${words.invalidFilter(`all=[${values.join(' ')}]`)}: only one value is expected`)
  }
  const [value = 'false'] = values
  const all = parseBoolean(value)
  if (all === undefined) throw invalid(`invalid filter 'all': ${booleanProblem(value)}`)
  return all
}
