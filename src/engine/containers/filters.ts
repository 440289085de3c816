// The filters of `docker ps` and of prune (moby daemon/list.go).

import { integerProblem } from '../../codec/integer.ts'
import type { Filters } from '../../gen/operations.ts'
import { broken, invalid, missing } from '../../world/refusal.ts'
import { booleanFilter, checkFilters, hasLabels, matchesAny, selectedByLabels, untilMoment } from '../filters.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { portSummaries } from './ports.ts'
import { isUp } from './state.ts'

type Test = (container: Container) => boolean

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
/** Without a value these select nothing, or are refused; the others select everything. */
const strict = ['ancestor', 'is-task', 'network', 'volume']
const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']
const healths = ['none', 'starting', 'healthy', 'unhealthy']

/** One test for all filters of a list. */
export function listTest(context: ContainerContext, filters: Filters): Test {
  checkFilters(filters, listKeys, context.words)
  const given = Object.entries(filters).filter(([key, values]) => values.length > 0 || strict.includes(key))
  const tests = given.map(([key, values]) => testOf(context, key, values))
  return (container) => tests.every((test) => test(container))
}

function testOf(context: ContainerContext, key: string, values: readonly string[]): Test {
  switch (key) {
    case 'id':
      return idTest(context, values)
    case 'name':
      return ({ name }) => matchesAny(values, name) || matchesAny(values, `/${name}`)
    case 'status':
      return oneOf(context, key, values, statuses, (container) => container.state.status)
    case 'health':
      return oneOf(context, key, values, healths, ({ health }) => health?.status ?? 'none')
    case 'exited':
      return exitedTest(context, values)
    case 'label':
      return ({ config }) => hasLabels(values, config.Labels)
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
          values.some((value) => value === name || networkId.startsWith(value)),
        )
    case 'publish':
    case 'expose':
      return portTest(key, values)
    case 'is-task':
      return noneIf(booleanFilter({ [key]: values }, key, false, context.words))
    default:
      return () => true
  }
}

const noneIf =
  (wanted: boolean): Test =>
  () =>
    !wanted

/** An unambiguous beginning of an id; what names no container, or several, selects none. */
function idTest({ table }: ContainerContext, values: readonly string[]): Test {
  const ids = values.flatMap((value) => {
    const found = [...table.all()].filter(({ id }) => value !== '' && id.startsWith(value))
    return found.length === 1 ? [found[0]!.id] : []
  })
  return ({ id }) => ids.includes(id)
}

/** By its whole id or its name, unlike elsewhere (moby daemon/list.go: idOrNameFilter). */
function wholeNamed({ differences, table }: ContainerContext, text: string): Container {
  const name = text.replace(/^\//, '')
  const found = [...table.all()].find((container) => container.id === text || container.name === name)
  if (!found && differences.has('wrong-filter-values-are-failures')) throw broken(`no such container ${text}`)
  if (!found) throw missing(`No such container: ${text}`)
  return found
}

function oneOf(
  { words }: ContainerContext,
  key: 'status' | 'health',
  values: readonly string[],
  known: readonly string[],
  of: (container: Container) => string,
): Test {
  const what = key === 'status' ? 'state' : 'health'
  for (const value of values) {
    if (known.includes(value)) continue
    const reason = `invalid value for ${what} (${value}): must be one of ${known.join(', ')}`
    throw invalid(words.invalidFilterValue(`${key}=${value}`, reason))
  }
  return (container) => values.includes(of(container))
}

function exitedTest({ differences, words }: ContainerContext, values: readonly string[]): Test {
  const refuse = differences.has('wrong-filter-values-are-failures') ? broken : invalid
  const codes = values.map((value) => {
    const problem = integerProblem(value)
    if (problem !== undefined) throw refuse(words.exitCodeOfWhat(value, problem))
    return Number(value)
  })
  return ({ state }) => state.status === 'exited' && codes.includes(state.exitCode)
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
  const others = values.map((value) => wholeNamed(context, value))
  return (container) =>
    others.every((other) => (key === 'before' ? container.created < other.created : container.created > other.created))
}

function portTest(key: 'publish' | 'expose', values: readonly string[]): Test {
  const ranges = values.map((value) => {
    if (value.includes(':')) throw broken(`filter for '${key}' should not contain ':': ${value}`)
    const [ports = '', protocol] = value.split('/')
    const refuse = (reason: string): Error => broken(`error while looking up for ${key} ${value}: ${reason}`)
    return { ...portRange(ports, refuse), protocol: protocol || 'tcp' }
  })
  return (container) =>
    portSummaries(container).some((port) =>
      ranges.some(({ first, last, protocol }) => {
        const number = key === 'publish' ? port.PublicPort : port.PrivatePort
        return number !== undefined && number >= first && number <= last && port.Type === protocol
      }),
    )
}

/** `80` or `80-90` (docker/go-connections nat.ParsePortRange). */
function portRange(text: string, refuse: (reason: string) => Error): { first: number; last: number } {
  if (text === '') throw refuse('Empty string specified for ports.')
  const [first = 0, last = first] = text.split('-').map((part) => {
    const wrong = !/^\d+$/.test(part) ? 'invalid syntax' : Number(part) > 65_535 && 'value out of range'
    if (wrong) throw refuse(`strconv.ParseUint: parsing "${part}": ${wrong}`)
    return Number(part)
  })
  if (last < first) throw refuse(`Invalid range specified for the Port: ${text}`)
  return { first, last }
}

/** What a prune may take: those that have no processes, and none to come (moby daemon/prune.go). */
export function pruneTest(context: ContainerContext, filters: Filters): Test {
  checkFilters(filters, ['label', 'label!', 'until'], context.words)
  const refuse = context.differences.has('wrong-filter-values-are-failures') ? broken : invalid
  const until = untilMoment(filters, context.world.clock.now(), refuse)
  return ({ state, doomed, created, config }) =>
    !isUp(state) &&
    state.status !== 'restarting' &&
    !doomed &&
    created <= until &&
    selectedByLabels(filters, config.Labels)
}
