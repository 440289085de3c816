// Requests that pages in browsers send: a real dockerd answers all of them.
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type StartedDaemon, type StartOptions, startDaemon } from '../../src/index.ts'
import { connect, connectTcp } from './raw-client.ts'

async function start(options: StartOptions = {}): Promise<StartedDaemon> {
  const daemon = await startDaemon({ hosts: ['tcp://127.0.0.1:0'], ...options })
  onTestFinished(() => daemon.close())
  return daemon
}

/** The answer to a ping with these lines in its head. */
const ping = (daemon: StartedDaemon, ...lines: readonly string[]): Promise<string> =>
  connectTcp(Number(new URL(daemon.host).port))
    .say(`GET /_ping HTTP/1.1\r\nConnection: close\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`)
    .all()

const OK = /^HTTP\/1\.1 200 OK\r\n/
const FORBIDDEN = /^HTTP\/1\.1 403 Forbidden\r\n/

describe('over TCP', () => {
  test.each([
    '127.0.0.1:2375',
    'localhost',
    '10.1.2.3:2375',
    '[::1]:2375',
    'docker:2375',
    'a.internal',
    hostname(),
    '',
  ])('the name %j is answered', async (name) => expect(await ping(await start(), `Host: ${name}`)).toMatch(OK))

  test.each(['evil.example', 'EVIL.example:2375', '127.0.0.1.evil.example', 'localhost.'])(
    'the name %j is refused, which somebody may have bound to this address',
    async (name) => {
      const answer = await ping(await start(), `Host: ${name}`)
      expect(answer).toMatch(FORBIDDEN)
      expect(answer).toContain(`"message":"the name \\"${name.replace(/:.*/, '').toLowerCase()}\\" may not be used`)
    },
  )

  test.each([
    'Origin: http://localhost:3000',
    'Origin: null',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
  ])('%j is refused', async (line) => {
    const answer = await ping(await start(), 'Host: localhost', line)
    expect(answer).toMatch(FORBIDDEN)
    expect(answer).toContain('pages in browsers may not ask this daemon')
  })

  test('a page cannot make anything happen either, and cannot attach', async () => {
    const daemon = await start()
    const post = (path: string, more: string): Promise<string> =>
      connectTcp(Number(new URL(daemon.host).port))
        .say(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n${more}\r\n`)
        .until(/\r\n\r\n\{.*\}/)
    expect(await post('/volumes/create', 'Content-Length: 0\r\n')).toMatch(FORBIDDEN)
    expect(await post('/containers/x/attach', 'Connection: Upgrade\r\nUpgrade: tcp\r\n')).toMatch(FORBIDDEN)
    const reply = await daemon.fetch(new Request('http://docker/volumes'))
    expect(await reply.json()).toMatchObject({ Volumes: [] })
  })

  test('who types the address into a browser sees the answer', async () => {
    expect(await ping(await start(), 'Host: localhost', 'Sec-Fetch-Site: none')).toMatch(OK)
  })

  test('--allowed-host lets in a name, and its pages', async () => {
    const daemon = await start({ allowedHosts: ['dash.example'] })
    expect(await ping(daemon, 'Host: Dash.example:2375')).toMatch(OK)
    expect(await ping(daemon, 'Host: localhost', 'Origin: https://dash.example:3000')).toMatch(OK)
    expect(await ping(daemon, 'Host: other.example')).toMatch(FORBIDDEN)
    expect(await ping(daemon, 'Host: localhost', 'Origin: https://other.example')).toMatch(FORBIDDEN)
  })

  test('--api-cors-header adds what dockerd added until 27, and lets pages of that origin in', async () => {
    const daemon = await start({ engine: '27.5', corsHeader: 'https://dash.example' })
    const answer = await ping(daemon, 'Host: localhost', 'Origin: https://dash.example')
    expect(answer).toMatch(
      /^HTTP\/1\.1 200 OK\r\nAccess-Control-Allow-Headers: Origin, X-Requested-With, Content-Type, Accept, X-Registry-Auth\r\nAccess-Control-Allow-Methods: HEAD, GET, POST, DELETE, PUT, OPTIONS\r\nAccess-Control-Allow-Origin: https:\/\/dash\.example\r\nApi-Version: 1\.47\r\n/,
    )
    expect(await ping(daemon, 'Host: localhost', 'Origin: https://evil.example')).toMatch(FORBIDDEN)
    const all = await start({ engine: '27.5', corsHeader: '*' })
    expect(await ping(all, 'Host: localhost', 'Origin: https://evil.example')).toMatch(OK)
  })
})

describe('elsewhere nobody is asked where he comes from', () => {
  test('over unix sockets', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mockerd-origin-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'a.sock')
    await start({ hosts: [`unix://${path}`] })
    const lines = 'Host: evil.example\r\nOrigin: https://evil.example\r\nConnection: close'
    expect(await connect(path).say(`GET /_ping HTTP/1.1\r\n${lines}\r\n\r\n`).all()).toMatch(OK)
  })

  test('in this process', async () => {
    const daemon = await start()
    const headers = { origin: 'https://evil.example' }
    expect((await daemon.fetch(new Request('http://evil.example/_ping', { headers }))).status).toBe(200)
  })
})
