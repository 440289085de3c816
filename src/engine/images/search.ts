// GET /images/search: what a registry has.
import { integerProblem } from '../../codec/integer.ts'
import type { Filters } from '../../gen/operations.ts'
import type { Credentials, FoundRepository, Registry } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { broken, invalid } from '../../world/refusal.ts'
import { booleanFilter, checkFilters } from '../filters.ts'
import type { Persona } from '../persona.ts'

export interface SearchRequest {
  readonly term: string
  readonly limit?: number | undefined
  readonly filters: Filters
  readonly credentials?: Credentials | undefined
}

/** The keys are the wire's, in the order of dockerd. */
export interface SearchResult {
  readonly star_count: number
  readonly is_official: boolean
  readonly name: string
  readonly is_automated: boolean
  readonly description: string
}

const DEFAULT_LIMIT = 25
const MOST = 100

/** moby daemon/pkg/registry/search.go */
export async function searchImages(
  registry: Registry,
  { term, limit = DEFAULT_LIMIT, filters, credentials }: SearchRequest,
  signal: AbortSignal,
  { words, differences }: Pick<Persona, 'words' | 'differences'>,
): Promise<SearchResult[]> {
  checkFilters(filters, ['is-automated', 'is-official', 'stars'], words)
  const automated = filters['is-automated'] ? booleanFilter(filters, 'is-automated', false, words) : undefined
  const official = filters['is-official'] ? booleanFilter(filters, 'is-official', false, words) : undefined
  const stars = Math.max(0, ...(filters.stars ?? []).map(starCount))
  if (automated) return []
  const found = await registry.search(term, limit, { credentials, signal }).catch((error) => {
    if (!(error instanceof RegistryError)) throw error
    const isOurs = error.code === 'UNREACHABLE' && !differences.has('searches-are-failures')
    throw (isOurs ? invalid : broken)(error.message)
  })
  if (limit < 1 || limit > MOST) throw invalid(words.searchLimit(limit, MOST))
  return found
    .slice(0, limit)
    .filter((one) => one.stars >= stars && (official === undefined || one.official === official))
    .map(resultOf)
}

const resultOf = ({ stars, official, name, description, automated = false }: FoundRepository): SearchResult => ({
  star_count: stars,
  is_official: official,
  name,
  is_automated: automated,
  description,
})

function starCount(text: string): number {
  const problem = integerProblem(text)
  if (problem !== undefined) throw invalid(`invalid filter 'stars=${text}': ${problem}`)
  return Number(text)
}
