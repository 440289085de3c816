// What the daemon writes around what an operation answers.
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { empty, json } from '../../src/api/reply.ts'
import { conflict, invalid, missing, Refusal, unchanged, unsupported } from '../../src/world/refusal.ts'
import { ask, connect } from './raw-client.ts'
import { route, startTiny, tinyApp } from './tiny-daemon.ts'

const failing = (error: unknown) =>
  supertest(
    tinyApp([route('GET', '/fail', 'Fail')], {
      Fail: () => {
        throw error
      },
    }),
  )

describe('errors', () => {
  test.each([
    [invalid('bad'), 400],
    [new Refusal('unauthorized', 'bad'), 401],
    [new Refusal('forbidden', 'bad'), 403],
    [missing('bad'), 404],
    [conflict('bad'), 409],
    [unsupported('bad'), 501],
    [new Refusal('unavailable', 'bad'), 503],
    [new Refusal('broken', 'bad'), 500],
    [new TypeError('bad'), 500],
  ])('%s is answered with its status and a message', async (error, status) => {
    const reply = await failing(error).get('/v1.51/fail')
    expect(reply.status).toBe(status)
    expect(reply.headers['content-type']).toBe('application/json')
    expect(reply.text).toBe('{"message":"bad"}\n')
    expect(reply.headers.server).toBe('Docker/28.5.2 (linux)')
  })

  test('what is no error at all does not crash the daemon either', async () => {
    expect((await failing('odd').get('/fail')).text).toBe('{"message":"odd"}\n')
    expect((await failing(undefined).get('/fail')).status).toBe(500)
  })

  test('a defect is reported, a refusal is not', async () => {
    const reported: unknown[] = []
    const errors = [missing('No such container: x'), new TypeError('defect')]
    const app = tinyApp(
      [route('GET', '/fail', 'Fail')],
      {
        Fail: () => {
          throw errors.shift()
        },
      },
      reported,
    )
    await supertest(app).get('/fail')
    await supertest(app).get('/fail')
    expect(reported).toEqual([new TypeError('defect')])
  })

  test('a value that cannot be JSON is a 500', async () => {
    const app = tinyApp([route('GET', '/x', 'X')], { X: () => json({ n: 1n }) })
    expect((await supertest(app).get('/x')).status).toBe(500)
  })

  test('what is so already is a 304 without a body', async () => {
    const reply = await failing(unchanged('container already started')).get('/fail')
    expect(reply.status).toBe(304)
    expect(reply.text).toBe('')
    expect(reply.headers['content-type']).toBeUndefined()
  })

  test('a client older than 1.24 is refused in plain text, one of tomorrow in JSON, neither with Docker-Experimental', async () => {
    const old = await failing(invalid('client version 1.23 is too old')).get('/v1.23/fail')
    expect(old.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(old.headers['x-content-type-options']).toBe('nosniff')
    expect(old.text).toBe('client version 1.23 is too old\n')
    expect(old.headers['docker-experimental']).toBeUndefined()
    expect(old.headers['api-version']).toBe('1.51')
    const late = await failing(invalid('client version 1.99 is too new')).get('/v1.99/fail')
    expect(late.text).toBe('{"message":"client version 1.99 is too new"}\n')
    expect(late.headers['docker-experimental']).toBeUndefined()
    const fine = await failing(invalid('bad')).get('/v1.24/fail')
    expect(fine.headers['docker-experimental']).toBe('false')
  })

  test.each([
    ['get', '/nosuch'],
    ['get', '/v1.51/nosuch'],
    ['post', '/v1.51/fail'],
    ['get', '/fail/'],
  ] as const)('%s %s is a page that is not found', async (method, path) => {
    const reply = await failing(missing('x'))[method](path)
    expect(reply.status).toBe(404)
    expect(reply.text).toBe('{"message":"page not found"}\n')
    expect(reply.headers.server).toBeUndefined()
  })
})

describe('replies on the wire', () => {
  const start = () =>
    startTiny(
      [
        route('GET', '/_ping', 'Ping'),
        route('HEAD', '/_ping', 'PingHead'),
        route('GET', '/containers/json', 'List'),
        route('GET', '/big', 'Big'),
        route('POST', '/start', 'Start'),
        route('POST', '/pause', 'Pause'),
        route('GET', '/echo', 'Echo'),
        route('POST', '/create', 'Create', { body: 'json' }),
      ],
      {
        Ping: () => ({ kind: 'text', status: 200, type: 'text/plain; charset=utf-8', text: 'OK' }),
        PingHead: () => empty(200, { 'Content-Length': '0' }),
        List: () => json([]),
        Big: () => ({ kind: 'text', status: 200, type: 'application/json', text: `[${'1,'.repeat(2000)}1]\n` }),
        Start: () => empty(304),
        Pause: () => empty(204),
        Echo: (incoming) => json([incoming.url, incoming.version, incoming.query, incoming.headers['x-a']]),
        Create: async (incoming) => {
          for await (const _ of incoming.body) throw invalid('invalid JSON')
          return json({})
        },
      },
    )

  test('a small reply is written as a real daemon writes it', async () => {
    await using daemon = await start()
    const head =
      'HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Type: text/plain; charset=utf-8\r\nDocker-Experimental: false\r\n' +
      'Ostype: linux\r\nServer: Docker/28.5.2 (linux)\r\nDate: Sat, 21 Nov 2026 05:56:27 GMT\r\nContent-Length: 2\r\n\r\nOK'
    expect(await connect(daemon.path).say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').until(/OK$/)).toBe(head)
  })

  test('a reply without a body says so, but not with 204, 304 and HEAD', async () => {
    await using daemon = await start()
    expect(await ask(daemon.path, 'POST /start')).toMatch(/^HTTP\/1.1 304 Not Modified(?!.*Content-Length)/s)
    expect(await ask(daemon.path, 'POST /pause')).toMatch(/^HTTP\/1.1 204 No Content(?!.*Content-Length)/s)
    expect((await ask(daemon.path, 'HEAD /_ping')).match(/Content-Length: 0/g)).toHaveLength(1)
    expect(await ask(daemon.path, 'OPTIONS /any/thing')).toMatch(/^HTTP\/1.1 200 OK.*Server: .*Content-Length: 0/s)
    expect(await ask(daemon.path, 'HEAD /nosuch')).toMatch(/Content-Length: 29\r\n(.*\r\n)?\r\n$/)
  })

  test('a long reply comes in chunks, as from Go', async () => {
    await using daemon = await start()
    const text = await ask(daemon.path, 'GET /big')
    expect(text).toMatch(/Transfer-Encoding: chunked\r\n(.*\r\n)*\r\nfa4\r\n\[1,/)
    expect(text).toMatch(/1\]\n\r\n0\r\n\r\n$/)
  })

  test('an unclean path is redirected with its query', async () => {
    await using daemon = await start()
    expect(await ask(daemon.path, 'GET //v1.51/./containers/json?all=1&x=a%20b')).toMatch(
      /^HTTP\/1.1 301 Moved Permanently\r\nLocation: \/v1.51\/containers\/json\?all=1&x=a%20b\r\nDate: .*\r\nContent-Length: 0/,
    )
  })

  test('an operation sees URL, version, query and headers as they came', async () => {
    await using daemon = await start()
    const text = await ask(daemon.path, 'GET /v1.40/echo?x=%31', 'X-A: 1\r\n')
    expect(text).toContain('["/v1.40/echo?x=%31","1.40","x=%31","1"]\n')
  })

  test('one connection serves many requests, pipelined too', async () => {
    await using daemon = await start()
    const client = connect(daemon.path)
    await client.say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3)).until(/(OK.*){3}$/s)
    expect(client.text.match(/200 OK/g)).toHaveLength(3)
    expect(client.text).not.toContain('Connection')
  })

  test('HTTP/1.0 clients are served and their connection is closed', async () => {
    await using daemon = await start()
    expect(await connect(daemon.path).say('GET /_ping HTTP/1.0\r\n\r\n').all()).toMatch(/200 OK.*\r\n\r\nOK$/s)
  })

  test('a refusal in the middle of a body is still answered', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say('POST /create HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{not json}')
    expect(await client.until(/invalid JSON/)).toContain('HTTP/1.1 400')
    expect(await client.say('0123456789GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').until(/OK$/)).toContain('200 OK')
  })

  test('a client that has closed its side still gets its answer', async () => {
    await using daemon = await start()
    expect(await connect(daemon.path).say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').hangUp().all()).toMatch(/OK$/)
  })
})
