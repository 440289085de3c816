// Replies that come piece by piece.
import http from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Incoming } from '../../src/api/call.ts'
import type { Reply } from '../../src/api/reply.ts'
import { createAgent } from '../../src/http/agent.ts'
import { connect } from './raw-client.ts'
import { route, startTiny } from './tiny-daemon.ts'

type Chunks = AsyncIterable<string | Uint8Array>

const streaming = (make: (incoming: Incoming) => Chunks) =>
  startTiny([route('GET', '/events', 'Events')], {
    Events: (incoming): Reply => ({ kind: 'stream', status: 200, type: 'application/json', chunks: make(incoming) }),
  })

const GET = 'GET /events HTTP/1.1\r\nHost: x\r\n\r\n'

/** A promise and what settles it. */
function later() {
  let settle = (): void => {}
  const settled = new Promise<void>((resolve) => (settle = resolve))
  return { settle, settled }
}

test('the head of a stream is sent before anything happens, each event when it happens', async () => {
  const first = later()
  const second = later()
  await using daemon = await streaming(async function* () {
    await first.settled
    yield '{"a":1}\n'
    await second.settled
    yield '{"b":2}\n'
  })
  const client = connect(daemon.path).say(GET)
  expect(await client.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 200 OK.*Transfer-Encoding: chunked\r\n\r\n$/s)
  first.settle()
  expect(await client.until(/"a"/)).toMatch(/8\r\n\{"a":1\}\n\r\n$/)
  second.settle()
  expect(await client.until(/"b".*0\r\n\r\n/s)).toMatch(/8\r\n\{"b":2\}\n\r\n0\r\n\r\n$/)
})

test('a stream that breaks is cut without its end', async () => {
  await using daemon = await streaming(async function* () {
    yield 'x'.repeat(100_000)
    throw new Error('disk gone')
  })
  const text = await connect(daemon.path).say(GET).all()
  expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(100_000)
  expect(text).toMatch(/x\r\n$/)
  expect(daemon.reported).toEqual([new Error('disk gone')])
})

test('a client that goes ends the stream that it was reading', async () => {
  const returned = later()
  await using daemon = await streaming(async function* () {
    try {
      for (;;) {
        yield 'x'.repeat(1000)
        await turn()
      }
    } finally {
      returned.settle()
    }
  })
  const client = connect(daemon.path).say(GET)
  await client.until(/xxx/)
  client.socket.destroy()
  await returned.settled
})

test('a client that goes ends a stream in which nothing happens, be it by its signal or its iterator', async () => {
  const returned = later()
  const aborted = later()
  await using daemon = await streaming((incoming) => {
    incoming.signal.addEventListener('abort', aborted.settle)
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          returned.settle()
          return { done: true, value: undefined }
        },
      }),
    }
  })
  const client = connect(daemon.path).say(GET)
  await client.until(/\r\n\r\n/)
  client.socket.destroy()
  await Promise.all([returned.settled, aborted.settled])
})

test('a client that closes only its side ends the stream properly, as with dockerd', async () => {
  await using daemon = await streaming(async function* ({ signal }) {
    yield '{}\n'
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  const client = connect(daemon.path).say(GET)
  await client.until(/\{\}/)
  expect(await client.hangUp().all()).toMatch(/\{\}\n\r\n0\r\n\r\n$/)
})

test('the signal of a request that was answered does not abort', async () => {
  let signal: AbortSignal | undefined
  await using daemon = await streaming(async function* (incoming) {
    signal = incoming.signal
    yield '{}\n'
  })
  const client = connect(daemon.path).say(GET)
  await client.until(/0\r\n\r\n/)
  await client.hangUp().all()
  expect(signal?.aborted).toBe(false)
})

describe('a slow reader holds the producer back', () => {
  const CHUNK = 'x'.repeat(65_536)
  const endless = (made: { count: number }) =>
    streaming(async function* () {
      for (;;) {
        made.count++
        yield CHUNK
        await turn()
      }
    })
  const manyTurns = async (): Promise<void> => {
    for (let i = 0; i < 600; i++) await turn()
  }

  test.each(['a unix socket', 'the agent'])('over %s', async (way) => {
    const made = { count: 0 }
    await using daemon = await endless(made)
    const agent = createAgent(daemon.server.accept)
    const where = way === 'the agent' ? { agent, host: 'docker' } : { socketPath: daemon.path }
    const response = await new Promise<http.IncomingMessage>((resolve) => {
      http.get({ ...where, path: '/events' }, resolve)
    })
    await manyTurns()
    expect(made.count).toBeLessThan(60)
    let read = 0
    for await (const chunk of response) {
      read += chunk.length
      if (read > 200 * CHUNK.length) break
    }
    expect(made.count).toBeGreaterThan(200)
  })

  test('and a body is not read before the operation asks for it', async () => {
    const ask = later()
    let taken = 0
    await using daemon = await startTiny([route('POST', '/build', 'Build', { body: 'stream' })], {
      Build: async (incoming) => {
        await ask.settled
        for await (const bytes of incoming.body) taken += bytes.length
        return { kind: 'json', status: 200, value: taken }
      },
    })
    const size = 300 * CHUNK.length
    const client = connect(daemon.path)
    client.say(`POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`)
    let sent = 0
    const send = (): void => {
      while (sent < size) {
        sent += CHUNK.length
        if (!client.socket.write(CHUNK)) return
      }
    }
    client.socket.on('drain', send)
    send()
    await manyTurns()
    expect(sent).toBeLessThan(100 * CHUNK.length)
    ask.settle()
    expect(await client.until(/\d\n$/)).toMatch(new RegExp(`${size}\n$`))
  })
})
