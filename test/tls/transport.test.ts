// What runs over TLS, and what is no TLS at all.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { json } from '../../src/api/reply.ts'
import { createServer } from '../../src/http/server.ts'
import { makeCertificates, type StartedDaemon, type StartOptions, startDaemon } from '../../src/index.ts'
import { DockerCli, withoutDockerCli, withoutTerminal } from '../docker-cli.ts'
import { connect, connectTcp, type RawClient } from '../http/raw-client.ts'
import { route, tinyApp } from '../http/tiny-daemon.ts'
import { connectTls, dockerOver, handshakeLog, nodePing } from './clients.ts'

async function start(options: StartOptions = {}): Promise<StartedDaemon> {
  const daemon = await startDaemon({ tls: true, ...options })
  onTestFinished(() => daemon.close())
  return daemon
}

const clientFiles = ({ certificates }: StartedDaemon) => ({
  ca: certificates!['ca.pem'],
  cert: certificates!['cert.pem'],
  key: certificates!['key.pem'],
})

const dockerodeOver = (daemon: StartedDaemon): Docker =>
  new Docker({ host: '127.0.0.1', port: portOf(daemon), protocol: 'https', ...clientFiles(daemon) })

const portOf = ({ host }: StartedDaemon): number => Number(new URL(host).port)

describe('startDaemon({ tls: true })', () => {
  test('tells clients where they find their certificates, for as long as it is there', async () => {
    const daemon = await startDaemon({ tls: true })
    expect(daemon.env).toEqual({
      DOCKER_HOST: daemon.host,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: expect.stringContaining('mockerd-tls-'),
    })
    expect(daemon.host).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
    expect(existsSync(daemon.env.DOCKER_CERT_PATH!)).toBe(true)
    await daemon.close()
    expect(existsSync(daemon.env.DOCKER_CERT_PATH!)).toBe(false)
  })

  test('is told of in /info as dockerd tells of it: not at all', async () => {
    expect((await dockerodeOver(await start()).info()).Warnings).toBeNull()
    const open = await start({ tls: undefined, hosts: ['tcp://127.0.0.1:0'] })
    const { Warnings } = await new Docker({ host: '127.0.0.1', port: portOf(open) }).info()
    expect(Warnings).toEqual([
      expect.stringMatching(
        /^\[DEPRECATION NOTICE\]: API is accessible on http:\/\/127\.0\.0\.1:\d+ without encryption\./,
      ),
    ])
  })
})

