// Puts `Authorization` on requests, as the challenges of a registry want it (github.com/distribution/distribution,
// registry/client/auth/session.go).
import { Buffer } from 'node:buffer'
import { jsonProblem } from '../../codec/json-problem.ts'
import type { Clock } from '../../world/clock.ts'
import type { Credentials } from '../registry.ts'
import { RegistryError } from '../registry-error.ts'
import type { Challenge } from './challenge.ts'
import { type FailedReply, replyError } from './reply-error.ts'

export interface AuthorizerParts {
  readonly challenges: readonly Challenge[]
  readonly credentials: Credentials | undefined
  /** `repository:library/alpine:pull`; empty for a login */
  readonly scope: string
  /** A login asks for a refresh token, too. */
  readonly offline: boolean
  readonly clock: Clock
  /** Rejects with a RegistryError. */
  ask(method: 'GET' | 'POST', url: URL, headers: Record<string, string>, body?: string): Promise<FailedReply>
}

interface Token {
  readonly text: string
  /** ms since 1970 */
  readonly expires: number
}

/** seconds; no token is taken to live shorter */
const SHORTEST_LIFE = 60

export class Authorizer {
  /** What the server of tokens gave for later. */
  refreshToken: string
  readonly #parts: AuthorizerParts
  readonly #tokens = new Map<string, Promise<Token>>()

  constructor(parts: AuthorizerParts) {
    this.#parts = parts
    this.refreshToken = parts.credentials?.identitytoken ?? ''
  }

  /** The header for a request; undefined if none is needed. `from`: a repository that a blob is mounted from. */
  async header(from?: string): Promise<string | undefined> {
    const { challenges, credentials = {}, scope } = this.#parts
    let header: string | undefined
    for (const { scheme, parameters } of challenges) {
      if (scheme === 'bearer') {
        if (credentials.registrytoken) header = `Bearer ${credentials.registrytoken}`
        else {
          const scopes = [scope, ...(from === undefined ? [] : [`repository:${from}:pull`])].filter(Boolean)
          header = `Bearer ${(await this.#token(parameters, scopes)).text}`
        }
      } else if (scheme === 'basic' && !credentials.registrytoken) header = this.#basic()
    }
    return header
  }

  #basic(): string {
    const { username = '', password = '' } = this.#parts.credentials ?? {}
    if (username === '' || password === '') throw new RegistryError('NO_CREDENTIALS', 'no basic auth credentials')
    return basic(username, password)
  }

  /** Those that are there are used again until a moment before they expire. */
  async #token(parameters: Challenge['parameters'], scopes: readonly string[]): Promise<Token> {
    const key = scopes.join(' ')
    const known = this.#tokens.get(key)
    if (known !== undefined) {
      const token = await known
      if (token.expires > this.#parts.clock.now()) return token
    }
    const fresh = this.#fetchToken(parameters, scopes)
    this.#tokens.set(key, fresh)
    fresh.catch(() => this.#tokens.delete(key))
    return fresh
  }

  async #fetchToken({ realm = '', service = '' }: Challenge['parameters'], scopes: readonly string[]): Promise<Token> {
    if (!URL.canParse(realm)) {
      throw new RegistryError(
        'BROKEN',
        `invalid token auth challenge realm: parse ${JSON.stringify(realm)}: invalid URI`,
      )
    }
    const reply = await (this.refreshToken === ''
      ? this.#get(realm, service, scopes)
      : this.#post(realm, service, scopes))
    if (reply.status < 200 || reply.status >= 400) throw replyError(reply)
    const problem = jsonProblem(reply.body)
    if (problem !== undefined) throw new RegistryError('BROKEN', `unable to decode token response: ${problem}`)
    const given = (JSON.parse(reply.body) ?? {}) as Partial<Record<string, unknown>>
    if (typeof given.refresh_token === 'string' && given.refresh_token !== '') this.refreshToken = given.refresh_token
    const text = [given.token, given.access_token].find((value) => typeof value === 'string' && value !== '')
    if (typeof text !== 'string') {
      throw new RegistryError('NO_CREDENTIALS', 'authorization server did not include a token in the response')
    }
    const life = Math.max(SHORTEST_LIFE, typeof given.expires_in === 'number' ? given.expires_in : 0)
    return { text, expires: this.#parts.clock.now() + life * 1000 }
  }

  #get(realm: string, service: string, scopes: readonly string[]): Promise<FailedReply> {
    const { username = '', password = '' } = this.#parts.credentials ?? {}
    const url = new URL(realm)
    const query = url.searchParams
    if (service !== '') query.set('service', service)
    for (const scope of scopes) query.append('scope', scope)
    if (this.#parts.offline) {
      query.set('offline_token', 'true')
      query.set('client_id', 'docker')
    }
    const known = username !== '' && password !== ''
    if (known) query.set('account', username)
    query.sort()
    return this.#parts.ask('GET', url, known ? { Authorization: basic(username, password) } : {})
  }

  /** A refresh token goes the way of OAuth 2.0. */
  #post(realm: string, service: string, scopes: readonly string[]): Promise<FailedReply> {
    const form = new URLSearchParams({
      client_id: 'docker',
      grant_type: 'refresh_token',
      refresh_token: this.refreshToken,
      scope: scopes.join(' '),
      service,
    })
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    return this.#parts.ask('POST', new URL(realm), headers, form.toString())
  }
}

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
