// What clients of a real socket see of each fault, byte by byte.
import { expect, test } from 'vitest'
import { runningContainer } from './happen.ts'
import { bodyOf, chunksOf, containerThatSaid, headOf, play } from './play.ts'

const version = 'GET /version'

/** The parts of an answer that are the same each time. */
const whole = async (): Promise<string> => {
  await using it = await play()
  return bodyOf(await it.ask(version))
}

test('status answers in the place of the operation, in dockerd’s envelope', async () => {
  const say = { code: 429, message: 'toomanyrequests', headers: { 'Retry-After': '60' } }
  await using it = await play([{ when: { operation: 'SystemVersion' }, do: { status: say } }])
  const answer = await it.ask(version)
  expect(headOf(answer)).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\nApi-Version: 1\.51\r\n/)
  expect(headOf(answer)).toContain('\r\nRetry-After: 60\r\n')
  expect(bodyOf(answer)).toBe('{"message":"toomanyrequests"}\n')
})

test('a container whose start is answered by a rule has not been started', async () => {
  await using it = await play([{ when: { operation: 'ContainerStart' }, do: { status: 500 } }])
  await containerThatSaid(it.daemon, 'true').catch(() => {})
  expect(it.daemon.engine.containers.find('web').state.status).toBe('created')
})

test('before-headers lets the operation do its work and the client hear nothing of it', async () => {
  await using it = await play([{ when: { operation: 'VolumeCreate', point: 'before-headers' }, do: 'close' }])
  const body = '{"Name":"data"}'
  const more = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  expect(await it.say('POST /volumes/create', more).say(body).all()).toBe('')
  expect(it.daemon.engine.volumes.find('data').name).toBe('data')
})

test('after-headers leaves the client with a head and no body', async () => {
  await using it = await play([{ when: { point: 'after-headers' }, do: 'close' }])
  const answer = await it.ask(version)
  expect(headOf(answer)).toContain('Content-Length: ')
  expect(bodyOf(answer)).toBe('')
})

test('a cut after so many bytes leaves Content-Length as it was', async () => {
  const body = await whole()
  await using it = await play([{ when: { point: { after: { bytes: 100 } } }, do: 'close' }])
  const answer = await it.ask(version)
  expect(headOf(answer)).toContain(`Content-Length: ${body.length}`)
  expect(bodyOf(answer)).toBe(body.slice(0, 100))
})

test('truncate with a clean end tells the length that it sends', async () => {
  const body = await whole()
  await using it = await play([{ do: { truncate: { bytes: 10, end: 'clean' } } }])
  const answer = await it.ask(version)
  expect(headOf(answer)).toContain('Content-Length: 10\r\n')
  expect(bodyOf(answer)).toBe(body.slice(0, 10))
})

test('a stream that is closed has no terminal chunk, one that is truncated cleanly has', async () => {
  const cut = { when: { operation: 'ImageCreate', nth: 1, point: { after: { objects: 2 } } }, do: 'close' } as const
  const short = { when: { operation: 'ImageCreate', skip: 1 }, do: { truncate: { objects: 2, end: 'clean' } } } as const
  await using it = await play([cut, short])
  const pull = 'POST /images/create?fromImage=busybox&tag=latest'
  const first = chunksOf(await it.ask(pull))
  const second = chunksOf(await it.ask(pull))
  expect(first.complete).toBe(false)
  expect(second.complete).toBe(true)
  for (const { chunks } of [first, second]) expect(chunks.join('').match(/\r\n/g)).toHaveLength(2)
})

test('hang sends nothing until it is unblocked', async () => {
  await using it = await play([{ when: { operation: 'SystemPing' }, do: { hang: 'ping' } }])
  const waiting = it.say('GET /_ping', 'Connection: close\r\n')
  await it.ask(version)
  expect(waiting.text).toBe('')
  it.daemon.rules.gates.open('ping')
  expect(bodyOf(await waiting.all())).toBe('OK')
})

