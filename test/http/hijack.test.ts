// Connections that stop being HTTP: attach and exec.
import type net from 'node:net'
import type { Duplex } from 'node:stream'
import Docker from 'dockerode'
import { describe, expect, test } from 'vitest'
import type { Incoming } from '../../src/api/call.ts'
import { empty, type HijackReply, json } from '../../src/api/reply.ts'
import { createAgent } from '../../src/http/agent.ts'
import { invalid, missing } from '../../src/world/refusal.ts'
import { connect, connectTcp, RawClient } from './raw-client.ts'
import { route, startTiny, type TinyDaemon } from './tiny-daemon.ts'

const MULTIPLEXED = 'application/vnd.docker.multiplexed-stream'
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: tcp\r\n'

/** Answers with what was typed, and with `end` when stdin is over. */
const cat: HijackReply = {
  kind: 'hijack',
  status: 101,
  type: MULTIPLEXED,
  async serve(socket: Duplex) {
    for await (const bytes of socket.iterator({ destroyOnReturn: false })) socket.write(`<${bytes}>`)
    socket.write('end')
  },
}

const text = async (incoming: Incoming): Promise<string> => {
  let all = ''
  for await (const bytes of incoming.body) all += Buffer.from(bytes).toString()
  return all
}

/** The signals of attach calls, and whether they had aborted when stdin was over. */
const signals: AbortSignal[] = []
const abortedAtEnd: boolean[] = []

const start = (): Promise<TinyDaemon> =>
  startTiny(
    [
      route('POST', '/containers/{id}/attach', 'ContainerAttach', { stream: 'hijack' }),
      route('POST', '/exec/{id}/start', 'ExecStart', { stream: 'hijack', body: 'json' }),
      route('POST', '/broken', 'Broken', { stream: 'hijack' }),
      route('POST', '/talk', 'Talk', { stream: 'hijack' }),
      route('GET', '/_ping', 'Ping'),
      route('POST', '/echo', 'Echo', { body: 'json' }),
    ],
    {
      ContainerAttach: (incoming) => {
        if (incoming.path.id === 'nosuch') throw missing('No such container: nosuch')
        if (incoming.version === '1.99') throw invalid('client version 1.99 is too new')
        signals.push(incoming.signal)
        return {
          ...cat,
          async serve(socket) {
            await cat.serve(socket)
            abortedAtEnd.push(incoming.signal.aborted)
          },
        }
      },
      ExecStart: async (incoming) => {
        const body = await text(incoming)
        if (incoming.path.id === 'nosuch') throw missing('No such exec instance: nosuch')
        return body.includes('Detach') ? empty(200) : cat
      },
      Broken: () => ({
        ...cat,
        serve: async (socket) => {
          socket.write('before')
          throw new Error('defect')
        },
      }),
      Talk: () => ({ ...cat, serve: async (socket) => void socket.write('all of it') }),
      Ping: () => json('OK'),
      Echo: async (incoming) => json(await text(incoming)),
    },
  )

const post = (path: string, head = '', body = ''): string => `POST ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n${body}`

/** The three ways to the same daemon. */
const ways: readonly (readonly [string, (daemon: TinyDaemon) => Promise<RawClient>])[] = [
  ['a unix socket', async (daemon) => connect(daemon.path)],
  [
    'TCP',
    async (daemon) => {
      const { address } = await daemon.server.listen('tcp://127.0.0.1:0')
      return connectTcp(Number(new URL(address).port))
    },
  ],
  [
    'the agent',
    async (daemon) => new RawClient(createAgent(daemon.server.accept).createConnection({}, () => {}) as net.Socket),
  ],
]

