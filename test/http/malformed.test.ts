// What no client should send.
import { describe, expect, test } from 'vitest'
import { json } from '../../src/api/reply.ts'
import { connect } from './raw-client.ts'
import { route, startTiny } from './tiny-daemon.ts'

const start = () =>
  startTiny([route('GET', '/_ping', 'Ping'), route('POST', '/create', 'Create', { body: 'json' })], {
    Ping: () => json('OK'),
    Create: async (incoming) => {
      let length = 0
      for await (const bytes of incoming.body) length += bytes.length
      return json(length)
    },
  })

const refusal = (reason: string): string =>
  `HTTP/1.1 ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${reason}`

const pinged = async (path: string): Promise<string> =>
  connect(path).say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').until(/"OK"/)

describe('is refused with the words of a real daemon', () => {
  test.each([
    'garbage\r\n\r\n',
    '\u0016\u0003\u0001\u0000\r\n\r\n',
    'GET _ping HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /_ping HTTP/1.1\r\nHost x\r\n\r\n',
    'GET /_ping HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n',
    'GET /_pi\u0000ng HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /containers/a%zz/json HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /create HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n',
    'POST /create HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n',
    'POST /create HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'GET /_ping\r\n\r\n',
    'GET /_ping HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n',
  ])('%j', async (bytes) => {
    await using daemon = await start()
    expect(await connect(daemon.path).say(Buffer.from(bytes, 'latin1')).all()).toBe(refusal('400 Bad Request'))
    await pinged(daemon.path)
  })

  test('a request without Host', async () => {
    await using daemon = await start()
    expect(await connect(daemon.path).say('GET /_ping HTTP/1.1\r\n\r\n').all()).toBe(
      refusal('400 Bad Request: missing required Host header'),
    )
  })

  test.each(['/var/run/docker.sock', 'a b', 'd\u00f6'])('Host: %s', async (host) => {
    await using daemon = await start()
    const bytes = Buffer.from(`GET /_ping HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    expect(await connect(daemon.path).say(bytes).all()).toBe(refusal('400 Bad Request: malformed Host header'))
  })

  test('a version that is not 1', async () => {
    await using daemon = await start()
    const reason = '505 HTTP Version Not Supported: unsupported protocol version'
    expect(await connect(daemon.path).say('GET /_ping HTTP/2.0\r\nHost: x\r\n\r\n').all()).toBe(refusal(reason))
  })

  test.each(['foo', 'gzip, chunked'])('the transfer encoding %s', async (encoding) => {
    await using daemon = await start()
    const bytes = `POST /create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ${encoding}\r\n\r\n`
    expect(await connect(daemon.path).say(bytes).all()).toMatch(
      /^HTTP\/1.1 501 .*\r\n\r\nUnsupported transfer encoding$/s,
    )
  })

  test('a header or a URL of more than a megabyte, but not one of a megabyte', async () => {
    await using daemon = await start()
    const withHeader = (size: number): string => `GET /_ping HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(size)}\r\n\r\n`
    await connect(daemon.path)
      .say(withHeader(1 << 20))
      .until(/"OK"/)
    expect(await connect(daemon.path).say(withHeader(1_100_000)).all()).toBe(
      refusal('431 Request Header Fields Too Large'),
    )
    const url = `GET /_ping?${'a'.repeat(2_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n`
    expect(await connect(daemon.path).say(url).all()).toContain('431 Request Header Fields Too Large')
    await connect(daemon.path)
      .say(`GET /_ping?${'a'.repeat(900_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)
      .until(/"OK"/)
  })
})

describe('half a request', () => {
  test.each(['GE', 'GET /_ping', 'GET /_ping HTTP/1.1\r\n', 'GET /_ping HTTP/1.1\r\nHost: x\r\nX'])(
    '%j is refused when the client closes its side',
    async (half) => {
      await using daemon = await start()
      expect(await connect(daemon.path).say(half).hangUp().all()).toBe(refusal('400 Bad Request'))
    },
  )

  test.each([
    'Content-Length: 100\r\n\r\n{"a"',
    'Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"',
    'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
  ])('a body that stops at %j ends the connection', async (half) => {
    await using daemon = await start()
    await connect(daemon.path).say(`POST /create HTTP/1.1\r\nHost: x\r\n${half}`).hangUp().all()
    await pinged(daemon.path)
  })

  test('a client that vanishes at any byte of a request does no harm', async () => {
    await using daemon = await start()
    const whole = 'POST /create HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody'
    for (let length = 0; length <= whole.length; length++) {
      const client = connect(daemon.path)
      await new Promise<void>((resolve) => client.socket.write(whole.slice(0, length), () => resolve()))
      client.socket.destroy()
    }
    await pinged(daemon.path)
  })

  test('nothing at all is answered with nothing', async () => {
    await using daemon = await start()
    expect(await connect(daemon.path).hangUp().all()).toBe('')
  })
})