test('delay waits on the daemon’s clock', async () => {
  await using it = await play([{ when: { operation: 'SystemPing' }, do: { delay: '30s' } }])
  const waiting = it.say('GET /_ping', 'Connection: close\r\n')
  await it.ask(version)
  await it.clock.advance(29_999)
  expect(waiting.text).toBe('')
  await it.clock.advance(1)
  expect(bodyOf(await waiting.all())).toBe('OK')
})

test('slice sends each piece as a chunk of its own, characters cut in two', async () => {
  await using it = await play([{ when: { operation: 'ImageCreate' }, do: { slice: 7 } }])
  const { chunks, complete } = chunksOf(await it.ask('POST /images/create?fromImage=busybox&tag=latest'))
  expect(complete).toBe(true)
  expect(chunks.every((chunk) => chunk.length <= 7)).toBe(true)
  const lines = chunks.join('').trimEnd().split('\r\n')
  expect(lines.map((line) => JSON.parse(line)).at(-1)).toHaveProperty('status')
})

test('coalesce sends several objects at once', async () => {
  await using it = await play([{ when: { operation: 'ImageCreate' }, do: { coalesce: { objects: 1000 } } }])
  const { chunks } = chunksOf(await it.ask('POST /images/create?fromImage=busybox&tag=latest'))
  expect(chunks).toHaveLength(1)
})

test('throttle sends so many bytes a second', async () => {
  const { length } = await whole()
  await using it = await play([{ do: { throttle: 100 } }])
  const waiting = it.say(version, 'Connection: close\r\n')
  await waiting.until(/\r\n\r\n/)
  await it.clock.advance(1000)
  await waiting.until(/\r\n\r\n.{100}/s)
  expect(bodyOf(waiting.text)).toHaveLength(100)
  await it.clock.advance(length * 10)
  expect(bodyOf(await waiting.all())).toHaveLength(length)
})

test('corrupt changes the bytes that it names and no others', async () => {
  const body = await whole()
  await using it = await play([{ do: { corrupt: { bytes: { offset: 5, length: 3 } } } }])
  const changed = bodyOf(await it.ask(version))
  expect([...changed].flatMap((letter, index) => (letter === body[index] ? [] : [index]))).toEqual([5, 6, 7])
})

test('corrupt gives digests that are digests of something else', async () => {
  await using it = await play([{ when: { operation: 'ImageCreate' }, do: { corrupt: { digest: true } } }])
  const pull = 'POST /images/create?fromImage=busybox&tag=latest'
  const changed = /Digest: (sha256:[0-9a-f]{64})/.exec(await it.ask(pull))?.[1]
  it.daemon.rules.find('rule 1')!.remove()
  const honest = /Digest: (sha256:[0-9a-f]{64})/.exec(await it.ask(pull))?.[1]
  expect(changed).toHaveLength(71)
  expect(changed!.slice(8)).toBe(honest!.slice(8))
  expect(changed).not.toBe(honest)
})

test('replace sends HTML where JSON was to be', async () => {
  const text = '<html>Bad Gateway</html>'
  await using it = await play([{ do: { replace: { text, status: 502 } } }])
  const answer = await it.ask(version)
  expect(headOf(answer)).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
  expect(headOf(answer)).toContain('Content-Type: text/html; charset=utf-8')
  expect(bodyOf(answer)).toBe(text)
})

test('a body that is no JSON is sent to clients of every version', async () => {
  await using it = await play([{ do: { status: { code: 200, body: '{"Id":', type: 'application/json' } } }])
  for (const path of ['/version', '/v1.24/containers/json', '/v1.44/info']) {
    expect(bodyOf(await it.ask(`GET ${path}`))).toBe('{"Id":')
  }
})

test('patch changes fields of what the engine says', async () => {
  await using it = await play([
    { when: { operation: 'ContainerList' }, do: { patch: { set: { '*.Names': [] }, delete: ['*.Mounts'] } } },
    { when: { operation: 'SystemVersion' }, do: { patch: { merge: { ApiVersion: '9.9', Os: null } } } },
  ])
  await containerThatSaid(it.daemon, 'true')
  const [container] = JSON.parse(bodyOf(await it.ask('GET /v1.51/containers/json?all=1')))
  expect(container.Names).toEqual([])
  expect(container).not.toHaveProperty('Mounts')
  expect(container.Image).toBe('alpine')
  const said = JSON.parse(bodyOf(await it.ask(version)))
  expect(said.ApiVersion).toBe('9.9')
  expect(said).not.toHaveProperty('Os')
})

