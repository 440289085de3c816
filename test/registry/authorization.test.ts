// Who one is, to registries and to the servers that give tokens for them.
import { HttpResponse } from 'msw'
import { beforeEach, describe, expect, test } from 'vitest'
import { defaultPersona } from '../../src/daemon/personas.ts'
import { logIn } from '../../src/engine/system/login.ts'
import { errors, HOST, json, type PlayedRequest, playRegistry } from './played-registry.ts'
import { remoteEngine } from './remote-engine.ts'
import { testImage } from './test-image.ts'

const registry = playRegistry()
const REALM = 'http://auth.registry.test/token'
const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`

const unauthorized = (challenge: string): Response =>
  json(
    401,
    { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
    { 'WWW-Authenticate': challenge },
  )

/** Lets those in who bring this header. */
const guard =
  (challenge: string, wanted: string) =>
  ({ headers, url }: PlayedRequest): Response | undefined =>
    url.host === HOST && headers.get('authorization') !== wanted ? unauthorized(challenge) : undefined

/** What each request to the registry itself brought. */
const shown = (): (string | null)[] =>
  registry()
    .requests.filter(({ url }) => url.host === HOST)
    .map(({ headers }) => headers.get('authorization'))
const asked = (): PlayedRequest[] => registry().requests.filter(({ url }) => url.host !== HOST)
const engine = () => remoteEngine({ insecure: [HOST, 'auth.registry.test', 'elsewhere.test'] })

beforeEach(async () => registry().putImage('a:1', await testImage('a')))

describe('a name and a password', () => {
  beforeEach(() => {
    registry().twist = guard('Basic realm="x"', basic('me', 'secret'))
  })

  test('go with every request but the first', async () => {
    await engine().pulling(`${HOST}/a:1`, { username: 'me', password: 'secret' }).done
    expect(shown()).toEqual([null, ...Array.from({ length: 4 }, () => basic('me', 'secret'))])
  })

  test('are missed', async () => {
    await expect(engine().pulling(`${HOST}/a:1`).done).rejects.toMatchObject({
      kind: 'broken',
      message: `Head "http://${HOST}/v2/a/manifests/1": no basic auth credentials`,
    })
  })

  test('may be wrong', async () => {
    const { done } = engine().pulling(`${HOST}/a:1`, { username: 'me', password: 'wrong' })
    await expect(done).rejects.toMatchObject({ kind: 'unauthorized', message: 'unauthorized' })
  })
})

describe('a token', () => {
  const challenge = `Bearer realm="${REALM}",service="svc"`
  const tokens = (reply: (request: PlayedRequest) => Response) => {
    registry().twist = (request) =>
      request.url.host === 'auth.registry.test' ? reply(request) : guard(challenge, 'Bearer T')(request)
  }

  test('is asked for once, for the repository and what is done there', async () => {
    tokens(() => json(200, { token: 'T' }))
    await engine().pulling(`${HOST}/a:1`).done
    expect(asked().map(({ method, url }) => [method, Object.fromEntries(url.searchParams)])).toEqual([
      ['GET', { scope: 'repository:a:pull', service: 'svc' }],
    ])
    expect(shown()).toEqual([null, 'Bearer T', 'Bearer T', 'Bearer T', 'Bearer T'])
  })

  test('is given for a name and a password', async () => {
    tokens(({ headers }) =>
      headers.get('authorization') === basic('me', 'secret')
        ? json(200, { access_token: 'T' })
        : json(401, { details: 'incorrect username or password' }),
    )
    await engine().pulling(`${HOST}/a:1`, { username: 'me', password: 'secret' }).done
    expect(asked()[0]?.url.searchParams.get('account')).toBe('me')
    const { done } = engine().pulling(`${HOST}/a:1`, { username: 'me', password: 'wrong' })
    await expect(done).rejects.toMatchObject({
      kind: 'unauthorized',
      message: `Head "http://${HOST}/v2/a/manifests/1": unauthorized: incorrect username or password`,
    })
  })

  test('is given for an identity token, in a form', async () => {
    tokens(() => json(200, { access_token: 'T' }))
    await engine().pulling(`${HOST}/a:1`, { identitytoken: 'R' }).done
    const { method, body } = asked()[0]!
    expect([method, Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))]).toEqual([
      'POST',
      {
        client_id: 'docker',
        grant_type: 'refresh_token',
        refresh_token: 'R',
        scope: 'repository:a:pull',
        service: 'svc',
      },
    ])
  })

  test('that the client brings is sent as it is', async () => {
    tokens(() => json(200, {}))
    await engine().pulling(`${HOST}/a:1`, { registrytoken: 'T' }).done
    expect(asked()).toEqual([])
  })

  test('that is too old is asked for again', async () => {
    tokens(() => json(200, { token: 'T', expires_in: 300 }))
    const { registry: source, clock } = engine()
    const [, endpoint] = source.endpoints(HOST, 'pull')
    const repository = await endpoint!.open('a', { actions: ['pull'] })
    for (const later of [0, 299_000, 1_000]) {
      await clock.advance(later)
      await repository.head('1')
    }
    expect(asked()).toHaveLength(2)
  })

  test.for<[what: string, reply: () => Response, kind: string, message: string]>([
    [
      'a failure',
      () => new HttpResponse('boom', { status: 500 }),
      'broken',
      'received unexpected HTTP status: 500 Internal Server Error',
    ],
    ['a refusal', () => errors(403, 'DENIED', 'not you'), 'forbidden', 'denied: not you'],
    ['a limit', () => errors(429, 'TOOMANYREQUESTS', 'slow down'), 'limited', 'toomanyrequests: slow down'],
    ['no token', () => json(200, {}), 'broken', 'authorization server did not include a token in the response'],
    [
      'no JSON',
      () => new HttpResponse('x'),
      'broken',
      "unable to decode token response: invalid character 'x' looking for beginning of value",
    ],
  ])('may not come for %s', async ([, reply, kind, words]) => {
    tokens(reply)
    const message = `Head "http://${HOST}/v2/a/manifests/1": ${words}`
    await expect(engine().pulling(`${HOST}/a:1`).done).rejects.toMatchObject({ kind, message })
  })

  test('may not be enough', async () => {
    tokens(() => json(200, { token: 'too little' }))
    registry().twist = (
      (usual) => (request: PlayedRequest) =>
        request.headers.get('authorization') === 'Bearer too little'
          ? unauthorized(`${challenge},error="insufficient_scope"`)
          : usual(request)
    )(registry().twist)
    await expect(engine().pulling(`${HOST}/a:1`).done).rejects.toMatchObject({
      kind: 'missing',
      message: `pull access denied for ${HOST}/a, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    })
  })

  test('is not shown where a registry sends its clients for blobs', async () => {
    tokens(() => json(200, { token: 'T' }))
    const image = await testImage('a')
    const layer = image.layers[0]!.digest
    registry().twist = ((usual) => (request: PlayedRequest) => {
      if (request.url.host === 'elsewhere.test') return new HttpResponse(Buffer.from(image.blobs.get(layer)!))
      if (!request.path.endsWith(layer)) return usual(request)
      return new HttpResponse(null, { status: 307, headers: { Location: `http://elsewhere.test/${layer}` } })
    })(registry().twist)
    await engine().pulling(`${HOST}/a:1`).done
    const elsewhere = registry().requests.find(({ url }) => url.host === 'elsewhere.test')
    expect(elsewhere?.headers.get('authorization')).toBeNull()
  })
})

