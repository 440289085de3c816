// What goes through a recorder arrives as it was, and stands on the tape.
import { mkdtemp, rm } from 'node:fs/promises'
import net, { type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fromData, type TapeRecord } from '../../src/tape/tape-record.ts'
import { RawClient } from '../http/raw-client.ts'
import { record } from './taping.ts'

/** A daemon that is nothing but a socket. */
async function daemon(serve: (socket: Socket) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-raw-'))
  const path = join(folder, 'docker.sock')
  const server = net.createServer({ allowHalfOpen: true }, (socket) => serve(socket.on('error', () => {})))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })
  return `unix://${path}`
}

const client = (path: string): RawClient => {
  const socket = net.connect({ path, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  return new RawClient(socket)
}

/** The facts without their moments; bytes as text. */
const facts = (records: readonly TapeRecord[]): unknown[] =>
  records.map(({ at: _, exchange: __, ...fact }) =>
    'base64' in fact || 'text' in fact ? [fact.is, fromData(fact).toString('latin1')] : fact.is,
  )

/** Answers each request, which is known by its end, with the next of these bytes. */
function answers(...replies: readonly string[]): (socket: Socket) => void {
  return (socket) => {
    const rest = [...replies]
    const seen = new RawClient(socket)
    socket.on('data', () => {
      if (!/\r\n\r\n$/.test(seen.text)) return
      seen.text = ''
      socket.write(rest.shift() ?? '', 'latin1')
    })
  }
}

test('heads, chunks and trailers arrive byte for byte, on one connection', async () => {
  const replies = [
    'HTTP/1.1 200 Fine\r\nx-ODD:  two  \r\nContent-Length: 3\r\n\r\nab\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n',
    'HTTP/1.1 304 Not Modified\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  ]
  await using recording = await record(await daemon(answers(...replies)))
  const raw = client(recording.path)
  let expected = ''
  for (const [index, method] of ['GET', 'GET', 'GET', 'HEAD', 'GET'].entries()) {
    expected += replies[index]
    raw.say(`${method} /${index} HTTP/1.1\r\nHost: x\r\n\r\n`)
    while (raw.text.length < expected.length) await raw.until(new RegExp(`^[^]{${raw.text.length + 1}}`))
  }
  expect(raw.text).toBe(expected)
  const records = await recording.records()
  expect(records.filter(({ is }) => is === 'reply').map((one) => (one.is === 'reply' ? one.headers : []))).toEqual([
    ['x-ODD:  two  ', 'Content-Length: 3'],
    ['Transfer-Encoding: chunked'],
    [],
    ['Content-Length: 99'],
    [],
    [],
  ])
  expect(facts(records).filter((fact) => Array.isArray(fact))).toEqual([
    ['reply-body', 'ab\n'],
    ['reply-body', 'one'],
    ['reply-body', '0123456789'],
  ])
  expect(records.filter(({ is }) => is === 'end')).toHaveLength(5)
})

test.for([
  ['101', 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'],
  ['200', 'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n'],
] as const)('a connection hijacked with %s carries both directions and both ends', async ([, head]) => {
  const to = await daemon((socket) => {
    const seen = new RawClient(socket)
    void (async () => {
      await seen.until(/\r\n\r\n/)
      socket.write(`${head}hello `)
      await seen.until(/early$/)
      socket.write('got it ')
      await seen.all()
      socket.end('bye')
    })()
  })
  await using recording = await record(to)
  const raw = client(recording.path).say('POST /attach HTTP/1.1\r\nHost: x\r\nUpgrade: tcp\r\n\r\n')
  await raw.until(/hello /)
  raw.say('early')
  await raw.until(/got it /)
  raw.socket.end()
  expect(await raw.all()).toBe(`${head}hello got it bye`)
  await expect
    .poll(async () => facts(await recording.records()))
    .toEqual([
      'request',
      'request-end',
      'reply',
      ['from-daemon', 'hello '],
      ['from-client', 'early'],
      ['from-daemon', 'got it '],
      'client-end',
      ['from-daemon', 'bye'],
      'daemon-end',
      'end',
    ])
})

test('a daemon that breaks off breaks off, and the tape says so', async () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'
  const to = await daemon((socket) => socket.once('data', () => socket.end(half, () => socket.destroy())))
  await using recording = await record(to)
  const raw = client(recording.path).say('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await raw.all()).toBe(half)
  raw.socket.destroy()
  await expect.poll(async () => (await recording.records()).at(-1)).toMatchObject({ is: 'end', cut: 'daemon' })
})

test('a client that leaves is told to the daemon, and the tape says so', async () => {
  let left: () => void = () => {}
  const leaving = new Promise<void>((resolve) => (left = resolve))
  const to = await daemon((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'))
    socket.on('end', () => {
      left()
      socket.destroy()
    })
  })
  await using recording = await record(to)
  const raw = client(recording.path).say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
  await raw.until(/a\r\n$/)
  raw.socket.destroy()
  await leaving
  await expect.poll(async () => facts(await recording.records()).slice(-2)).toEqual(['client-end', 'end'])
})

test('a daemon that is not there is a 502 with the reason', async () => {
  await using recording = await record('unix:///nosuch/docker.sock')
  const raw = client(recording.path).say('GET /info HTTP/1.1\r\nHost: x\r\n\r\n')
  expect(await raw.all()).toMatch(
    /^HTTP\/1\.1 502 Bad Gateway\r\n.*\{"message":"mockerd record cannot reach the daemon: connect ENOENT \/nosuch\/docker.sock"\}\n$/s,
  )
})

test('a large upload waits for a daemon that reads slowly, and arrives whole', async () => {
  const size = 8 << 20
  let received = 0
  const to = await daemon((socket) => {
    socket.on('data', (bytes: Buffer) => {
      received += bytes.length
      socket.pause()
      setImmediate(() => socket.resume())
      if (received > size) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
  })
  await using recording = await record(to)
  const head = `POST /load HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-tar\r\nContent-Length: ${size}\r\n\r\n`
  const raw = client(recording.path).say(head).say(Buffer.alloc(size, 7))
  expect(await raw.until(/\r\n\r\n$/)).toMatch(/^HTTP\/1.1 200 OK/)
  expect(received).toBeGreaterThanOrEqual(size)
  await expect
    .poll(async () => {
      const bodies = (await recording.records()).filter((one) => one.is === 'request-body')
      return bodies.reduce((sum, one) => sum + fromData(one as never).length, 0)
    })
    .toBe(size)
})

test('passwords and tokens are not on the tape; lengths stay true', async () => {
  const inspected = '{"Config":{"Env":["PGPASSWORD=p<w","PATH=/bin"],"Labels":{"MY_ID":"17"}}}\n'
  const reply = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${inspected.length}\r\n\r\n${inspected}`
  await using recording = await record(await daemon(answers(reply, reply)), '^my_id$')
  const raw = client(recording.path)
  const body = '{"username":"me","password":"hush","Env":["PGPASSWORD=p\\u003cw"]}'
  raw.say(
    `POST /auth?token=hush&buildargs=%7B%22API_KEY%22%3A%22hush%22%7D HTTP/1.1\r\nHost: x\r\nx-registry-AUTH: hush\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length + 4}\r\n\r\n${body}\r\n\r\n`,
  )
  await raw.until(/\}\n$/)
  expect(raw.text).toBe(reply)
  await expect.poll(async () => facts(await recording.records()).at(-1)).toBe('end')
  const tape = await recording.text()
  expect(tape).not.toMatch(/hush|p<w|u003cw/)
  const written = facts(await recording.records()).filter((fact) => Array.isArray(fact))
  expect(written).toEqual([
    ['request-body', '{"username":"me","password":"****","Env":["PGPASSWORD=********"]}\r\n\r\n'],
    ['reply-body', '{"Config":{"Env":["PGPASSWORD=***","PATH=/bin"],"Labels":{"MY_ID":"**"}}}\n'],
  ])
})
