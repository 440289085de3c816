// A tape answers requests: which exchange, when, where it breaks off, and what it says to others.
import net from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readTape } from '../../src/tape/tape.ts'
import type { Fact } from '../../src/tape/tape-record.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { test as withDaemon } from '../fixture.ts'
import { RawClient } from '../http/raw-client.ts'
import { type Replaying, replay } from './taping.ts'

/** Facts with their moments and exchanges, as a tape. */
const tapeOf = (...facts: readonly (readonly [at: number, exchange: number, fact: Fact])[]): string =>
  [{ tape: 1, began: '2026-01-01T00:00:00Z' }, ...facts.map(([at, exchange, fact]) => ({ at, exchange, ...fact }))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

const request = (method: string, target: string, headers: readonly string[] = []): Fact => ({
  ...{ is: 'request', connection: 1, method, target, http: '1.1', headers },
})
const reply = (headers: readonly string[], status = 200): Fact => ({
  ...{ is: 'reply', status, reason: 'OK', http: '1.1', headers },
})

/** An exchange whose reply is a short text; all at one moment. */
function exchange(number: number, method: string, target: string, text: string, body?: string) {
  const facts: Fact[] = [
    request(method, target, body === undefined ? [] : ['Content-Type: application/json']),
    ...(body === undefined ? [] : [{ is: 'request-body', text: body } as const]),
    { is: 'request-end' },
    reply([`Content-Length: ${text.length}`]),
    { is: 'reply-body', text },
    { is: 'reply-end' },
    { is: 'end' },
  ]
  return facts.map((fact): [number, number, Fact] => [number * 100, number, fact])
}

function client({ path }: Pick<Replaying, 'path'>): RawClient {
  const socket = net.connect({ path, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  return new RawClient(socket)
}

/** Asks on a connection of its own, and gives the body. */
async function ask(replaying: Pick<Replaying, 'path'>, method: string, target: string, body = ''): Promise<string> {
  const type = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  const raw = client(replaying).say(`${method} ${target} HTTP/1.1\r\nHost: x\r\n${type}\r\n${body}`)
  raw.socket.end()
  return (await raw.all()).split('\r\n\r\n')[1]!
}

test('exchanges are taken in their order, each once, then the last again', async () => {
  await using replaying = await replay(
    tapeOf(
      ...exchange(1, 'GET', '/v1.51/containers/json', 'none'),
      ...exchange(2, 'POST', '/v1.51/containers/create', 'a', '{"Image":"a","Tty":false}'),
      ...exchange(3, 'POST', '/v1.51/containers/create', 'b', '{"Image":"b"}'),
      ...exchange(4, 'GET', '/v1.51/containers/json', 'some'),
      ...exchange(5, 'GET', '/v1.51/version', 'never asked for'),
    ),
  )
  const list = () => ask(replaying, 'GET', '/v1.51/containers/json')
  expect([await list(), await list(), await list()]).toEqual(['none', 'some', 'some'])
  expect(await ask(replaying, 'POST', '/v1.51/containers/create', '{"Image":"b"}')).toBe('b')
  // JSON is compared as what it says
  expect(await ask(replaying, 'POST', '/v1.51/containers/create', '{ "Tty": false, "Image": "a" }')).toBe('a')
  expect(replaying.script.unused().map(({ number }) => number)).toEqual([5])
})

test('what is not on the tape is refused, with the nearest that is', async () => {
  await using replaying = await replay(
    tapeOf(
      ...exchange(1, 'GET', '/v1.51/containers/web/json', 'web'),
      ...exchange(2, 'POST', '/v1.51/containers/create', 'a', '{"Image":"a","HostConfig":{"AutoRemove":true}}'),
    ),
  )
  expect(JSON.parse(await ask(replaying, 'GET', '/v1.51/containers/wep/json'))).toEqual({
    message: 'the tape has no GET /v1.51/containers/wep/json; the nearest is GET /v1.51/containers/web/json',
  })
  const body = '{"Image":"a","HostConfig":{"AutoRemove":false}}'
  expect(JSON.parse(await ask(replaying, 'POST', '/v1.51/containers/create', body))).toEqual({
    message:
      'the tape has no POST /v1.51/containers/create with this body: HostConfig.AutoRemove was true and is false',
  })
  expect(replaying.script.unmatched).toEqual(['GET /v1.51/containers/wep/json', 'POST /v1.51/containers/create'])
})

test('another API version is the same if that is asked for', async () => {
  const tape = tapeOf(...exchange(1, 'GET', '/v1.51/info', 'info'))
  await using exact = await replay(tape)
  expect(await ask(exact, 'GET', '/v1.43/info')).toContain('the tape has no GET /v1.43/info')
  await using any = await replay(tape, { anyVersion: true })
  expect(await ask(any, 'GET', '/v1.43/info')).toBe('info')
})

test('secrets that were masked match secrets of any length', async () => {
  const masked = '{"username":"me","password":"****","Env":["API_KEY=*"]}'
  await using replaying = await replay(tapeOf(...exchange(1, 'POST', '/auth?token=***', 'hello', masked)))
  const body = '{"username":"me","password":"hush hush","Env":["API_KEY=abc"]}'
  expect(await ask(replaying, 'POST', '/auth?token=abc', body)).toBe('hello')
})

test('a stream has its chunks at their times, and is cut at the byte where it was cut', async () => {
  const clock = manualClock()
  const tape = tapeOf(
    [1000, 1, request('GET', '/events')],
    [1000, 1, { is: 'request-end' }],
    [1000, 1, reply(['Transfer-Encoding: chunked'])],
    [1000, 1, { is: 'reply-body', chunk: 3, text: 'one' }],
    [3000, 1, { is: 'reply-body', chunk: 26, text: 'and two' }],
    [3000, 1, { is: 'end', cut: 'daemon' }],
  )
  await using replaying = await replay(tape, { clock, speed: 2 })
  const raw = client(replaying).say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n'
  expect(await raw.until(/one\r\n$/)).toBe(head)
  await clock.advance(999)
  expect(raw.text).toBe(head)
  await clock.advance(1)
  expect(await raw.all()).toBe(`${head}1a\r\nand two`)
})

test('a client that is ahead of the tape does not wait, and one that lags is not overtaken at speed 0', async () => {
  const clock = manualClock()
  const tape = tapeOf(
    [0, 1, request('GET', '/events')],
    [0, 1, { is: 'request-end' }],
    [0, 1, reply(['Transfer-Encoding: chunked'])],
    ...exchange(2, 'POST', '/containers/a/start', 'started'),
    [500, 1, { is: 'reply-body', chunk: 5, text: 'start' }],
    ...exchange(9, 'GET', '/info', 'info'),
    [1000, 1, { is: 'client-end' }],
    [1000, 1, { is: 'end', cut: 'client' }],
  )
  for (const speed of [0, 1]) {
    await using replaying = await replay(tape, { clock, speed })
    const raw = client(replaying).say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
    await raw.until(/\r\n\r\n$/)
    expect(await ask(replaying, 'POST', '/containers/a/start')).toBe('started')
    // at speed 0 its cause was enough; otherwise its time must come, or something that came later
    if (speed === 1) expect(raw.text).not.toContain('start')
    if (speed === 1) expect(await ask(replaying, 'GET', '/info')).toBe('info')
    await raw.until(/5\r\nstart\r\n$/)
    raw.socket.end()
    await raw.all()
  }
})

test('a hijacked connection waits for the input that it had', async () => {
  const tape = tapeOf(
    [0, 1, request('POST', '/exec/a/start', ['Upgrade: tcp'])],
    [0, 1, { is: 'request-end' }],
    [0, 1, reply(['Upgrade: tcp', 'Connection: Upgrade'], 101)],
    [10, 1, { is: 'from-daemon', text: '$ ' }],
    [20, 1, { is: 'from-client', text: 'ls\n' }],
    [30, 1, { is: 'from-daemon', base64: Buffer.from([1, 0, 255]).toString('base64') }],
    [40, 1, { is: 'client-end' }],
    [50, 1, { is: 'from-daemon', text: 'bye' }],
    [50, 1, { is: 'daemon-end' }],
    [50, 1, { is: 'end' }],
  )
  await using replaying = await replay(tape)
  const raw = client(replaying).say('POST /exec/a/start HTTP/1.1\r\nHost: x\r\nUpgrade: tcp\r\n\r\n')
  await raw.until(/\$ $/)
  raw.say('l')
  raw.say('s\n')
  await raw.until(/\u00ff$/)
  raw.socket.end()
  expect(await raw.all()).toMatch(/\$ \u0001\0\u00ffbye$/)
})

test('the tape of a killed recorder ends where it was killed', async () => {
  const whole = tapeOf(...exchange(1, 'GET', '/info', 'info'), ...exchange(2, 'GET', '/version', 'version'))
  const lines = whole.split('\n')
  const cut = `${lines.slice(0, -4).join('\n')}\n{"at":20`
  await using replaying = await replay(cut)
  expect(await ask(replaying, 'GET', '/info')).toBe('info')
  expect(await ask(replaying, 'GET', '/version')).toBe('')
  expect(() => readTape('{"at":1}\n')).toThrow('line 1 does not say that it is a tape')
  expect(() => readTape(`${lines[0]}\n{\n${lines[1]}\n`)).toThrow('line 2 is no JSON')
})

withDaemon('a mock engine answers what is not on the tape', async ({ docker }) => {
  const tape = tapeOf(...exchange(1, 'GET', '/v1.51/info', 'of the tape'))
  await using replaying = await replay(tape, { engine: { host: docker.host, first: false } })
  expect(await ask(replaying, 'GET', '/v1.51/info')).toBe('of the tape')
  expect(await ask(replaying, 'GET', '/_ping')).toBe('OK')
  const raw = client(replaying)
  // on one connection, with a body, hijacked in the end
  const created = '{"Name":"data"}'
  raw.say(
    `POST /volumes/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `${created.length.toString(16)}\r\n${created}\r\n0\r\n\r\n`,
  )
  expect(await raw.until(/"Name":"data".*\n$/s)).toMatch(/^HTTP\/1.1 201 Created\r\n/)
  const container = await docker.run('alpine', ['cat'], { OpenStdin: true, StdinOnce: true, Tty: true })
  raw.text = ''
  raw.say(
    `POST /containers/${container.id}/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
  )
  await raw.until(/\r\n\r\n$/)
  raw.say('over\n')
  await raw.until(/over\r\n/)
  await container.stop({ t: 0 })
  await raw.all()
})

withDaemon('the tape answers what a mock engine does not have', async ({ docker }) => {
  const tape = tapeOf(
    ...exchange(1, 'GET', '/_ping', 'of the tape'),
    ...exchange(2, 'GET', '/v1.51/containers/web/json', 'of the tape'),
  )
  await using replaying = await replay(tape, { engine: { host: docker.host, first: true } })
  expect(await ask(replaying, 'GET', '/_ping')).toBe('OK')
  expect(await ask(replaying, 'GET', '/v1.51/containers/web/json')).toBe('of the tape')
  expect(await ask(replaying, 'GET', '/v1.51/containers/box/json')).toContain('No such container: box')
})
