// Faults of connections that are not HTTP any more, and of ways in other than a unix socket.
import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { RawClient } from '../http/raw-client.ts'
import { type Play, play } from './play.ts'

async function running(it: Play, script: string, Tty = false): Promise<void> {
  const post = async (path: string, body: object = {}): Promise<void> => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const reply = await it.daemon.fetch(
      new Request(`http://docker${path}`, path.endsWith('start') ? { method: 'POST' } : init),
    )
    expect(await reply.text()).not.toContain('"message"')
  }
  const pulled = await it.daemon.fetch(
    new Request('http://docker/images/create?fromImage=alpine&tag=latest', { method: 'POST' }),
  )
  await pulled.text()
  await post('/containers/create?name=web', {
    Image: 'alpine',
    Cmd: ['sh', '-c', script],
    OpenStdin: true,
    StdinOnce: true,
    Tty,
  })
  await post('/containers/web/start')
}

const attach = (it: Play): RawClient =>
  it.say(
    'POST /containers/web/attach?stream=1&stdin=1&stdout=1&stderr=1',
    'Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n',
  )

const HEAD = /^HTTP\/1\.1 101 UPGRADED\r\n.*\r\n\r\n/s

/** Frames of multiplexed output: stream and text. */
function framesOf(answer: string): (readonly [number, string])[] {
  let rest = Buffer.from(answer.replace(/^.*?\r\n\r\n/s, ''), 'latin1')
  const frames: [number, string][] = []
  while (rest.length >= 8) {
    const length = rest.readUInt32BE(4)
    frames.push([rest[0]!, rest.subarray(8, 8 + length).toString()])
    rest = rest.subarray(8 + length)
  }
  return frames
}

test('a rule that changes nothing leaves an attach as it is, in both directions', async () => {
  await using it = await play([{ when: { operation: 'ContainerAttach' }, do: { coalesce: { chunks: 1 } } }])
  await running(it, 'read line; echo "got $line"')
  const client = attach(it)
  await client.until(HEAD)
  expect(framesOf(await client.say('this\n').all())).toEqual([[1, 'got this\n']])
})

test('an attach is cut after so many frames', async () => {
  const when = { operation: 'ContainerAttach', point: { after: { frames: 1 } } } as const
  await using it = await play([{ when, do: 'close' }])
  await running(it, 'read line; echo one; read line; echo two')
  const client = attach(it)
  await client.until(HEAD)
  expect(framesOf(await client.say('go\n').all())).toEqual([[1, 'one\n']])
})

test('a frame has a stream that dockerd does not know', async () => {
  const fault = { corrupt: { frame: { nth: 1, stream: 7 } } }
  await using it = await play([{ when: { operation: 'ContainerAttach' }, do: fault }])
  await running(it, 'read line; echo one; echo two')
  const client = attach(it)
  await client.until(HEAD)
  expect(framesOf(await client.say('go\n').all()).map(([stream]) => stream)[0]).toBe(7)
})

test('what the client types arrives in pieces, or not at all', async () => {
  const when = { operation: 'ContainerAttach', direction: 'request' } as const
  await using it = await play([{ when, do: { truncate: { bytes: 3, end: 'clean' } } }])
  await running(it, 'cat')
  const client = attach(it)
  await client.until(HEAD)
  expect(framesOf(await client.say('abcdef').hangUp().all())).toEqual([[1, 'abc']])
})

test('a half-close of the client closes all of the connection', async () => {
  const when = { operation: 'ContainerAttach', direction: 'request', point: 'end' } as const
  await using it = await play([{ when, do: 'close' }])
  await running(it, 'cat; echo never heard')
  const client = attach(it)
  await client.until(HEAD)
  expect(framesOf(await client.hangUp().all())).toEqual([])
})

test('a half-close of the client is not heard of', async () => {
  const when = { operation: 'ContainerAttach', direction: 'request', point: 'end' } as const
  await using it = await play([{ when, do: { hang: 'stdin' } }])
  await running(it, 'cat; echo over')
  const client = attach(it)
  await client.until(HEAD)
  await client.say('heard\n').hangUp().until(/heard/)
  expect(client.text).not.toContain('over')
  it.daemon.rules.gates.open('stdin')
  expect(framesOf(await client.all()).at(-1)).toEqual([1, 'over\n'])
})

test('an upgrade is not heard of, as behind some proxies', async () => {
  await using it = await play([{ when: { operation: 'ContainerAttach' }, do: { upgrade: 'ignored' } }])
  await running(it, 'read line')
  expect(await attach(it).until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})

test('the first output comes in one packet with the head', async () => {
  await using it = await play([{ when: { operation: 'ContainerAttach' }, do: { upgrade: 'joined' } }])
  await running(it, 'read line; echo one')
  const client = attach(it)
  const first = once(client.socket, 'data')
  client.say('go\n')
  const [packet] = (await first) as [string]
  expect(packet).toMatch(HEAD)
  expect(packet).toContain('one\n')
})

test('an exec is answered by a proxy that does not know it', async () => {
  const text = '<html>Bad Gateway</html>'
  await using it = await play([{ when: { operation: 'ExecStart' }, do: { status: { code: 502, body: text } } }])
  const body = '{"Detach":false,"Tty":false}'
  const client = it.say(
    'POST /exec/x/start',
    `Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`,
  )
  const answer = await client.say(body).until(/<\/html>/)
  expect(answer).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
})

test('reset is a reset over TCP', async () => {
  await using it = await play([{ do: 'reset' }])
  const { address } = await it.daemon.listen('tcp://127.0.0.1:0')
  const socket = net.connect(Number(new URL(address.replace('tcp', 'http')).port), '127.0.0.1')
  socket.write('GET /version HTTP/1.1\r\nHost: x\r\n\r\n')
  socket.resume()
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
})

test('rules of one transport leave the others alone', async () => {
  await using it = await play([{ when: { point: 'accept', transport: 'tcp' }, do: 'close' }])
  const { address } = await it.daemon.listen('tcp://127.0.0.1:0')
  await expect(fetch(`${address.replace('tcp', 'http')}/_ping`)).rejects.toThrow()
  expect(await it.ask('GET /_ping')).toMatch(/OK$/)
})

test('clients in this process see the same faults', async () => {
  await using it = await play([{ when: { point: { after: { bytes: 10 } } }, do: 'close' }])
  const request = http.get('http://docker/version', { agent: it.daemon.agent })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  await expect(text(response)).rejects.toThrow('aborted')
})

test('clients of fetch see the same faults', async () => {
  await using it = await play([
    { when: { operation: 'SystemVersion', point: { after: { bytes: 10 } } }, do: 'close' },
    { when: { operation: 'SystemPing' }, do: 'reset' },
    { when: { operation: 'SystemInfo' }, do: { headers: { set: { Via: 'proxy' } } } },
  ])
  const ask = (path: string): Promise<Response> => it.daemon.fetch(new Request(`http://docker${path}`))
  await expect((await ask('/version')).text()).rejects.toThrow('cut on purpose')
  await expect(ask('/_ping')).rejects.toThrow('cut on purpose')
  expect((await ask('/info')).headers.get('via')).toBe('proxy')
})
