// What goes wrong on the client's side is refused as dockerd refuses it, and the daemon lives on.
import http from 'node:http'
import { describe, expect } from 'vitest'
import { seededRandom } from '../src/world/random.ts'
import { test } from './fixture.ts'
import { connect } from './http/raw-client.ts'
import { RandomRequests } from './random-requests.ts'
import { wholeText } from './reading.ts'
import type { TestDaemon } from './test-daemon.ts'

const socketOf = ({ host }: TestDaemon): string => host.replace('unix://', '')

interface Answer {
  readonly status: number
  readonly text: string
}

/** Sends as it is told; 0 for a connection that was closed, or an answer that nobody waits for. */
function send(
  docker: TestDaemon,
  method: string,
  path: string,
  headers = {},
  body?: string | Uint8Array,
): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, text: '' })
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const request = http.request({ socketPath: socketOf(docker), method, path, headers: { ...headers, ...length } })
    request.on('error', none)
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode!, text: '' })
    })
    request.on('response', (response) => {
      const status = response.statusCode!
      // a stream may never end: its head and first bytes will do
      if (status < 300 && !response.headers['content-length']) {
        response.once('data', () => {}).once('error', () => {})
        resolve({ status, text: '' })
        request.destroy()
        return
      }
      wholeText(response).then((text) => resolve({ status, text }), none)
    })
    request.setTimeout(1000, () => {
      request.destroy()
      none()
    })
    request.end(body)
  })
}

async function pings(docker: TestDaemon): Promise<void> {
  expect(await send(docker, 'GET', '/_ping')).toEqual({ status: 200, text: 'OK' })
}

const json = { 'content-type': 'application/json' }

describe('a body that is not what it should be', () => {
  test.for([
    ['{', 400, 'invalid JSON: unexpected EOF'],
    ['nonsense', 400, /^invalid JSON: invalid character/],
    ['{}{}', 400, 'unexpected content after JSON'],
    ['', 400, 'invalid JSON: got EOF while reading request body'],
    ['{"Image":5}', 400, /^invalid JSON: json: cannot unmarshal number into Go struct field/],
    ['{"HostConfig":[]}', 400, /^invalid JSON: json: cannot unmarshal array into Go struct field/],
    ['[]', 400, /^invalid JSON: json: cannot unmarshal array into Go value of type/],
  ] as const)('%s', async ([body, status, words], { docker }) => {
    const answer = await send(docker, 'POST', '/containers/create', json, body)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text).message).toEqual(typeof words === 'string' ? words : expect.stringMatching(words))
    await pings(docker)
  })

  test('of another type than JSON', async ({ docker }) => {
    const answer = await send(docker, 'POST', '/containers/create', { 'content-type': 'text/plain' }, '{"Image":"a"}')
    expect(answer).toEqual({
      status: 400,
      text: expect.stringContaining('unsupported Content-Type header (text/plain): must be'),
    })
  })
})

test('a version that the daemon does not speak is refused with what it speaks', async ({ docker }) => {
  expect(await send(docker, 'GET', '/v1.99/info')).toEqual({
    status: 400,
    text: '{"message":"client version 1.99 is too new. Maximum supported API version is 1.51"}\n',
  })
  // clients of that age read no JSON
  expect(await send(docker, 'GET', '/v1.12/info')).toEqual({
    status: 400,
    text: 'client version 1.12 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version\n',
  })
  expect(await send(docker, 'GET', '/vNaN/info')).toEqual({ status: 404, text: '{"message":"page not found"}\n' })
})

test('a header of a megabyte', async ({ docker }) => {
  const value = 'a'.repeat(1 << 20)
  for (const name of ['X-Registry-Auth', 'Content-Type', 'Accept', 'X-Anything']) {
    const client = connect(socketOf(docker))
    client.say(
      `POST /images/create?fromImage=alpine HTTP/1.1\r\nHost: x\r\n${name}: ${value}\r\nConnection: close\r\n\r\n`,
    )
    expect(await client.all(), name).toMatch(/^HTTP\/1\.1 (200|400|431) /)
  }
  await pings(docker)
})