describe('logging in', () => {
  const login = (credentials: object) =>
    logIn(
      { ...engine(), persona: defaultPersona },
      { serveraddress: HOST, ...credentials },
      new AbortController().signal,
    )

  test('at a registry that wants nobody succeeds', async () => {
    expect(await login({ username: 'me', password: 'x' })).toEqual({ IdentityToken: '', Status: 'Login Succeeded' })
  })

  test('with a name and a password', async () => {
    registry().twist = guard('Basic realm="x"', basic('me', 'secret'))
    expect(await login({ username: 'me', password: 'secret' })).toMatchObject({ Status: 'Login Succeeded' })
    await expect(login({ username: 'me', password: 'x' })).rejects.toMatchObject({
      kind: 'broken',
      message: `login attempt to http://${HOST}/v2/ failed with status: 401 Unauthorized`,
    })
    await expect(login({})).rejects.toThrow(`Get "http://${HOST}/v2/": no basic auth credentials`)
  })

  test('gives an identity token where the registry gives tokens', async () => {
    const challenge = `Bearer realm="${REALM}",service="svc"`
    registry().twist = (request) => {
      if (request.url.host === HOST) return guard(challenge, 'Bearer T')(request)
      const known = request.headers.get('authorization') === basic('me', 'secret')
      return known ? json(200, { token: 'T', refresh_token: 'R' }) : json(401, { details: 'incorrect' })
    }
    expect(await login({ username: 'me', password: 'secret' })).toMatchObject({ IdentityToken: 'R' })
    expect(Object.fromEntries(asked()[0]!.url.searchParams)).toEqual({
      account: 'me',
      client_id: 'docker',
      offline_token: 'true',
      service: 'svc',
    })
    await expect(login({ username: 'me', password: 'x' })).rejects.toMatchObject({
      kind: 'unauthorized',
      message: `Get "http://${HOST}/v2/": unauthorized: incorrect`,
    })
  })

  test('at an address that cannot be is refused', async () => {
    await expect(login({ serveraddress: '%zz' })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'unable to parse server address: parse "https://%zz": invalid URL escape "%zz"',
    })
  })
})
