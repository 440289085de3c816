// Who may control a daemon, and who may not.
import http, { type IncomingMessage, type RequestOptions } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { controlClient } from '../../src/control.ts'
import { createDaemon, type Daemon, startDaemon } from '../../src/index.ts'

interface Answer {
  readonly status: number
  readonly body: string
}

const ask = async (options: RequestOptions, body?: string): Promise<Answer> => {
  const reply = await new Promise<IncomingMessage>((resolve, reject) =>
    http
      .request({ path: '/_mockerd/health', ...options }, resolve)
      .on('error', reject)
      .end(body),
  )
  return { status: reply.statusCode!, body: await text(reply) }
}

const inProcess = ({ agent }: Daemon): RequestOptions => ({ agent })

describe('The control API', () => {
  test('is not there unless it was asked for', async () => {
    await using daemon = createDaemon()
    expect(await ask(inProcess(daemon))).toEqual({ status: 404, body: '{"message":"page not found"}\n' })
    await using started = await startDaemon()
    await expect(controlClient(started.host).health()).rejects.toThrow(
      'there is no control API: start mockerd with --control, or with the option "control"',
    )
    expect((await ask({ ...inProcess(daemon), path: '/_mockerd/storage' })).status).toBe(200)
  })

  test('cannot be looked for where there is no address', () => {
    expect(() => controlClient(process.env.NO_DOCKER_HOST as never)).toThrow('there is no address of a daemon')
  })

  test('answers no page in a browser', async () => {
    await using daemon = createDaemon({ control: true })
    const origins = [{ origin: 'http://localhost:3000' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]
    for (const headers of origins) {
      for (const path of ['/_mockerd/health', '/_mockerd/storage', '/_mockerd/nosuch']) {
        expect((await ask({ ...inProcess(daemon), path, headers })).status).toBe(403)
      }
    }
    expect((await ask({ ...inProcess(daemon), headers: { 'sec-fetch-site': 'none' } })).status).toBe(200)
  })

  test('answers over TCP to addresses and local names, not to names that somebody could register', async () => {
    await using daemon = await startDaemon({ control: true, hosts: ['tcp://127.0.0.1:0'] })
    const { port } = new URL(daemon.host)
    const statusFor = async (host: string): Promise<number> => (await ask({ port, headers: { host } })).status
    for (const host of ['127.0.0.1:2375', 'localhost', 'LOCALHOST:1', '[::1]:2375', 'a.localhost', 'mockerd:2375']) {
      expect([host, await statusFor(host)]).toEqual([host, 200])
    }
    for (const host of ['evil.example', 'evil.example:2375', '127.0.0.1.evil.example', 'localhost.', 'a@b.example']) {
      expect([host, await statusFor(host)]).toEqual([host, 403])
    }
    expect(await controlClient(daemon.host).health()).toMatchObject({ status: 'ready' })
  })

  test('takes any name over a unix socket, where no browser is', async () => {
    await using daemon = await startDaemon({ control: true })
    const socketPath = daemon.host.replace('unix://', '')
    expect((await ask({ socketPath, headers: { host: 'docker.example' } })).status).toBe(200)
    expect(await controlClient(daemon.host).health()).toMatchObject({ status: 'ready' })
  })

  test('asks for its token', async () => {
    await using daemon = await startDaemon({ control: { token: 'abc' }, hosts: ['tcp://127.0.0.1:0'] })
    await expect(controlClient(daemon.host).health()).rejects.toMatchObject({
      status: 401,
      message: 'the token is missing or wrong',
    })
    await expect(controlClient(daemon.host, { token: 'abd' }).reset()).rejects.toMatchObject({ status: 401 })
    expect(await controlClient(daemon.host, { token: 'abc' }).health()).toMatchObject({ status: 'ready' })
    expect((await ask({ port: new URL(daemon.host).port, path: '/_mockerd/storage' })).status).toBe(401)
    // Docker's own API does not
    expect((await ask({ port: new URL(daemon.host).port, path: '/_ping' })).status).toBe(200)
  })

  test('says what is wrong with a body, and takes none of any size', async () => {
    await using daemon = createDaemon({ control: true })
    const post = (path: string, body: string, type = 'application/json'): Promise<Answer> =>
      ask({ ...inProcess(daemon), method: 'POST', path: `/_mockerd${path}`, headers: { 'content-type': type } }, body)
    expect(await post('/snapshots', '{')).toEqual({
      status: 400,
      body: expect.stringMatching(/^\{"message":"the body cannot be read: /),
    })
    expect((await post('/rules', JSON.stringify({ name: 'x'.repeat(2_000_000) }))).status).toBe(413)
    expect((await post('/rules', 'x'.repeat(2_000_000), 'application/yaml')).status).toBe(413)
    expect(await post('/rules', '')).toEqual({ status: 400, body: '{"message":"it must have \\"do\\""}' })
    expect(await post('/snapshots', 'name: a', 'text/yaml')).toEqual({
      status: 400,
      body: '{"message":"the body must be JSON, with the Content-Type application/json"}',
    })
    for (const value of [
      'null',
      '[]',
      '7',
      '"text"',
      '{"do":null}',
      '{"given":7}',
      '{"rules":{}}',
      '{"clock":{"scale":-1}}',
    ]) {
      for (const path of ['/rules', '/scenarios', '/steps', '/state', '/events', '/clock/advance', '/clock/jump']) {
        const { status, body } = await post(path, value)
        expect([path, value, status < 500, typeof body], body).toEqual([path, value, true, 'string'])
      }
    }
    expect((await post('/snapshots/%zz/restore', '')).status).toBe(400)
    expect(await post('/nosuch', '')).toEqual({ status: 404, body: '{"message":"there is no POST /_mockerd/nosuch"}' })
  })

  test('steers no clock that cannot be steered', async () => {
    const clock = createDaemon().clock
    await using daemon = await startDaemon({ control: true, clock })
    const control = controlClient(daemon.host)
    expect(await control.clock.get()).toMatchObject({ rate: 1, steerable: false })
    await expect(control.clock.advance('1m')).rejects.toMatchObject({ status: 409 })
    await expect(control.play({ clock: 'frozen' })).rejects.toMatchObject({ status: 409 })
    await using usual = await startDaemon({ control: true })
    expect(await controlClient(usual.host).clock.get()).toMatchObject({ rate: 1, steerable: true })
  })
})
