// A conversation with one registry: it begins with a ping, and every request after it is authorized and may be sent on
// to another place.
import { setMaxListeners } from 'node:events'
import type { Clock } from '../../world/clock.ts'
import type { Credentials } from '../registry.ts'
import { duringRequest, RegistryError } from '../registry-error.ts'
import { Authorizer } from './authorizer.ts'
import { parseChallenges } from './challenge.ts'
import type { Hosts } from './hosts.ts'
import { type FailedReply, replyError } from './reply-error.ts'
import { header, type Transport, type WireReply, type WireRequest, wholeBody } from './transport.ts'

export interface SessionParts {
  readonly hosts: Hosts
  readonly transport: Transport
  readonly clock: Clock
  /** scheme, host and perhaps a path */
  readonly base: URL
  readonly credentials?: Credentials | undefined
  /** of the token that requests need; empty for a login */
  readonly scope: string
  readonly offline?: boolean
  readonly signal?: AbortSignal | undefined
  /** Refusals are JSON, whatever they say that they are. */
  readonly allJson: boolean
}

/** With a signal of its own, or else the session's. */
export type SessionRequest = Omit<WireRequest, 'insecure'>

/** bytes of a refusal that are read */
const LONGEST_REFUSAL = 64 * 1024
/** net/http: Client.CheckRedirect */
const MOST_REDIRECTS = 10

export class Session {
  readonly #parts: SessionParts
  readonly #authorizer: Authorizer

  private constructor(parts: SessionParts, authorizer: Authorizer) {
    this.#parts = parts
    this.#authorizer = authorizer
  }

  /** Rejects with an UNREACHABLE RegistryError if nobody answers. */
  static async begin(parts: SessionParts): Promise<Session> {
    const { base, credentials, scope, offline = false, clock } = parts
    // one for each of the transfers that go on at a time
    if (parts.signal) setMaxListeners(0, parts.signal)
    const url = at(base, '/v2/')
    let reply: WireReply
    try {
      reply = await dispatch(parts, { method: 'GET', url })
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      throw new RegistryError('UNREACHABLE', duringRequest('GET', url.href, error).message)
    }
    const { challenges } = await failureOf(reply, false)
    const authorizer = new Authorizer({
      challenges: parseChallenges(reply.status === 401 ? challenges : []),
      credentials,
      scope,
      offline,
      clock,
      ask: async (method, url, headers, body) =>
        failureOf(
          await dispatch(parts, { method, url, headers, ...(body !== undefined && { body }) }).catch((error) => {
            throw error instanceof RegistryError ? duringRequest(method, url.href, error) : error
          }),
          parts.allJson,
        ),
    })
    return new Session(parts, authorizer)
  }

  /** What the server of tokens gave for later; empty for nothing. */
  get refreshToken(): string {
    return this.#authorizer.refreshToken
  }

  at(path: string): URL {
    return at(this.#parts.base, path)
  }

  /** Where a `Location` header points to. */
  located(reply: WireReply, request: URL): URL | undefined {
    const location = header(reply, 'location')
    return location !== undefined && URL.canParse(location, request.href) ? new URL(location, request) : undefined
  }

  /** A reply of any status. Rejects with a RegistryError that names the request. */
  async send(request: SessionRequest): Promise<WireReply> {
    const { method } = request
    let { url } = request
    try {
      for (let redirects = 0; ; redirects++) {
        const reply = await dispatch(this.#parts, { ...request, url, headers: await this.#authorized(request, url) })
        const next = isRedirect(method, reply.status) ? this.located(reply, url) : undefined
        if (next === undefined) return reply
        await wholeBody(reply, LONGEST_REFUSAL)
        if (redirects + 1 >= MOST_REDIRECTS) throw new RegistryError('BROKEN', 'stopped after 10 redirects')
        url = next
      }
    } catch (error) {
      throw error instanceof RegistryError ? duringRequest(method, url.href, error) : error
    }
  }

  /** The same, but rejects when it is no success. */
  async sendWell(request: SessionRequest): Promise<WireReply> {
    const reply = await this.send(request)
    if (reply.status >= 200 && reply.status < 400) return reply
    throw await this.refusal(reply)
  }

  /** What a reply says that is no success. */
  async refusal(reply: WireReply): Promise<RegistryError> {
    return replyError(await failureOf(reply, this.#parts.allJson))
  }

  /** Credentials are for the registry itself, not for whom it sends us to. */
  async #authorized(request: SessionRequest, url: URL): Promise<Record<string, string>> {
    const { base } = this.#parts
    const isOwn = url.host === base.host && url.pathname.includes('/v2/')
    const authorization = isOwn ? await this.#authorizer.header(url.searchParams.get('from') ?? undefined) : undefined
    return { ...request.headers, ...(authorization !== undefined && { Authorization: authorization }) }
  }
}

const at = (base: URL, path: string): URL => new URL(base.pathname.replace(/\/$/, '') + path, base)

const isRedirect = (method: string, status: number): boolean =>
  (method === 'GET' || method === 'HEAD') && [301, 302, 303, 307, 308].includes(status)

/** The one place from which requests leave this process: only to hosts that they may leave to. */
function dispatch({ hosts, transport, base, signal }: SessionParts, request: SessionRequest): Promise<WireReply> {
  const { host, hostname } = request.url
  if (!hosts.mayReach(request.url, base.host)) {
    return Promise.reject(new RegistryError('BROKEN', `dial tcp: lookup ${hostname}: no such host`))
  }
  return transport.send({ ...request, signal: request.signal ?? signal, insecure: hosts.isInsecure(host) })
}

async function failureOf(reply: WireReply, allJson: boolean): Promise<FailedReply> {
  const body = await wholeBody(reply, LONGEST_REFUSAL)
  return {
    status: reply.status,
    contentType: allJson ? 'application/json' : header(reply, 'content-type'),
    challenges: reply.headers['www-authenticate'] ?? [],
    body: body.toString('utf8'),
  }
}
