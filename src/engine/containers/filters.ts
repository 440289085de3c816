// The filters of `docker ps` and of prune (moby daemon/list.go).

import { parseDuration } from '../../codec/duration.ts'
import { parseRfc3339, parseSeconds } from '../../codec/timestamp.ts'
import { invalid } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { portSummaries } from './ports.ts'

/** As the `filters` parameter gives them: any of a key's values will do, all keys must. */
export type Filters = Readonly<Record<string, readonly string[]>>
export type Test = (container: Container) => boolean

const listKeys = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
]
const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']
const healths = ['starting', 'healthy', 'unhealthy', 'none']

/** Refuses keys that the operation does not know (moby api/types/filters: Validate). */
export function checkKeys(filters: Filters, known: readonly string[]): void {
  for (const key of Object.keys(filters)) if (!known.includes(key)) throw invalid(`invalid filter '${key}'`)
}

/** One test for all filters of a list. */
export function listTest(context: ContainerContext, filters: Filters): Test {
  checkKeys(filters, listKeys)
  const tests = Object.entries(filters).map(([key, values]) => testOf(context, key, values))
  return (container) => tests.every((test) => test(container))
}

function testOf(context: ContainerContext, key: string, values: readonly string[]): Test {
  switch (key) {
    case 'id':
      return (container) => values.some((value) => container.id.startsWith(value) || matches(container.id, value))
    case 'name':
      return (container) =>
        values.some((value) => matches(`/${container.name}`, value) || matches(container.name, value))
    case 'status':
      return oneOf(key, values, statuses, (container) => container.state.status)
    case 'health':
      return oneOf(key, values, healths, () => 'none')
    case 'exited':
      return exitedTest(values)
    case 'label':
      return labelTest(values)
    case 'ancestor':
      return ancestorTest(context, values)
    case 'before':
    case 'since':
      return neighbourTest(context, key, values)
    case 'volume':
      return (container) =>
        container.mounts.some((mount) => values.some((value) => value === mount.name || value === mount.destination))
    case 'network':
      return (container) =>
        [...container.endpoints].some(([name, { networkId }]) =>
          values.some((value) => value === name || (networkId !== '' && networkId.startsWith(value))),
        )
    case 'publish':
    case 'expose':
      return portTest(key, values)
    case 'is-task':
      return () => !values.includes('true')
    default:
      return () => true
  }
}

/** A pattern as a regular expression, or the words themselves if it is none. */
function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(text)
  } catch {
    return text.includes(pattern)
  }
}

function oneOf(
  key: string,
  values: readonly string[],
  known: readonly string[],
  of: (container: Container) => string,
): Test {
  for (const value of values) {
    if (!known.includes(value)) {
      const list = known.map((word) => (word === known.at(-1) ? `or ${word}` : word)).join(', ')
      const what = key === 'status' ? 'container state' : 'health status'
      throw invalid(`invalid filter '${key}=${value}': invalid value for ${what} (${value}): must be one of ${list}`)
    }
  }
  return (container) => values.includes(of(container))
}

function exitedTest(values: readonly string[]): Test {
  const codes = values.map((value) => {
    if (!/^[+-]?\d+$/.test(value)) {
      throw invalid(`invalid filter 'exited=${value}': strconv.Atoi: parsing "${value}": invalid syntax`)
    }
    return Number(value)
  })
  return ({ state }) => state.status === 'exited' && codes.includes(state.exitCode)
}

/** `name` or `name=value`; every one must fit, and with `negated` none may (`label!`). */
export function labelTest(values: readonly string[], negated = false): Test {
  return ({ config }) =>
    values.every((wanted) => {
      const cut = wanted.indexOf('=')
      const has = cut < 0 ? wanted in config.Labels : config.Labels[wanted.slice(0, cut)] === wanted.slice(cut + 1)
      return has !== negated
    })
}

function ancestorTest(context: ContainerContext, values: readonly string[]): Test {
  const ids = values.flatMap((value) => {
    try {
      return context.images.find(value).id
    } catch {
      return []
    }
  })
  return (container) => ids.includes(container.imageId) || values.includes(container.config.Image)
}

function neighbourTest(context: ContainerContext, key: 'before' | 'since', values: readonly string[]): Test {
  const others = values.map((value) => context.table.find(value))
  return (container) =>
    others.every((other) => (key === 'before' ? container.created < other.created : container.created > other.created))
}

function portTest(key: 'publish' | 'expose', values: readonly string[]): Test {
  const ranges = values.map((value) => {
    if (value.includes(':')) throw new Error(`filter for '${key}' should not contain ':': ${value}`)
    const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/.exec(value)
    if (!match)
      throw new Error(
        `error while looking up for ${key} ${value}: invalid start port '${value.split('/')[0]}': invalid syntax`,
      )
    return { first: Number(match[1]), last: Number(match[2] ?? match[1]), protocol: match[3] ?? 'tcp' }
  })
  return (container) =>
    portSummaries(container).some((port) =>
      ranges.some(({ first, last, protocol }) => {
        const number = key === 'publish' ? port.PublicPort : port.PrivatePort
        return number !== undefined && number >= first && number <= last && port.Type === protocol
      }),
    )
}

/** `until` of a prune: a moment, or a time before now (moby daemon/prune.go). */
export function untilMoment(filters: Filters, now: number): number {
  const values = filters['until'] ?? []
  if (values.length > 1) throw invalid('more than one until filter specified')
  const text = values[0]
  if (text === undefined) return now
  const ago = parseDuration(text)
  const at = ago !== undefined ? now - ago : (parseRfc3339(text) ?? parseSeconds(text))
  if (at === undefined) throw invalid(`invalid until filter: failed to parse value as time or duration: "${text}"`)
  return at
}