test('patch keeps every digit of what it leaves alone', async () => {
  const patch = { set: { more: 'a 12345678901234567890' } }
  await using it = await play([{ when: { operation: 'ContainerStats' }, do: { patch } }])
  await runningContainer(it)
  const { chunks } = chunksOf(await it.ask('GET /containers/web/stats?stream=false&one-shot=1'))
  expect(chunks.join('')).toContain('"pids_stats":{"current":1,"limit":18446744073709551615}')
  expect(chunks.join('')).toMatch(/,"more":"a 12345678901234567890"\}\n$/)
})

test.each([
  ['drop', { drop: { where: { Action: 'start' } } }, ['create', 'die']],
  ['duplicate', { duplicate: { nth: 1 } }, ['create', 'create', 'start', 'die']],
  ['reorder', { reorder: { window: 3 } }, ['die', 'start', 'create']],
] as const)('%s changes the row of events', async (_, step, actions) => {
  await using it = await play()
  await containerThatSaid(it.daemon, 'true')
  using _rule = it.daemon.use({ when: { operation: 'SystemEvents' }, do: step })
  const filters = encodeURIComponent('{"type":["container"],"event":["create","start","die"]}')
  const answer = await it.ask(`GET /events?since=0&until=${it.clock.now() / 1000}&filters=${filters}`)
  const lines = chunksOf(answer).chunks.join('').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).Action)).toEqual(actions)
})

test('headers are added, replaced and left out', async () => {
  await using it = await play([
    { do: { headers: { set: { Via: '1.1 proxy', server: 'nginx' }, remove: ['Api-Version', 'Ostype'] } } },
  ])
  const head = headOf(await it.ask('GET /_ping'))
  expect(head).toContain('\r\nVia: 1.1 proxy')
  expect(head).toContain('\r\nserver: nginx')
  expect(head).not.toMatch(/Api-Version|Ostype|Docker\//)
})

test('a refusal of the engine is cut like any other reply', async () => {
  await using it = await play([{ when: { point: { after: { bytes: 11 } } }, do: 'close' }])
  const answer = await it.ask('GET /containers/nobody/json')
  expect(headOf(answer)).toMatch(/^HTTP\/1\.1 404 Not Found/)
  expect(bodyOf(answer)).toBe('{"message":')
})

test('a connection is closed behind its reply, before the next request', async () => {
  await using it = await play([{ when: { point: 'sent', times: 1 }, do: 'close' }])
  expect(bodyOf(await it.say('GET /_ping').all())).toBe('OK')
  expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
})

test('a kept connection dies of its second request', async () => {
  await using it = await play([{ when: { reused: true }, do: 'reset' }])
  const client = it.say('GET /_ping')
  await client.until(/OK$/)
  const first = client.text
  expect(await client.say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').all()).toBe(first)
})

test('a connection is turned away before anything is read', async () => {
  await using it = await play([{ when: { point: 'accept', first: 1 }, do: 'close' }])
  expect(await it.say('GET /_ping').all()).toBe('')
  expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
})

test('a connection waits at the door on the daemon’s clock', async () => {
  await using it = await play([{ when: { point: 'accept', times: 1 }, do: { delay: '5s' } }])
  const waiting = it.say('GET /_ping', 'Connection: close\r\n')
  await it.ask('GET /_ping')
  expect(waiting.text).toBe('')
  await it.clock.advance(5000)
  expect(bodyOf(await waiting.all())).toBe('OK')
})

test('the reply comes before the body of the request has been read', async () => {
  await using it = await play([{ when: { operation: 'ImageLoad' }, do: { status: 503 } }])
  const client = it.say('POST /images/load', 'Content-Length: 1000000\r\n')
  expect(await client.until(/"message"/)).toMatch(/^HTTP\/1\.1 503 /)
})
