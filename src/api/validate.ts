// Makes the query parameters of a request what the contract says that they are, as leniently as dockerd.
import type { OperationId } from '../gen/operations.ts'
import { type QueryParameter, queryParameters } from '../gen/parameters.ts'
import { broken, invalid, type Refusal } from '../world/refusal.ts'
import { noFilters, parseFilters } from './filters.ts'
import { integerRule, parseInteger, type QueryTraits } from './integers.ts'
import { eachParameter } from './query.ts'
import { compareVersions } from './version.ts'

export type Query = Readonly<Record<string, unknown>>
export type QueryParser = (query: string) => Query

const NO_WORDS: readonly string[] = Object.freeze([])

/**
 * The parser for an operation as one API version has it; parameters of other versions are passed over, as unknown ones
 * are. It returns one shared object for an empty query.
 */
export function compileQuery(operation: OperationId, version: string, traits: QueryTraits): QueryParser {
  const all = queryParameters[operation] ?? []
  const known = all.filter((one) => isThere(one, version, traits.apiVersion))
  const absent = Object.fromEntries(
    all.filter((one) => !known.includes(one)).map((one) => [one.name, absentValue(one)]),
  )
  const strict = known.length > 0 ? !carefree.has(operation) : strictWithout.has(operation)
  if (known.length === 0 && !strict) return () => absent
  const readers = new Map(known.map((parameter) => [parameter.name, readerOf(operation, parameter, traits)]))
  const parse = (query: string): Query => {
    const given = new Map<string, string[]>()
    const defect = eachParameter(query, (name, value) => {
      const values = given.get(name)
      if (values) values.push(value)
      else if (readers.has(name)) given.set(name, [value])
    })
    if (defect && strict) throw invalid(defect.message)
    const parsed: Record<string, unknown> = { ...absent }
    for (const [name, read] of readers) parsed[name] = read(given.get(name))
    return parsed
  }
  const empty = constantOf(parse)
  return (query) => (query === '' && empty !== undefined ? empty : parse(query))
}

/** Operations that take what they can from a query that is malformed, and others that refuse it without using it. */
const carefree: ReadonlySet<OperationId | string> = new Set([
  'BuildCancel',
  'ConfigUpdate',
  'ContainerCheckpointDelete',
  'ContainerCheckpointList',
  'ContainerInspect',
  'ImageBuild',
  'NodeUpdate',
  'SecretUpdate',
  'ServiceInspect',
  'ServiceUpdate',
  'SwarmUpdate',
  'VolumeUpdate',
])
const strictWithout: ReadonlySet<OperationId | string> = new Set([
  'ContainerExec',
  'ContainerPause',
  'ContainerUnpause',
  'ContainerUpdate',
  'DistributionInspect',
  'ExecStart',
  'NetworkConnect',
  'NetworkCreate',
  'NetworkDelete',
  'NetworkDisconnect',
  'VolumeCreate',
  'VolumeInspect',
])

/** What an operation finds in the place of a parameter that this version has not: the same as if it was not given. */
function absentValue({ kind, default: otherwise }: QueryParameter): unknown {
  if (kind === 'strings') return NO_WORDS
  if (kind === 'filters') return noFilters
  return kind === 'boolean' ? (otherwise ?? false) : otherwise
}

/** The result for an empty query, unless the operation refuses that. */
function constantOf(parse: QueryParser): Query | undefined {
  try {
    return Object.freeze(parse(''))
  } catch {
    return undefined
  }
}

/** An engine knows the parameters of its own time; gated ones it also withholds from requests of other versions. */
function isThere({ since, until, gated }: QueryParameter, version: string, engineVersion: string): boolean {
  const asked = gated ? version : engineVersion
  if (since !== undefined && compareVersions(asked, since) < 0) return false
  return until === undefined || compareVersions(asked, until) <= 0
}

/** Takes all values of a name: none if it is not in the query. */
type Reader = (values: readonly string[] | undefined) => unknown

function readerOf(operation: OperationId, parameter: QueryParameter, traits: QueryTraits): Reader {
  const otherwise = parameter.default
  switch (parameter.kind) {
    case 'boolean':
      return (values) => (values === undefined ? (otherwise ?? false) : parseBoolean(values[0] as string))
    case 'integer': {
      const rule = integerRule(operation, parameter.name)
      return (values) => parseInteger(values?.[0], rule, traits) ?? otherwise
    }
    case 'number':
      return (values) => (values?.[0] ? Number(values[0]) : otherwise)
    case 'strings':
      return (values) => values ?? NO_WORDS
    case 'filters': {
      const refuse = filtersRefusal(operation, traits)
      return (values) => (values === undefined ? noFilters : parseFilters(values[0] as string, refuse))
    }
    default:
      return (values) => values?.[0] ?? otherwise
  }
}

/** The list of volumes says what it reads, and has a class for it in every release. */
function filtersRefusal(operation: OperationId, { differences, words }: QueryTraits): (reason: string) => Refusal {
  if (operation === 'VolumeList') {
    return (reason) => invalid(`error reading volume filters: ${words.unreadableFilters(reason)}`)
  }
  const refuse = differences.has('unreadable-filters-are-a-failure') ? broken : invalid
  return (reason) => refuse(words.unreadableFilters(reason))
}

/** Whatever is not plainly a no is a yes (daemon/server/httputils/form.go). */
export function parseBoolean(text: string): boolean {
  return !['', '0', 'no', 'false', 'none'].includes(text.trim().toLowerCase())
}
