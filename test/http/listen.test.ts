// Where the daemon can be reached, and how it goes.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { json, type Reply } from '../../src/api/reply.ts'
import { createAgent } from '../../src/http/agent.ts'
import { createServer } from '../../src/http/server.ts'
import { connect, connectTcp } from './raw-client.ts'
import { route, tinyApp } from './tiny-daemon.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-listen-'))
})
afterEach(() => rm(folder, { recursive: true }))

const PING = 'GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n'

const forever = (): Reply => ({
  kind: 'stream',
  status: 200,
  type: 'text/plain',
  chunks: (async function* () {
    yield 'begun'
    await new Promise(() => {})
  })(),
})

const daemon = () =>
  createServer(
    tinyApp(
      [
        route('GET', '/_ping', 'Ping'),
        route('GET', '/events', 'Events'),
        route('POST', '/containers/{id}/attach', 'ContainerAttach', { stream: 'hijack' }),
      ],
      {
        Ping: () => json('OK'),
        Events: forever,
        ContainerAttach: () => ({ kind: 'hijack', status: 101, type: 'x/y', serve: () => new Promise(() => {}) }),
      },
    ),
  )

describe('unix sockets', () => {
  test('belong to owner and group and are gone after the close', async () => {
    const server = daemon()
    const path = join(folder, 'a.sock')
    const { address } = await server.listen(`unix://${path}`)
    expect(address).toBe(`unix://${path}`)
    expect((await stat(path)).mode & 0o777).toBe(0o660)
    await server.close()
    expect(existsSync(path)).toBe(false)
  })

  test('of a dead daemon go to one of those who come at the same time', async () => {
    const path = join(folder, 'a.sock')
    for (let round = 0; round < 20; round++) {
      await leaveStaleSocket(path)
      const servers = [daemon(), daemon(), daemon()]
      const results = await Promise.allSettled(servers.map((server) => server.listen(`unix://${path}`)))
      const refused = results.flatMap((result) =>
        result.status === 'rejected' ? [(result.reason as Error).message] : [],
      )
      expect(refused).toHaveLength(2)
      for (const text of refused)
        expect(text).toMatch(/another daemon is listening there|bind: address already in use$/)
      await connect(path).say(PING).until(/OK/)
      await Promise.all(servers.map((server) => server.close()))
      expect(await readdir(folder)).toEqual([])
    }
  })

  test('of a living daemon are left alone', async () => {
    const [first, second] = [daemon(), daemon()]
    const path = join(folder, 'a.sock')
    await first.listen(`unix://${path}`)
    await expect(second.listen(`unix://${path}`)).rejects.toThrow(
      `cannot listen on unix://${path}: another daemon is listening there`,
    )
    await connect(path).say(PING).until(/OK/)
    await second.close()
    expect(existsSync(path)).toBe(true)
    await first.close()
  })

  test('of a dead daemon are replaced', async () => {
    const path = join(folder, 'a.sock')
    await leaveStaleSocket(path)
    const server = daemon()
    await server.listen(`unix://${path}`)
    await connect(path).say(PING).until(/OK/)
    await server.close()
  })

  test('need a folder and a free name', async () => {
    const server = daemon()
    const path = join(folder, 'no', 'a.sock')
    await expect(server.listen(`unix://${path}`)).rejects.toThrow(
      `failed to load listeners: can't create unix socket ${path}: listen unix ${path}: bind: no such file or directory`,
    )
    await expect(server.listen(`unix://${folder}`)).rejects.toThrow(
      `can't create unix socket ${folder}: is a directory`,
    )
    const long = join(folder, 'x'.repeat(100))
    await expect(server.listen(`unix://${long}`)).rejects.toThrow(`listen unix ${long}: bind: invalid argument`)
    await expect(server.listen('unix://@name')).rejects.toThrow('chown @name: no such file or directory')
    await writeFile(join(folder, 'file'), 'precious')
    await expect(server.listen(`unix://${folder}/file`)).rejects.toThrow('there is a file that is no socket')
    await server.close()
  })
})

/** A socket file that nobody listens on any more, as a killed daemon leaves it. */
async function leaveStaleSocket(path: string): Promise<void> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(`${path}.moved`, resolve))
  await rename(`${path}.moved`, path)
  await new Promise((resolve) => server.close(resolve))
}

describe('TCP', () => {
  test('port 0 is any free one, and the address tells which', async () => {
    const server = daemon()
    const { address } = await server.listen('tcp://127.0.0.1:0')
    expect(address).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/)
    await connectTcp(Number(new URL(address).port))
      .say(PING)
      .until(/OK/)
    await expect(daemon().listen(address)).rejects.toThrow(
      `failed to load listeners: listen tcp ${address.slice('tcp://'.length)}: bind: address already in use`,
    )
    await server.close()
  })

  test.each(['tcp://127.0.0.1', 'tcp://', 'http://127.0.0.1:1', 'unix://', '/var/x'])(
    '%s is no address',
    async (address) => {
      await expect(daemon().listen(address)).rejects.toThrow(`cannot listen on ${address}: expected`)
    },
  )
})

test('one daemon is reached at several addresses, and one of them can be closed', async () => {
  const server = daemon()
  const [a, b] = [join(folder, 'a.sock'), join(folder, 'b.sock')]
  {
    await using _first = await server.listen(`unix://${a}`)
    await server.listen(`unix://${b}`)
    await connect(a).say(PING).until(/OK/)
  }
  expect(existsSync(a)).toBe(false)
  await connect(b).say(PING).until(/OK/)
  await server.close()
})

describe('a daemon that closes', () => {
  test('hangs up on idle clients and lets others be until its patience is over', async () => {
    const server = daemon()
    const path = join(folder, 'a.sock')
    await server.listen(`unix://${path}`)
    const idle = connect(path).say(PING)
    await idle.until(/OK/)
    const busy = connect(path).say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
    await busy.until(/begun/)
    const attached = connect(path).say('POST /containers/web/attach HTTP/1.1\r\nHost: x\r\n\r\n')
    await attached.until(/200 OK.*\r\n\r\n/s)
    let lose = (): void => {}
    const closed = server.close(new Promise<void>((resolve) => (lose = resolve)))
    await idle.all()
    expect([busy.ended, attached.ended]).toEqual([false, false])
    lose()
    await closed
    expect(await busy.all()).not.toMatch(/0\r\n\r\n$/)
    await attached.all()
  })

  test('does not wait when nobody is left', async () => {
    const server = daemon()
    const path = join(folder, 'a.sock')
    await server.listen(`unix://${path}`)
    await server.close(new Promise(() => {}))
  })
})

test('many clients of this process need no socket at all', async () => {
  const servers = [daemon(), daemon()]
  const dockers = servers.map(
    (server) =>
      new Docker({ host: 'http://docker', port: 80, agent: createAgent(server.accept) } as Docker.DockerOptions),
  )
  for (const docker of dockers) expect(String(await docker.ping())).toContain('OK')
  await Promise.all(servers.map((server) => server.close()))
})
