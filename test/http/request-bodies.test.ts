// Bodies of requests that are not what the head says, that nobody reads, or that wait to be asked for.
import { describe, expect, test } from 'vitest'
import { json } from '../../src/api/reply.ts'
import { invalid } from '../../src/world/refusal.ts'
import { test as dockerTest } from '../fixture.ts'
import { connect } from './raw-client.ts'
import { route, startTiny } from './tiny-daemon.ts'

const start = () =>
  startTiny(
    [
      route('GET', '/_ping', 'Ping'),
      route('POST', '/read', 'Read', { body: 'stream' }),
      route('POST', '/refuse', 'Refuse', { body: 'stream' }),
    ],
    {
      Ping: () => json('OK'),
      Read: async ({ body }) => {
        let length = 0
        for await (const bytes of body) length += bytes.length
        return json(length)
      },
      Refuse: () => {
        throw invalid('not today')
      },
    },
  )

const post = (path: string, lines: string, body = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n${body}`
const PING = 'GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n'
const EXPECTING = 'Content-Length: 4\r\nExpect: 100-continue'

describe('Expect: 100-continue', () => {
  test.each(['', '\r\nConnection: Upgrade\r\nUpgrade: tcp'])('is answered when the body is read%s', async (more) => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/read', EXPECTING + more))
    expect(await client.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    client.say('body').say(PING)
    expect(await client.until(/"OK"/)).toMatch(/ 200 OK\r\n.*\r\n\r\n4\n.* 200 OK\r\n/s)
  })

  test('is not answered when the request is refused without its body, and the connection ends', async () => {
    await using daemon = await start()
    const answer = await connect(daemon.path).say(post('/refuse', EXPECTING)).all()
    expect(answer).toMatch(/^HTTP\/1.1 400 .*Connection: close\r\n.*"not today"/s)
  })

  test('other expectations are refused, and none is none', async () => {
    await using daemon = await start()
    const refused = connect(daemon.path).say(post('/read', 'Expect: cake\r\nContent-Length: 1', 'x'))
    expect(await refused.all()).toMatch(/^HTTP\/1.1 417 .*\r\nConnection: close\r\nContent-Length: 0\r\n/)
    await connect(daemon.path).say(`GET /_ping HTTP/1.1\r\nHost: x\r\nExpect: \r\n\r\n`).until(/"OK"/)
  })
})

describe('a body that the operation does not read', () => {
  const chunked = (size: number): string => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`

  test.each([
    ['of 256 KiB', 'Content-Length: 262144', 'x'.repeat(262_144)],
    ['of more, in chunks', 'Transfer-Encoding: chunked', chunked(300_000)],
    ['that is still to come', 'Content-Length: 100000000', 'x'],
  ])('%s ends the connection with the answer', async (_, lines, body) => {
    await using daemon = await start()
    const client = connect(daemon.path)
      .say(post('/refuse', lines, body))
      .say(PING)
    expect(await client.all()).toMatch(/^HTTP\/1.1 400 [^{]*Connection: close\r\n[^{]*{"message":"not today"}\n$/)
  })

  test('is not taken from the client either', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/refuse', 'Content-Length: 50000000'))
    const sent = new Promise((resolve) => client.socket.write(Buffer.alloc(20_000_000), resolve))
    expect(await client.until(/"not today"/)).toContain('Connection: close')
    expect(await sent).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) })
  })

  test.each([
    ['of less', 'Content-Length: 262143', 'x'.repeat(262_143)],
    ['of less, in chunks', 'Transfer-Encoding: chunked', chunked(200_000)],
  ])('%s does not', async (_, lines, body) => {
    await using daemon = await start()
    const text = await connect(daemon.path)
      .say(post('/refuse', lines, body))
      .say(PING)
      .until(/"OK"/)
    expect(text).toMatch(/"not today".* 200 OK/s)
  })
})

test('a stream that stops reading its body does not keep the next request from being read', async () => {
  const load = route('POST', '/load', 'Load', { body: 'stream' })
  await using daemon = await startTiny([load, route('GET', '/_ping', 'Ping')], {
    Ping: () => json('OK'),
    Load: ({ body }) => ({
      kind: 'stream',
      status: 200,
      type: 'text/plain',
      chunks: (async function* () {
        for await (const _ of body) break
        yield 'enough'
      })(),
    }),
  })
  const client = connect(daemon.path).say(post('/load', 'Content-Length: 200000', 'x'.repeat(200_000)))
  await client.until(/enough/)
  await client.say(PING).until(/"OK"/)
})

describe('more than the head has announced', () => {
  test('does not take the answer away', async () => {
    await using daemon = await start()
    const answer = await connect(daemon.path)
      .say(post('/read', 'Content-Length: 4', 'bodyand more\r\n\r\n'))
      .all()
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n.*\r\n\r\n4\nHTTP\/1.1 400 Bad Request/s)
  })

  test('is passed over behind the last request of a connection', async () => {
    await using daemon = await start()
    const last = 'GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    expect(
      (
        await connect(daemon.path)
          .say(PING + last + PING)
          .all()
      ).match(/HTTP\/1.1 200 OK/g),
    ).toHaveLength(2)
  })
})

describe('JSON that is broken off is refused as such', () => {
  const rest = '{"Name":"data"}'
  dockerTest.for([
    ['Content-Length: 30', '{"Name":', 'invalid JSON: unexpected EOF'],
    ['Content-Length: 30', rest, 'unexpected content after JSON'],
    ['Transfer-Encoding: chunked', 'zz\r\n', 'invalid JSON: invalid byte in chunk length'],
    ['Transfer-Encoding: chunked', `5\r\n${rest}\r\n`, 'invalid JSON: malformed chunked encoding'],
    ['Transfer-Encoding: chunked', `f\r\n${rest}\r\nzz\r\n`, 'unexpected content after JSON'],
  ])('%j', async ([lines, body, message], { docker }) => {
    const request = post('/volumes/create', `Content-Type: application/json\r\n${lines}`, body)
    const client = connect(docker.host.replace('unix://', '')).say(request).hangUp()
    expect(await client.all()).toMatch(`{"message":"${message}"}`)
    expect((await docker.dockerode.listVolumes()).Volumes).toEqual([])
  })
})
