// What clients see of the scenarios about pulls.
import { expect } from 'vitest'
import { chunksOf, headOf, type Play, play } from '../play.ts'
import { messageOf, objectsOf, post, pull, statusLine } from './ask.ts'
import { type Show, showGroup } from './shows.ts'

const LIMIT =
  'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit'

/** There is no image after it. */
async function noImage(it: Play): Promise<void> {
  const created = await post(it, '/containers/create', { Image: 'alpine' })
  expect(statusLine(created)).toBe('HTTP/1.1 404 Not Found')
  expect(messageOf(created)).toBe('No such image: alpine:latest')
}

/** Refused before the stream begins. */
const refused =
  (status: string, message: string): Show =>
  async (it) => {
    const answer = await pull(it)
    expect(statusLine(answer)).toBe(`HTTP/1.1 ${status}`)
    expect(headOf(answer)).toContain('\r\nContent-Type: application/json\r\n')
    expect(Buffer.from(messageOf(answer), 'latin1').toString()).toBe(message)
    await noImage(it)
  }

/** Refused in the last line of a stream that ends cleanly. Time goes on where the daemon waits. */
const failed =
  (message: string | RegExp, seen: RegExp, seconds = 0): Show =>
  async (it) => {
    const pulling = it.say('POST /images/create?fromImage=alpine&tag=latest', CLOSE)
    if (seconds > 0) await pulling.until(seen)
    await it.clock.advance(seconds * 1000)
    const answer = await pulling.all()
    expect(statusLine(answer)).toBe('HTTP/1.1 200 OK')
    const { chunks, complete } = chunksOf(answer)
    expect(complete).toBe(true)
    expect(chunks[0]).toBe('{"status":"Pulling from library/alpine","id":"latest"}\r\n')
    expect(chunks.join('')).toMatch(seen)
    const { error, errorDetail } = objectsOf(answer).at(-1)!
    expect(error).toMatch(message)
    expect(errorDetail).toEqual({ message: error })
    await noImage(it)
  }

const CLOSE = 'Content-Length: 0\r\nConnection: close\r\n'

await showGroup('pull', {
  'error-in-stream': async (it) => {
    const answer = await pull(it, 'ghcr.io/acme/tool', '1.2')
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nContent-Type: application\/json\r\n/s)
    const { chunks, complete } = chunksOf(answer)
    expect(complete).toBe(true)
    expect(chunks.join('')).toBe(
      [
        '{"status":"Pulling from acme/tool","id":"1.2"}',
        '{"status":"Pulling fs layer","progressDetail":{},"id":"9824c27679d3"}',
        '{"status":"Downloading","progressDetail":{"current":524288,"total":3623844},"id":"9824c27679d3"}',
        '{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}',
        '',
      ].join('\r\n'),
    )
    expect(statusLine(await it.ask('GET /images/ghcr.io/acme/tool:1.2/json'))).toBe('HTTP/1.1 404 Not Found')
  },

  reset: async (it) => {
    const first = await pull(it)
    expect(objectsOf(first)).toHaveLength(3)
    expect(chunksOf(first).complete).toBe(false)
    expect(messageOf(await it.ask('GET /images/alpine/json'))).toBe('No such image: alpine:latest')
    const second = await pull(it)
    expect(objectsOf(second).at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:latest' })
    expect(chunksOf(second).complete).toBe(true)
  },

  denied: refused(
    '404 Not Found',
    "pull access denied for alpine, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ),
  'not-found': refused('404 Not Found', 'manifest for alpine:latest not found: manifest unknown: manifest unknown'),
  'login-wanted': refused('401 Unauthorized', 'unauthorized: authentication required'),

  'rate-limited': async (it) => {
    await refused('429 Too Many Requests', LIMIT)(it)
    await using old = await play([], { scenario: 'pull/rate-limited', engine: '20.10' })
    await refused('500 Internal Server Error', LIMIT)(old)
  },

  'rate-limited-containerd': refused(
    '500 Internal Server Error',
    'error from registry: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
  ),
  'rate-limited-ghcr': refused(
    '429 Too Many Requests',
    'toomanyrequests: retry-after: 880.092µs, allowed: 44000/minute',
  ),
  'rate-limited-in-stream': failed(LIMIT, /"Pulling fs layer"/),
  'registry-down': refused('500 Internal Server Error', 'received unexpected HTTP status: 503 Service Unavailable'),
  'connection-breaks': failed('unexpected EOF', /"Retrying in 5 seconds"/, 60),
  'bad-digest': failed(/verification failed for digest sha256:[0-9a-f]{64}$/, /"Pulling fs layer"/),
  enospc: failed(/^failed to register layer: write \/\S+: no space left on device$/, /"status":"Extracting"/),

  slow: async (it) => {
    const pulling = it.say('POST /images/create?fromImage=alpine&tag=latest', CLOSE)
    await pulling.until(/"id":"latest"/)
    await it.clock.advance(1000)
    await pulling.until(/"Pulling fs layer"/)
    await it.clock.advance(5000)
    expect(pulling.ended).toBe(false)
    await it.clock.advance(3_600_000)
    expect(objectsOf(await pulling.all()).at(-1)).toEqual({
      status: 'Status: Downloaded newer image for alpine:latest',
    })
  },
})
