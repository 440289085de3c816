// POST /auth: `docker login`.
import { urlDefect } from '../../registry/network.ts'
import type { Credentials, Registry } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import { asRefusal } from '../images/registry-words.ts'
import type { Persona } from '../persona.ts'

const HUB = 'docker.io'

interface LoginEngine {
  readonly registry: Registry
  readonly persona: Pick<Persona, 'differences'>
}

/**
 * Asks the registry whether it knows these credentials (moby daemon/pkg/registry/service.go: Auth).
 * differs: a registry of the built-in library takes any name with any password.
 */
export async function logIn(
  { registry, persona }: LoginEngine,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<object> {
  let last: unknown
  for (const endpoint of registry.endpoints(domainOf(credentials.serveraddress ?? ''), 'push')) {
    try {
      return { IdentityToken: await endpoint.logIn(credentials, signal), Status: 'Login Succeeded' }
    } catch (error) {
      signal.throwIfAborted()
      last = asRefusal(error)
      if (last instanceof Refusal && persona.differences.has('login-refusals-are-failures')) last = broken(last.message)
      // over another address they would be as wrong
      if (error instanceof RegistryError && error.code === 'UNAUTHORIZED') break
    }
  }
  throw last
}

function domainOf(address: string): string {
  if (address === '') return HUB
  const url = /^https?:\/\//.test(address) ? address : `https://${address}`
  const defect = urlDefect(url)
  if (defect !== undefined || !URL.canParse(url)) {
    throw invalid(`unable to parse server address: ${defect ?? `parse ${JSON.stringify(url)}: invalid host`}`)
  }
  const { host } = new URL(url)
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? HUB : host
}