describe('over TLS', () => {
  test('an attached container reads its standard input to its end', async () => {
    const daemon = await start()
    const docker = dockerodeOver(daemon)
    await docker.pull('alpine').then((stream) => once(stream.resume(), 'end'))
    const { id } = await docker.createContainer({ Image: 'alpine', Cmd: ['cat'], OpenStdin: true, StdinOnce: true })
    const client = await connectTls(daemon.host, clientFiles(daemon))
    client.say(
      `POST /containers/${id}/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
    )
    await client.until(/101 UPGRADED/)
    await docker.getContainer(id).start()
    // the end of TLS in one direction is the end of stdin, no more
    client.say('over TLS\n').hangUp()
    expect(await client.all()).toMatch(/over TLS\n$/)
    expect(await docker.getContainer(id).wait()).toEqual({ StatusCode: 0 })
  })

  test('a client that does not read holds up what it is sent', async () => {
    let sent = 0
    const daemon = await start({
      layers: [
        async (call, next) =>
          call.operation === 'SystemEvents'
            ? {
                kind: 'stream',
                status: 200,
                type: 'application/json',
                chunks: (async function* () {
                  for (;;) {
                    sent++
                    yield Buffer.alloc(65_536)
                  }
                })(),
              }
            : next(call),
      ],
    })
    const client = await connectTls(daemon.host, clientFiles(daemon))
    client.say('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
    await client.until(/200 OK/)
    client.socket.pause()
    // as long as there is room anywhere it goes on, and then no more
    let before = -1
    while (before !== sent) {
      before = sent
      await ping(daemon)
    }
    expect(sent).toBeLessThan(1000)
    client.socket.destroy()
  })

  test('what a fault resets is reset for the client', async () => {
    const daemon = await start()
    daemon.use({ when: { operation: 'SystemPing' }, do: 'reset' })
    await expect(dockerodeOver(daemon).ping()).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('the unix socket of the same daemon is plain', async () => {
    const daemon = await start({ hosts: ['tcp://127.0.0.1:0', `unix://${await privatePath()}`] })
    const path = daemon.hosts[1]!.replace('unix://', '')
    expect(await connect(path).say('GET /_ping HTTP/1.0\r\n\r\n').all()).toMatch(/\r\n\r\nOK$/)
  })

  test('the session of a client with a certificate is good for nobody without one', async () => {
    const daemon = await start()
    const { ca, ...own } = clientFiles(daemon)
    const where = { host: '127.0.0.1', port: portOf(daemon), ca, maxVersion: 'TLSv1.3' } as const
    const first = tls.connect({ ...where, ...own })
    const [session] = (await once(first, 'session')) as [Buffer]
    first.destroy()
    const second = tls.connect({ ...where, session })
    const [error] = (await once(second, 'error')) as [Error]
    expect(second.isSessionReused()).toBe(false)
    expect(error.message).toContain('SSL alert number 116')
  })

  test('a daemon that was down speaks TLS again', async () => {
    const files = await makeCertificates()
    const tls = { ca: files['ca.pem'], cert: files['server-cert.pem'], key: files['server-key.pem'] }
    const client = { ca: files['ca.pem'], cert: files['cert.pem'], key: files['key.pem'] }
    const app = tinyApp([route('GET', '/_ping', 'Ping')], { Ping: () => json('up') })
    const server = createServer(app, { tls })
    onTestFinished(() => server.close())
    const { address } = await server.listen('tcp://127.0.0.1:0')
    const comeBack = await server.suspend('absent', Promise.resolve())
    expect(await nodePing(address, client)).toBe('ECONNREFUSED')
    await comeBack()
    expect(await nodePing(address, client)).toBe('"up"\n')
  })

  test('a daemon that closes does not wait for handshakes', async () => {
    const daemon = await start()
    const silent = connectTcp(portOf(daemon))
    await once(silent.socket, 'connect')
    await ping(daemon)
    await daemon.close()
    await silent.all()
  })
})

describe.skipIf(withoutDockerCli)(`docker over TLS ${withoutDockerCli ?? ''}`, () => {
  let daemon: StartedDaemon
  beforeAll(async () => {
    daemon = await startDaemon({ tls: true })
  })
  afterAll(() => daemon.close())

  const docker = () => {
    const cli = dockerOver(daemon.host, daemon.env.DOCKER_CERT_PATH!)
    onTestFinished(() => cli.close())
    return cli
  }

  test('run -i reads to the end of its input, and builds come through', async () => {
    const running = docker().start('run', '--rm', '-i', 'alpine', 'wc', '-c').type('x'.repeat(200_000)).closeInput()
    expect((await running.finished).stdout).toBe('200000\n')
    const built = docker().start('build', '-').type('FROM alpine\nRUN echo built\n').closeInput()
    expect((await built.finished).stdout).toMatch(/\nbuilt\n.*Successfully built/s)
  })

  test.skipIf(withoutTerminal)('exec -it has a terminal', async () => {
    const id = (await docker().out('run', '-d', 'alpine', 'sleep', '1000')).trim()
    const { stdout } = await docker().inTerminal('exec', '-it', id, 'sh', '-c', 'tty; stty size').finished
    expect(stdout).toMatch(/\/dev\/pts\/0\r\n24 80\r\n/)
  })

  test('without TLS it is told what it did', async () => {
    const plain = new DockerCli(daemon.host)
    onTestFinished(() => plain.close())
    expect((await plain.run('version')).stderr).toContain('Client sent an HTTP request to an HTTPS server.')
  })

  test('and with TLS where there is none', async () => {
    const open = await start({ tls: undefined, hosts: ['tcp://127.0.0.1:0'] })
    const cli = dockerOver(open.host, daemon.env.DOCKER_CERT_PATH!)
    onTestFinished(() => cli.close())
    expect((await cli.run('version')).stderr).toContain('http: server gave HTTP response to HTTPS client')
  })
})

describe('what is no TLS is answered as dockerd answers it', () => {
  const hint = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
  test.each([
    ['GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n', hint, 'client sent an HTTP request to an HTTPS server'],
    ['HEAD /_ping HTTP/1.1\r\nHost: x\r\n\r\n', hint, 'client sent an HTTP request to an HTTPS server'],
    ['POST /build HTTP/1.1\r\nHost: x\r\n\r\n', hint, 'client sent an HTTP request to an HTTPS server'],
    ['PUT /x', hint, 'client sent an HTTP request to an HTTPS server'],
    ['OPTIONS *', hint, 'client sent an HTTP request to an HTTPS server'],
    ['DELETE /containers/x HTTP/1.1\r\nHost: x\r\n\r\n', '', 'tls: first record does not look like a TLS handshake'],
    ['get / HTTP/1.1\r\n\r\n', '', 'tls: first record does not look like a TLS handshake'],
    ['\x17\x03\x03\x00\x05hello', '', 'tls: first record does not look like a TLS handshake'],
    ['\x16\x30\x01\x00\x05hello', '', 'tls: first record does not look like a TLS handshake'],
    ['\x80\x03\x01hello', '\x15\x03\x01\x00\x02\x02F', 'tls: unsupported SSLv2 handshake received'],
    ['\x16\x03', '', 'unexpected EOF'],
    ['', '', 'EOF'],
  ])('%j', async (bytes, answer, reason) => {
    const { reasons, logger } = handshakeLog()
    const daemon = await start({ logger })
    const client: RawClient = connectTcp(portOf(daemon)).say(Buffer.from(bytes, 'latin1')).hangUp()
    expect(await client.all()).toBe(answer)
    expect(reasons).toEqual([reason])
  })

  test('a client of TLS 1.1, or of another protocol than HTTP/1.1', async () => {
    const daemon = await start()
    const say = async (options: tls.ConnectionOptions): Promise<string> => {
      const socket = tls.connect({ host: '127.0.0.1', port: portOf(daemon), ...clientFiles(daemon), ...options })
      const [error] = (await once(socket, 'error')) as [Error]
      return error.message
    }
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const
    expect(await say(old)).toContain('SSL alert number 70')
    expect(await say({ ALPNProtocols: ['h2'] })).toContain('SSL alert number 120')
    expect(await say({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' })).toContain('SSL alert number 40')
  })
})

async function ping(daemon: StartedDaemon): Promise<void> {
  const client = await connectTls(daemon.host, clientFiles(daemon))
  await client.say('GET /_ping HTTP/1.0\r\n\r\n').all()
}

/** A path that is free for a socket. */
async function privatePath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-tls-unix-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'docker.sock')
}
