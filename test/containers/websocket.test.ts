// Attaching to a container by a websocket, as browsers do (recorded from Engine 28.5.2).
import { Buffer } from 'node:buffer'
import { describe, expect } from 'vitest'
import { Opcode } from '../../src/codec/websocket-frames.ts'
import { test } from '../fixture.ts'
import { connect, type RawClient } from '../http/raw-client.ts'
import type { TestDaemon } from '../test-daemon.ts'
import { clientFrame, handshake } from '../websocket-client.ts'

const everything = 'stream=1&stdin=1&stdout=1&stderr=1'
const echo = ['sh', '-c', 'while read line; do [ "$line" = quit ] && exit 3; echo "got $line"; done']

const client = (docker: TestDaemon): RawClient => connect(docker.host.replace('unix://', ''))
const pathOf = (id: string, query = everything, version = '1.51'): string =>
  `/v${version}/containers/${id}/attach/ws?${query}`

describe('a websocket', () => {
  test('brings what is typed in and what is printed out, until the container ends', async ({ docker }) => {
    const container = await docker.run('busybox', echo, { OpenStdin: true })
    const socket = client(docker).say(handshake(pathOf(container.id)))
    expect(await socket.until(/\r\n\r\n/)).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    )
    socket.say(clientFrame(Opcode.text, 'hel', false)).say(clientFrame(Opcode.more, 'lo\n'))
    await socket.until(/\x82\x0agot hello\n$/)
    socket.say(clientFrame(Opcode.ping, 'hey'))
    await socket.until(/\x8a\x03hey$/)
    socket.say(clientFrame(Opcode.binary, 'quit\n'))
    expect(await socket.all()).toMatch(/\x88\x02\x03\xe8$/)
    expect((await container.inspect()).State.ExitCode).toBe(3)
  })

  test('is closed when the client closes it, and the container goes on', async ({ docker }) => {
    const container = await docker.run('busybox', echo, { OpenStdin: true })
    const socket = client(docker)
      .say(handshake(pathOf(container.id)))
      .say(clientFrame(Opcode.close, '\x03\xe8'))
    expect(await socket.all()).toMatch(/\r\n\r\n\x88\x02\x03\xe8$/)
    const other = client(docker)
      .say(handshake(pathOf(container.id)))
      .say(clientFrame(Opcode.text, 'again\n'))
    await other.until(/got again\n$/)
  })

  test('has text in its frames before 1.28, and all streams before 1.42', async ({ docker }) => {
    const container = await docker.run('busybox', echo, { OpenStdin: true })
    const old = client(docker).say(handshake(pathOf(container.id, 'stream=1', '1.27')))
    old.say(clientFrame(Opcode.text, 'a\n'))
    await old.until(/\x81\x06got a\n$/)
    const without = client(docker).say(handshake(pathOf(container.id, 'stream=1')))
    expect(await without.all()).toMatch(/\r\n\r\n\x88\x02\x03\xe8$/)
  })

  test('shows what was printed before without frames of the log', async ({ docker }) => {
    const container = await docker.run('busybox', ['echo', 'hi'])
    await container.wait()
    const socket = client(docker).say(handshake(pathOf(container.id, 'logs=1&stdout=1')))
    expect(await socket.all()).toMatch(/\r\n\r\n\x82\x03hi\n\x88\x02\x03\xe8$/)
  })

  test('is closed with an error when a frame is not masked', async ({ docker }) => {
    const container = await docker.run('busybox', echo, { OpenStdin: true })
    const socket = client(docker)
      .say(handshake(pathOf(container.id)))
      .say(Buffer.from('\x81\x02a\n', 'latin1'))
    expect(await socket.all()).toMatch(/\r\n\r\n\x88\x02\x03\xea\x88\x02\x03\xe8$/)
  })

  test.for([
    ['', '', 'not websocket protocol'],
    ['Upgrade: tcp\r\nConnection: Upgrade\r\n', '', 'not websocket protocol'],
    ['Upgrade: websocket\r\nConnection: Upgrade\r\n', '', 'mismatch challenge/response'],
    [
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n',
      'Sec-WebSocket-Version: 13\r\n',
      'missing or bad WebSocket Version',
    ],
  ] as const)('is refused with %j', async ([headers, told, message], { docker }) => {
    const { id } = await docker.run('busybox', echo, { OpenStdin: true })
    const socket = client(docker).say(`GET ${pathOf(id)} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`)
    expect(await socket.all()).toBe(`HTTP/1.1 400 Bad Request\r\n${told}\r\n${message}`)
  })

  test('to an unknown container is refused as everything else is', async ({ docker }) => {
    const socket = client(docker).say(handshake(pathOf('nosuch')))
    expect(await socket.until(/\}\n/)).toMatch(/^HTTP\/1.1 404 .*\{"message":"No such container: nosuch"\}\n$/s)
    socket.hangUp()
  })
})
