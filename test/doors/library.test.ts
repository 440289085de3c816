// The doors for tests: a daemon for each test, in a runner, in this process, behind msw or supertest.
import Dockerode from 'dockerode'
import { setupServer } from 'msw/node'
import request from 'supertest'
import { afterEach, beforeEach, describe, expect, test as plain } from 'vitest'
import { createDaemon, startDaemon } from '../../src/index.ts'
import { useDaemon } from '../../src/jest.ts'
import { dockerHandlers } from '../../src/msw.ts'
import { dockerTest, test } from '../../src/vitest.ts'
import { wholeText } from '../reading.ts'

const over = (host: string): Dockerode => new Dockerode({ socketPath: host.replace('unix://', '') })

describe('mockerd/vitest', () => {
  const seen: string[] = []

  for (const turn of ['first', 'second']) {
    test(`gives the ${turn} test a daemon of its own`, async ({ docker }) => {
      const client = over(docker.host)
      expect(await client.listImages()).toEqual([])
      await wholeText(await client.pull('alpine'))
      await client.createContainer({ Image: 'alpine', name: 'mine' })
      expect(docker.env).toEqual({ DOCKER_HOST: docker.host })
      expect(seen).not.toContain(docker.host)
      seen.push(docker.host)
    })
  }

  plain('has closed the daemons of the tests that are over', async () => {
    expect(seen).toHaveLength(2)
    for (const host of seen) await expect(over(host).ping()).rejects.toThrow(/ENOENT/)
  })

  const old = dockerTest({ engine: '20.10' })
  old('takes options', async ({ docker }) => {
    expect(await over(docker.host).version()).toMatchObject({ ApiVersion: '1.41' })
  })
})

describe('mockerd/jest', () => {
  // what Jest has as globals
  Object.assign(globalThis, { beforeEach, afterEach })
  const docker = useDaemon()
  const seen: string[] = []

  for (const turn of ['first', 'second']) {
    plain(`gives the ${turn} test a daemon of its own`, async () => {
      expect((await over(docker().host).ping()).toString()).toBe('OK')
      expect(seen).not.toContain(docker().host)
      seen.push(docker().host)
    })
  }
})

plain('mockerd/msw answers for a daemon at any URL', async () => {
  await using daemon = createDaemon()
  const server = setupServer(...dockerHandlers(daemon, 'http://docker.test/engine'))
  server.listen({ onUnhandledRequest: 'error' })
  try {
    const url = 'http://docker.test/engine/v1.51'
    const pulled = await fetch(`${url}/images/create?fromImage=alpine&tag=latest`, { method: 'POST' })
    expect((await pulled.text()).trim().split('\n').at(-1)).toContain('Downloaded newer image for alpine:latest')
    const created = await fetch(`${url}/containers/create?name=box`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Image: 'alpine', Cmd: ['echo', 'hi'], Tty: true }),
    })
    expect(created.status).toBe(201)
    expect((await fetch(`${url}/containers/box/start`, { method: 'POST' })).status).toBe(204)
    expect(await (await fetch(`${url}/containers/box/wait`, { method: 'POST' })).json()).toEqual({ StatusCode: 0 })
    expect(await (await fetch(`${url}/containers/box/logs?stdout=1`)).text()).toBe('hi\r\n')
    const missing = await fetch(`${url}/containers/nosuch/json`)
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'No such container: nosuch' }])
    // what needs the connection itself cannot be had this way, and says so
    expect((await fetch(`${url}/containers/box/attach?stream=1`, { method: 'POST' })).status).toBe(501)
  } finally {
    server.close()
  }
})

plain('supertest drives the app of a daemon that listens nowhere', async () => {
  await using daemon = createDaemon()
  await request(daemon.app).get('/_ping').expect(200, 'OK').expect('api-version', '1.51')
  // lines of JSON, which supertest would take for one value
  const lines = (response: NodeJS.ReadableStream, done: (error: null, body: string) => void): void =>
    void wholeText(response).then((text) => done(null, text))
  await request(daemon.app)
    .post('/images/create?fromImage=alpine')
    .buffer()
    .parse(lines as never)
    .expect(200)
  const { body } = await request(daemon.app).post('/containers/create').send({ Image: 'alpine' }).expect(201)
  await request(daemon.app).get(`/v1.41/containers/${body.Id}/json`).expect(200)
  await request(daemon.app).get('/nosuch').expect(404, { message: 'page not found' })
})

plain('the app refuses to attach with a reply, as it cannot hand the connection over', async () => {
  const defects: unknown[] = []
  await using daemon = createDaemon({ report: (defect) => void defects.push(defect) })
  await request(daemon.app)
    .post('/containers/nosuch/attach?stream=1')
    .expect(404, { message: 'No such container: nosuch' })
  await wholeText(
    await new Dockerode({ agent: daemon.agent, host: 'mockerd' } as Dockerode.DockerOptions).pull('alpine'),
  )
  const { body } = await request(daemon.app).post('/containers/create').send({ Image: 'alpine' }).expect(201)
  const message = `ContainerAttach takes over the connection, which a server of somebody else has: use a client with daemon.agent, or the daemon's socket`
  await request(daemon.app).post(`/containers/${body.Id}/attach?stream=1`).expect(501, { message })
  expect(defects).toEqual([])
})

describe('startDaemon', () => {
  plain('closes with the block that uses it', async () => {
    let host: string
    {
      await using daemon = await startDaemon()
      host = daemon.host
      expect((await over(host).ping()).toString()).toBe('OK')
    }
    await expect(over(host).ping()).rejects.toThrow(/ENOENT/)
  })

  plain('listens on all addresses that it is given', async () => {
    await using daemon = await startDaemon({ hosts: ['tcp://127.0.0.1:0', 'tcp://127.0.0.1:0'] })
    expect(daemon.hosts).toHaveLength(2)
    expect(daemon.host).toBe(daemon.hosts[0])
    for (const address of daemon.hosts) {
      const { hostname, port } = new URL(address)
      expect((await new Dockerode({ host: hostname, port, protocol: 'http' }).ping()).toString()).toBe('OK')
    }
  })

  plain('refuses an engine that it cannot be', async () => {
    await expect(startDaemon({ engine: '9.9' })).rejects.toThrow(/9\.9/)
  })

  plain('makes up no images with strictImages', async () => {
    await using daemon = await startDaemon({ strictImages: true })
    await expect(over(daemon.host).pull('somebody/something')).rejects.toMatchObject({ statusCode: 404 })
  })

  plain('lets a layer answer in the place of an operation', async () => {
    await using daemon = await startDaemon({
      layers: [
        async (call, next) =>
          call.operation === 'SystemInfo' ? { kind: 'json', status: 500, value: { message: 'on fire' } } : next(call),
      ],
    })
    await expect(over(daemon.host).info()).rejects.toMatchObject({ statusCode: 500, json: { message: 'on fire' } })
  })

  plain('ends a container and its streams when it closes', async () => {
    const daemon = await startDaemon()
    const client = over(daemon.host)
    await wholeText(await client.pull('alpine'))
    const container = await client.createContainer({ Image: 'alpine', Cmd: ['sleep', '1000'] })
    await container.start()
    const logs = await container.logs({ follow: true, stdout: true })
    const ended = new Promise((resolve) =>
      logs
        .on('error', () => {})
        .on('close', resolve)
        .resume(),
    )
    await daemon.close()
    await ended
  })
})
