// Makes the query parameters of a request what the contract says that they are, as leniently as dockerd.
import type { OperationId } from '../gen/operations.ts'
import { type QueryParameter, queryParameters } from '../gen/parameters.ts'
import { noFilters, parseFilters } from './filters.ts'
import { integerRule, parseInteger } from './integers.ts'
import { eachParameter } from './query.ts'
import { compareVersions } from './version.ts'

export type Query = Readonly<Record<string, unknown>>
export type QueryParser = (query: string) => Query

const NO_WORDS: readonly string[] = Object.freeze([])

/**
 * The parser for an operation as one API version has it; parameters of other versions are passed over, as unknown ones
 * are. It returns one shared object for an empty query.
 */
export function compileQuery(operation: OperationId, version: string, engineVersion: string): QueryParser {
  const known = (queryParameters[operation] ?? []).filter((one) => isThere(one, version, engineVersion))
  if (known.length === 0) return () => nothing
  const readers = new Map(known.map((parameter) => [parameter.name, readerOf(operation, parameter)]))
  const parse = (query: string): Query => {
    const given = new Map<string, string[]>()
    eachParameter(query, (name, value) => {
      const values = given.get(name)
      if (values) values.push(value)
      else if (readers.has(name)) given.set(name, [value])
    })
    const parsed: Record<string, unknown> = {}
    for (const [name, read] of readers) parsed[name] = read(given.get(name))
    return parsed
  }
  const empty = constantOf(parse)
  return (query) => (query === '' && empty !== undefined ? empty : parse(query))
}

const nothing: Query = Object.freeze({})

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

function readerOf(operation: OperationId, parameter: QueryParameter): Reader {
  const otherwise = parameter.default
  switch (parameter.kind) {
    case 'boolean':
      return (values) => (values === undefined ? (otherwise ?? false) : parseBoolean(values[0] as string))
    case 'integer': {
      const rule = integerRule(operation, parameter.name)
      return (values) => parseInteger(values?.[0], rule) ?? otherwise
    }
    case 'number':
      return (values) => (values?.[0] ? Number(values[0]) : otherwise)
    case 'strings':
      return (values) => values ?? NO_WORDS
    case 'filters':
      return (values) => (values === undefined ? noFilters : parseFilters(values[0] as string))
    default:
      return (values) => values?.[0] ?? otherwise
  }
}

/** Whatever is not plainly a no is a yes (daemon/server/httputils/form.go). */
export function parseBoolean(text: string): boolean {
  return !['', '0', 'no', 'false', 'none'].includes(text.trim().toLowerCase())
}
