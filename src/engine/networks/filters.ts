// Which networks a list shows and a prune takes (moby daemon/network/filter.go).
import type { Filters } from '../../gen/operations.ts'
import { broken, invalid } from '../../world/refusal.ts'
import { checkFilters, hasLabels, matchesAny, selectedByLabels, untilMoment } from '../filters.ts'
import type { Persona } from '../persona.ts'
import type { Words } from '../words.ts'
import { isPredefined, type Network } from './network.ts'

type Test = (network: Network) => boolean

const known = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']

/** One test for all filters of a list. */
export function listTest(filters: Filters, words: Words): Test {
  checkFilters(filters, known, words)
  const tests: Test[] = []
  const { driver, id, label, name, scope, type, dangling } = filters
  if (driver?.length) tests.push((network) => driver.includes(network.driver))
  if (name?.length) tests.push((network) => matchesAny(name, network.name))
  if (id?.length) tests.push((network) => matchesAny(id, network.id))
  if (label?.length) tests.push((network) => hasLabels(label, network.labels))
  if (scope?.length) tests.push(() => scope.includes('local'))
  if (type) tests.push(typeTest(type))
  if (dangling?.length) tests.push(danglingTest(dangling))
  return (network) => tests.every((test) => test(network))
}

function typeTest(types: readonly string[]): Test {
  const unknown = types.find((type) => type !== 'builtin' && type !== 'custom')
  if (unknown !== undefined) throw broken(`invalid filter: 'type'='${unknown}'`)
  return ({ name }) => types.includes(isPredefined(name) ? 'builtin' : 'custom')
}

function danglingTest(values: readonly string[]): Test {
  if (values.length > 1) throw invalid('got more than one value for filter key "dangling"')
  const [value = ''] = values
  if (!['1', 'true', '0', 'false'].includes(value)) {
    throw invalid(`invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")`)
  }
  const wanted = value === '1' || value === 'true'
  // dockerd asks this of networks whose members it has not filled in: those of users all seem unused
  return ({ name }) => isPredefined(name) !== wanted
}

/** What a prune may take: networks of users that nobody is in. */
export function pruneTest(
  filters: Filters,
  now: number,
  { differences, words }: Pick<Persona, 'differences' | 'words'>,
): Test {
  checkFilters(filters, ['label', 'label!', 'until'], words)
  const refuse = differences.has('wrong-filter-values-are-failures') ? broken : invalid
  const until = untilMoment(filters, now, refuse)
  return (network) =>
    !isPredefined(network.name) &&
    !network.configOnly &&
    network.members.size === 0 &&
    network.created <= until &&
    selectedByLabels(filters, network.labels)
}
