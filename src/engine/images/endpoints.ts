// Tries the addresses of a registry one after the other (moby daemon/internal/distribution/pull.go, push.go).
import type { Endpoint } from '../../registry/registry.ts'
import { isSpecified, RegistryError } from '../../registry/registry-error.ts'

/**
 * Does something at the first address that lets us; rejects with what the last one said. An address is left for the
 * next when nobody answers there as a registry, or when a mirror lacks something; http is not tried after https
 * has answered.
 */
export async function atFirst<T>(
  endpoints: readonly Endpoint[],
  work: (endpoint: Endpoint) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const secured = new Set<string>()
  let last: unknown
  for (const endpoint of endpoints) {
    const host = endpoint.url.replace(/^\w+:\/\//, '')
    const isPlain = endpoint.url.startsWith('http:')
    if (isPlain && secured.has(host)) continue
    try {
      return await work(endpoint)
    } catch (error) {
      last = error
      signal?.throwIfAborted()
      if (!(error instanceof RegistryError) || !goesOn(error, endpoint.mirror)) throw error
      if (error.code !== 'UNREACHABLE' && !isPlain) secured.add(host)
    }
  }
  throw last
}

/** continueOnError: what a registry says for certain is final, unless it is a mirror. */
const goesOn = (error: RegistryError, mirror: boolean): boolean => mirror || !isSpecified(error.code)