describe.each(ways)('over %s', (_, open) => {
  test('attach with Upgrade switches protocols and carries bytes both ways until stdin ends', async () => {
    await using daemon = await start()
    const client = (await open(daemon)).say(post('/containers/web/attach', UPGRADE))
    expect(await client.until(/\r\n\r\n/)).toBe(
      `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${MULTIPLEXED}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
    )
    await client.say('one').until(/<one>/)
    await client.say('two').until(/<two>/)
    expect(await client.hangUp().all()).toMatch(/<one><two>end$/)
  })

  test('attach without Upgrade is a 200 and then the same', async () => {
    await using daemon = await start()
    const client = (await open(daemon)).say(post('/containers/web/attach'))
    expect(await client.until(/\r\n\r\n/)).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n',
    )
    await client.say('one').until(/<one>/)
    await client.say('GET / HTTP/1.1\r\n\r\n').until(/<GET/)
    expect(await client.hangUp().all()).toMatch(/end$/)
  })

  test.each(['', UPGRADE])(
    'exec start reads its JSON first, then the connection is the process (%j)',
    async (upgrade) => {
      await using daemon = await start()
      const client = (await open(daemon)).say(post('/exec/e/start', `${upgrade}Content-Length: 2\r\n`, '{}'))
      expect(await client.until(/\r\n\r\n/)).toMatch(upgrade ? /^HTTP\/1.1 101 UPGRADED/ : /^HTTP\/1.1 200 OK/)
      expect(client.text).toContain('Server: Docker/28.5.2 (linux)')
      await client.say('typed').until(/<typed>/)
      expect(await client.hangUp().all()).toMatch(/end$/)
    },
  )
})

test.each(ways.slice(0, 2))('over %s output that is there at once does not come with the head', async (_, open) => {
  await using daemon = await start()
  const client = await open(daemon)
  const pieces: string[] = []
  client.socket.on('data', (piece: string) => pieces.push(piece))
  expect(await client.say(post('/talk', UPGRADE)).all()).toMatch(/\r\n\r\nall of it$/)
  expect(pieces).toEqual([expect.stringMatching(/\r\n\r\n$/), 'all of it'])
})

describe('with an Upgrade header', () => {
  test('bytes in the same packet as the head are the first of the stream', async () => {
    await using daemon = await start()
    const attach = connect(daemon.path).say(post('/containers/web/attach', UPGRADE, 'early'))
    await attach.until(/<early>/)
    const exec = connect(daemon.path).say(post('/exec/e/start', `${UPGRADE}Content-Length: 2\r\n`, '{}early'))
    await exec.until(/<early>/)
  })

  test('a body may come in chunks or in pieces', async () => {
    await using daemon = await start()
    const chunked = connect(daemon.path)
    chunked.say(
      post('/exec/e/start', `${UPGRADE}Transfer-Encoding: chunked\r\n`, '2;x=y\r\n{}\r\n0\r\nT: x\r\n\r\nrest'),
    )
    await chunked.until(/<rest>/)
    const pieces = connect(daemon.path).say(post('/echo', `${UPGRADE}Content-Length: 5\r\n`, '"a'))
    await pieces
      .say('b')
      .say('c"GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n')
      .until(/abc.*"OK"/s)
  })

  test('an operation that does not hijack answers as ever and the connection stays in use', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(`GET /_ping HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n`)
    await client.until(/"OK"\n$/)
    await client
      .say(post('/exec/e/start', `${UPGRADE}Content-Length: 15\r\n`, '{"Detach":true}'))
      .until(/Length: 0\r\n\r\n$/)
    expect(await client.say('GET /nosuch HTTP/1.1\r\nHost: x\r\n\r\n').until(/page not found/)).toContain(
      '404 Not Found',
    )
  })

  test('a client that goes in the middle of the body does no harm', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/exec/e/start', `${UPGRADE}Content-Length: 100\r\n`, '{'))
    expect(await client.hangUp().all()).toMatch(/500|^$/)
    await connect(daemon.path).say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').until(/OK/)
  })
})

describe('without an Upgrade header', () => {
  test('bytes that come before the answer are dropped, as dockerd drops them', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/exec/e/start', 'Content-Length: 2\r\n', '{}EARLY\r\n'))
    await client.until(/200 OK.*\r\n\r\n$/s)
    expect(await client.say('late').until(/<late>/)).not.toContain('EARLY')
  })
})

describe('refusals', () => {
  test.each(['', UPGRADE])('attach writes them by hand and hangs up (%j)', async (upgrade) => {
    await using daemon = await start()
    expect(await connect(daemon.path).say(post('/v1.51/containers/nosuch/attach', upgrade)).all()).toBe(
      'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: nosuch\r\n',
    )
  })

  test('the version gate comes before that', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/v1.99/containers/web/attach', UPGRADE))
    expect(await client.until(/too new/)).toMatch(/application\/json.*\{"message":"client version 1.99 is too new"\}/s)
  })

  test('exec start answers in JSON', async () => {
    await using daemon = await start()
    const client = connect(daemon.path).say(post('/exec/nosuch/start', `${UPGRADE}Content-Length: 2\r\n`, '{}'))
    expect(await client.until(/nosuch"/)).toMatch(/404 Not Found.*\{"message":"No such exec instance: nosuch"\}/s)
  })
})

test('a session that breaks ends the connection and is reported', async () => {
  await using daemon = await start()
  const client = connect(daemon.path).say(post('/broken', UPGRADE))
  await client.all()
  expect(daemon.reported).toEqual([new Error('defect')])
})

test('the end of stdin is not the end of the call, the loss of the connection is', async () => {
  await using daemon = await start()
  const client = connect(daemon.path).say(post('/containers/web/attach', UPGRADE))
  await client.until(/\r\n\r\n/)
  await client.hangUp().all()
  expect(abortedAtEnd.at(-1)).toBe(false)
  const other = connect(daemon.path).say(post('/containers/web/attach', UPGRADE))
  await other.until(/\r\n\r\n/)
  const gone = new Promise((resolve) => signals.at(-1)!.addEventListener('abort', resolve))
  other.socket.destroy()
  await gone
})

test.each(['a unix socket', 'the agent'])('dockerode attaches with hijack over %s', async (way) => {
  await using daemon = await start()
  const agent = createAgent(daemon.server.accept)
  const docker =
    way === 'the agent'
      ? new Docker({ host: 'http://docker', port: 80, agent } as Docker.DockerOptions)
      : new Docker({ socketPath: daemon.path })
  const stream = await docker.getContainer('web').attach({ stream: true, stdin: true, stdout: true, hijack: true })
  stream.write('hello')
  let all = ''
  for await (const bytes of stream) {
    all += bytes
    if (all === '<hello>') stream.end()
  }
  expect(all).toBe('<hello>end')
})
