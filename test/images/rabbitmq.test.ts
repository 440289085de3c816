// The simulated image rabbitmq: what health checks ask, and messages over AMQP 0-9-1.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { fitsTopic } from '../../src/library/programs/rabbitmq/broker.ts'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

async function rabbitmq(
  docker: TestDaemon,
  image = 'rabbitmq:alpine',
  Env: string[] = [],
): Promise<Dockerode.Container> {
  const server = await docker.create(image, undefined, { name: 'rabbit', Hostname: 'rabbit', Env })
  const output = demultiplexed(await server.attach({ stream: true, stdout: true, stderr: true }))
  await server.start()
  await output.stdout.shows(/Server startup complete/)
  return server
}

async function run(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

test('rabbitmq answers what health checks ask', async ({ docker }) => {
  const server = await rabbitmq(docker)
  expect(await run(server, 'rabbitmq-diagnostics ping')).toBe('Ping succeeded\n')
  expect(await run(server, 'rabbitmq-diagnostics -q check_running && rabbitmqctl await_startup && echo up')).toBe(
    'up\n',
  )
  expect(await run(server, 'rabbitmqctl list_queues 2>&1')).toContain(
    "mockerd does not simulate the command 'list_queues'",
  )
})

test('rabbitmq has its management API in the images that are called so', async ({ docker }) => {
  const server = await rabbitmq(docker, 'rabbitmq:3-management-alpine', [
    'RABBITMQ_DEFAULT_USER=me',
    'RABBITMQ_DEFAULT_PASS=mine',
  ])
  const ask = (user: string): Promise<string> =>
    run(
      server,
      `printf 'GET /api/overview HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\nAuthorization: Basic '$(printf ${user} | base64)'\\r\\n\\r\\n' | nc 127.0.0.1 15672`,
    )
  expect(await ask('me:mine')).toContain('"rabbitmq_version":"3.13.7"')
  expect(await ask('me:wrong')).toMatch(/^HTTP\/1.1 401 /)
})

test('rabbitmq hands a message from one who publishes to one who consumes', async ({ docker }) => {
  const server = await rabbitmq(docker)
  const answer = await talk(server, 'guest', [
    method(1, 20, 10, short('')),
    method(1, 50, 10, '\0\0', short('q'), '\0', '\0\0\0\0'),
    method(1, 60, 40, '\0\0', short(''), short('q'), '\0'),
    frame(2, 1, Buffer.from([0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0])),
    frame(3, 1, Buffer.from('hello')),
    method(1, 60, 20, '\0\0', short('q'), short('tag'), '\0', '\0\0\0\0'),
    method(0, 10, 50, '\0\0', short(''), '\0\0\0\0'),
  ])
  // start, tune, open-ok; channel, queue, consumer; the message; close-ok
  const methods = framesOf(answer).filter(({ type }) => type === 1)
  expect(methods.map(({ body }) => `${body[1]}.${body[3]}`).join(' ')).toBe(
    '10.10 10.30 10.41 20.11 50.11 60.21 60.60 10.51',
  )
  expect(
    framesOf(answer)
      .find(({ type }) => type === 3)!
      .body.toString(),
  ).toBe('hello')
})

test('rabbitmq refuses who does not know the password', async ({ docker }) => {
  const answer = await talk(await rabbitmq(docker), 'wrong', [])
  expect(answer.toString('latin1')).toContain('ACCESS_REFUSED - Login was refused')
})

test.for([
  ['a.*.c', 'a.b.c', true],
  ['a.*', 'a.b.c', false],
  ['a.#', 'a', true],
  ['#', '', true],
  ['#.c', 'a.b.c', true],
  ['*', '', false],
] as const)('the topic %s of rabbitmq takes %s: %s', ([pattern, key, fits]) => {
  expect(fitsTopic(pattern, key)).toBe(fits)
})

test('a topic of rabbitmq with many words takes no long time', () => {
  expect(fitsTopic(Array(200).fill('#').join('.'), Array(200).fill('x').join('.'))).toBe(true)
})

const short = (text: string): Buffer => Buffer.from([text.length, ...Buffer.from(text)])

function frame(type: number, channel: number, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([type, 0, channel, 0, 0, body.length >> 8, body.length & 255]),
    body,
    Buffer.from([0xce]),
  ])
}

function method(channel: number, kind: number, number: number, ...parts: (string | Buffer)[]): Buffer {
  const args = parts.map((part) => Buffer.from(part as string))
  return frame(1, channel, Buffer.concat([Buffer.from([0, kind, 0, number]), ...args]))
}

/** What a client is answered that says all it has to say at once. */
async function talk(server: Dockerode.Container, password: string, frames: readonly Buffer[]): Promise<Buffer> {
  const login = `\0guest\0${password}`
  const bytes = Buffer.concat([
    Buffer.from('AMQP\0\0\x09\x01', 'latin1'),
    method(0, 10, 11, '\0\0\0\0', short('PLAIN'), `\0\0\0${String.fromCharCode(login.length)}`, login, short('en_US')),
    method(0, 10, 31, '\0\0', '\0\0\0\0', '\0\0'),
    method(0, 10, 40, short('/'), '\0', '\0'),
    ...frames,
  ])
  const escapes = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  const text = await run(server, `printf '${escapes}' | nc 127.0.0.1 5672 | od -An -v -tx1`)
  return Buffer.from(text.replace(/\s/g, ''), 'hex')
}

function framesOf(bytes: Buffer): { readonly type: number; readonly body: Buffer }[] {
  const frames: { readonly type: number; readonly body: Buffer }[] = []
  for (let at = 0; at < bytes.length; at += 8 + bytes.readUInt32BE(at + 3)) {
    frames.push({ type: bytes[at]!, body: bytes.subarray(at + 7, at + 7 + bytes.readUInt32BE(at + 3)) })
  }
  return frames
}
