// `docker search` at a real registry, which still goes by the first version of the protocol
// (moby daemon/pkg/registry/endpoint_v1.go, search_session.go).
import { jsonProblem } from '../../codec/json-problem.ts'
import type { Access, FoundRepository } from '../registry.ts'
import { duringRequest, RegistryError } from '../registry-error.ts'
import { type Transport, type WireReply, wholeBody } from './transport.ts'

/** bytes */
const LONGEST_RESULT = 4 * 1024 * 1024

/** Asks `host`, over http as well if it is insecure. */
export async function searchRemote(
  transport: Transport,
  { host, insecure }: { readonly host: string; readonly insecure: boolean },
  term: string,
  limit: number,
  { signal }: Omit<Access, 'actions'>,
): Promise<readonly FoundRepository[]> {
  const ask = async (url: URL): Promise<WireReply> =>
    transport.send({ method: 'GET', url, signal, insecure }).catch((error: unknown) => {
      throw error instanceof RegistryError ? duringRequest('GET', url.href, error) : error
    })
  const base = await reachable(ask, host, insecure)
  const url = new URL('/v1/search', base)
  url.searchParams.set('q', term)
  url.searchParams.set('n', String(limit))
  const reply = await ask(url)
  const body = await wholeBody(reply, LONGEST_RESULT)
  if (reply.status !== 200) throw new RegistryError('UNEXPECTED', `Unexpected status code ${reply.status}`)
  const text = body.toString('utf8')
  const problem = jsonProblem(text)
  if (problem !== undefined) throw new RegistryError('BROKEN', problem)
  return resultsOf(text)
}

async function reachable(ask: (url: URL) => Promise<WireReply>, host: string, insecure: boolean): Promise<URL> {
  const ping = async (scheme: string): Promise<URL> => {
    await wholeBody(await ask(new URL(`${scheme}://${host}/v1/_ping`)), 0)
    return new URL(`${scheme}://${host}/`)
  }
  try {
    return await ping('https')
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    if (!insecure) throw new RegistryError('UNREACHABLE', error.message)
    return ping('http').catch((second: unknown) => {
      if (!(second instanceof RegistryError)) throw second
      throw new RegistryError(
        'UNREACHABLE',
        `invalid registry endpoint "http://${host}/v1/". HTTPS attempt: ${error.message}. HTTP attempt: ${second.message}`,
      )
    })
  }
}

function resultsOf(text: string): FoundRepository[] {
  const { results } = (JSON.parse(text) ?? {}) as { readonly results?: unknown }
  const found = Array.isArray(results) ? results.filter((one) => typeof one === 'object' && one !== null) : []
  return (found as Partial<Record<string, unknown>>[]).map((one) => ({
    name: String(one.name ?? ''),
    description: String(one.description ?? ''),
    stars: Number(one.star_count ?? 0),
    official: one.is_official === true,
    automated: one.is_automated === true,
  }))
}