test('half a request, and a client that goes in the middle of one', async ({ docker }) => {
  const whole =
    'POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"Image":"alpine"}'
  for (let length = 0; length < whole.length; length += 7) {
    await connect(socketOf(docker)).say(whole.slice(0, length)).hangUp().all()
    const rude = connect(socketOf(docker))
    await new Promise<void>((resolve) => rude.socket.write(whole.slice(0, length) || '\r', () => resolve()))
    rude.socket.destroy()
  }
  await pings(docker)
})

describe('a client that goes in the middle of a stream', () => {
  const chatter = ['sh', '-c', 'while :; do echo line; done']

  test.for([
    ['GET', '/containers/box/logs?follow=1&stdout=1'],
    ['GET', '/events?since=0'],
    ['GET', '/containers/box/stats'],
    ['POST', '/containers/box/attach?stream=1&stdout=1&stdin=1&logs=1'],
    ['POST', '/images/create?fromImage=nginx&tag=latest'],
    ['POST', '/containers/box/wait'],
    ['GET', '/images/get?names=alpine'],
  ] as const)('%s %s', async ([method, path], { docker }) => {
    const box = await docker.run('alpine', chatter, { name: 'box', OpenStdin: true })
    for (const first of [/^/, /HTTP\/1.1 (200|101)/, /\r\n\r\n/, /\r\n\r\n./s]) {
      const client = connect(socketOf(docker)).say(`${method} ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
      // a wait has nothing more to say
      await client.until(path.endsWith('wait') && first.dotAll ? /\r\n\r\n/ : first)
      client.socket.destroy()
    }
    await pings(docker)
    expect((await box.inspect()).State.Running).toBe(true)
    await box.remove({ force: true })
  })

  test('an exec goes on without who started it', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'])
    const exec = await box.exec({ Cmd: ['sh', '-c', 'read go < /tmp/go; echo late > /tmp/done'], AttachStdout: true })
    await box.exec({ Cmd: ['mkfifo', '/tmp/go'] }).then(async (made) => wholeText(await made.start({})))
    const stream = await exec.start({})
    stream.destroy()
    const go = await box.exec({
      Cmd: ['sh', '-c', 'echo go > /tmp/go; while [ ! -e /tmp/done ]; do sleep 0.01; done; cat /tmp/done'],
      AttachStdout: true,
    })
    expect(await wholeText(await go.start({}))).toContain('late\n')
  })
})

/** What dockerd says with a 5xx to such requests: it calls these the server's own failures. */
const dockerdsOwn = [
  /^501 .* yet$/,
  /^500 strconv\.(Atoi|ParseInt): parsing ".*": (invalid syntax|value out of range)$/s,
  /^500 Get "http:": http: no Host in request URL$/,
  /^500 no upgrade proto in request$/,
  /^500 Bad parameters: you must choose at least one stream$/,
  /^500 (failed to parse value as time or duration: "|parsing time ")/,
  /^500 Container [0-9a-f]{64} is not paused$/,
  /^501 This experimental feature is disabled by default\. Start the Docker daemon in experimental mode/,
  // plugins: names and archives that are none, and what no registry gives
  /^500 (failed to parse reference .*: )?invalid reference format/s,
  /^500 failed to read from tar: /,
  /^500 (error resolving plugin reference: )?pull access denied/,
  /^503 This node is not (a swarm manager|part of a swarm)/,
  // asked of the real engine, as all of them
  /^500 json: cannot unmarshal (string|number|bool|array|object) into Go (value|struct field)/,
  /^500 Get "http:\/\/[^"]+": dial tcp: lookup .*: no such host$/,
  /^500 unexpected EOF$/,
  /^500 ps: error: /,
  /^500 Conflict, cannot remove the default link name of the container$/,
  /^503 volume update only valid for cluster volumes, but swarm is unavailable$/,
]

test('hundreds of random requests: no crash, no answer that dockerd would not give', async ({ docker }) => {
  const requests = new RandomRequests(seededRandom('garbage'))
  await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
  const failures: string[] = []
  for (let batch = 0; batch < 40; batch++) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { route, path, headers, body } = requests.next()
        const { status, text } = await send(docker, route.method, path, headers, body)
        const answer = status >= 500 ? `${status} ${JSON.parse(text).message}` : ''
        if (answer && !dockerdsOwn.some((words) => words.test(answer)))
          failures.push(`${route.method} ${path}: ${answer}`)
      }),
    )
  }
  expect(failures).toEqual([])
  await pings(docker)
}, 60_000)
