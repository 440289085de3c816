// Registries that are really there, over HTTP and HTTPS.
import { STATUS_CODES } from 'node:http'
import type { Clock } from '../../world/clock.ts'
import { HUB } from '../network.ts'
import type { Access, Endpoint, Registry } from '../registry.ts'
import { RegistryError } from '../registry-error.ts'
import { type Hosts, HUB_HOST } from './hosts.ts'
import { remoteRepository } from './remote-repository.ts'
import { searchRemote } from './search.ts'
import { Session, type SessionParts } from './session.ts'
import { createTransport, wholeBody } from './transport.ts'

export interface RemoteParts {
  readonly hosts: Hosts
  readonly clock: Clock
  /** as registries see it */
  readonly userAgent: string
  /** Refusals are JSON, whatever they say that they are. */
  readonly allJson?: boolean
}

/** Endpoints as moby daemon/pkg/registry/service_v2.go: https first, http only for insecure hosts. */
export function remoteSource({
  hosts,
  clock,
  userAgent,
  allJson = false,
}: RemoteParts): Registry & { mirrors(): readonly Endpoint[] } {
  const transport = createTransport(userAgent)
  const endpoint = (base: URL, mirror: boolean): Endpoint => {
    const parts = { hosts, transport, clock, base, allJson }
    return {
      url: `${base.protocol}//${base.host}`,
      mirror,
      async open(path, access) {
        return remoteRepository(await Session.begin({ ...parts, ...scoped(path, access) }), path)
      },
      logIn: (credentials, signal) =>
        logIn({
          ...parts,
          credentials: { ...credentials, registrytoken: undefined },
          signal,
          scope: '',
          offline: true,
        }),
    }
  }
  return {
    named: hosts.named,
    endpoints(domain) {
      const host = domain === HUB ? HUB_HOST : domain
      const schemes = hosts.isInsecure(host) ? ['https', 'http'] : ['https']
      return schemes.map((scheme) => endpoint(new URL(`${scheme}://${host}`), false))
    },
    mirrors: () => hosts.mirrors.map((url) => endpoint(url, true)),
    async search(term, limit, access) {
      const [host = '', ...rest] = term.split('/')
      return searchRemote(transport, { host, insecure: hosts.isInsecure(host) }, rest.join('/'), limit, access)
    },
    close: () => transport.close(),
  }
}

const scoped = (path: string, { actions, credentials, signal }: Access) => ({
  scope: `repository:${path}:${actions.join(',')}`,
  credentials,
  signal,
})

/** moby daemon/pkg/registry/auth.go: loginV2 */
async function logIn(parts: SessionParts): Promise<string> {
  const session = await Session.begin(parts)
  const url = session.at('/v2/')
  const reply = await session.send({ method: 'GET', url })
  await wholeBody(reply, 0)
  if (reply.status === 200) return session.refreshToken
  const status = `${reply.status} ${STATUS_CODES[reply.status] ?? ''}`.trimEnd()
  throw new RegistryError('UNEXPECTED', `login attempt to ${url.href} failed with status: ${status}`)
}
