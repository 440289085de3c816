// Talks to registries that are really there. Loaded when the first of them is asked: HTTPS alone takes a while to load.
import { STATUS_CODES } from 'node:http'
import type { Clock } from '../../world/clock.ts'
import type { Access, Credentials, FoundRepository, Repository } from '../registry.ts'
import { RegistryError } from '../registry-error.ts'
import type { Hosts } from './hosts.ts'
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

/** What endpoints do over the wire; `base` is the URL of one. */
export interface Connections {
  open(base: URL, path: string, access: Access): Promise<Repository>
  /** Resolves to the token that the registry gives for later, if it does. */
  logIn(base: URL, credentials: Credentials, signal: AbortSignal | undefined): Promise<string>
  search(
    host: string,
    term: string,
    limit: number,
    access: Omit<Access, 'actions'>,
  ): Promise<readonly FoundRepository[]>
  close(): void
}

export function createConnections({ hosts, clock, userAgent, allJson = false }: RemoteParts): Connections {
  const transport = createTransport(userAgent)
  const parts = { hosts, transport, clock, allJson }
  return {
    async open(base, path, access) {
      return remoteRepository(await Session.begin({ ...parts, base, ...scoped(path, access) }), path)
    },
    logIn(base, credentials, signal) {
      const own = { ...credentials, registrytoken: undefined }
      return logIn({ ...parts, base, credentials: own, signal, scope: '', offline: true })
    },
    search: (host, term, limit, access) =>
      searchRemote(transport, { host, insecure: hosts.isInsecure(host) }, term, limit, access),
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
