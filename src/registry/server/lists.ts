// The lists of the registry: tags of a repository, and repositories; page by page.
import { json, RegistryRefusal, type RegistryReply, type RegistryRequest } from './exchange.ts'
import type { Shelves } from './shelves.ts'

export async function listTags(shelves: Shelves, name: string, request: RegistryRequest): Promise<RegistryReply> {
  const shelf = shelves.find(name)
  const builtIn = await shelves.builtIn(name)
  if (!shelf && !builtIn) throw new RegistryRefusal(404, 'NAME_UNKNOWN', { name })
  const all = new Set([...(builtIn ? await builtIn.tags() : []), ...(shelf?.tags.keys() ?? [])])
  const { page, headers } = pageOf([...all].sort(), request)
  return json({ name, tags: page }, headers)
}

export async function listRepositories(shelves: Shelves, request: RegistryRequest): Promise<RegistryReply> {
  const { page, headers } = pageOf(await shelves.names(), request)
  return json({ repositories: page }, headers)
}

/** `n` at most, behind `last`; a link shows where it goes on. */
function pageOf(
  sorted: readonly string[],
  { path, query }: RegistryRequest,
): { readonly page: readonly string[]; readonly headers: Readonly<Record<string, string>> } {
  const n = query.get('n')
  const last = query.get('last')
  if (n !== null && !/^\d+$/.test(n)) throw new RegistryRefusal(400, 'PAGINATION_NUMBER_INVALID', { n })
  const rest = last === null ? sorted : sorted.filter((name) => name > last)
  const page = n === null ? rest : rest.slice(0, Number(n))
  if (page.length === rest.length || page.length === 0) return { page, headers: {} }
  const next = new URLSearchParams({ last: page.at(-1)!, n: String(n) })
  return { page, headers: { Link: `<${path}?${next}>; rel="next"` } }
}
