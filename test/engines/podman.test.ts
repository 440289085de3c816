// Podman's Docker-compatible API, as far as it is played. Its replies have fields that Docker's contract has not.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import Dockerode from 'dockerode'
import { test as base, describe, expect } from 'vitest'
import { type StartedDaemon, startDaemon } from '../../src/index.ts'

const test = base.extend<{ readonly podman: StartedDaemon }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  podman: async ({}, use) => {
    await using daemon = await startDaemon({ engine: 'podman-5' })
    await use(daemon)
  },
})

const ask = (podman: StartedDaemon, path: string): Promise<Response> =>
  podman.fetch(new Request(`http://docker${path}`))

test('Podman names its own components', async ({ podman }) => {
  const version = await new Dockerode({ agent: podman.agent } as Dockerode.DockerOptions).version()
  expect(version).toMatchObject({ Version: '5.4.2', ApiVersion: '1.41', MinAPIVersion: '1.24' })
  expect(version.Components?.map(({ Name }) => Name)).toEqual(['Podman Engine', 'Conmon', 'OCI Runtime (crun)'])
  expect(version.Components?.[0]?.Details).toMatchObject({ APIVersion: '5.4.2', MinAPIVersion: '4.0.0' })
})

test('Podman signs as Libpod, and only a ping tells of experiments', async ({ podman }) => {
  const ping = await ask(podman, '/_ping')
  expect(Object.fromEntries(ping.headers)).toMatchObject({
    'api-version': '1.41',
    'docker-experimental': 'true',
    'libpod-api-version': '5.4.2',
    'libpod-buildah-version': '1.39.4',
    server: 'Libpod/5.4.2 (linux)',
  })
  const other = await ask(podman, '/version')
  expect(other.headers.get('libpod-api-version')).toBe('5.4.2')
  expect(other.headers.has('docker-experimental')).toBe(false)
})

test('Podman says in /info what it works with', async ({ podman }) => {
  expect(await (await ask(podman, '/info')).json()).toMatchObject({
    ServerVersion: '5.4.2',
    BuildahVersion: '1.39.4',
    DefaultRuntime: 'crun',
    ExperimentalBuild: true,
    Swarm: { LocalNodeState: 'inactive' },
  })
})

test.each([
  [
    '/containers/nosuch/json',
    'no container with name or ID "nosuch" found: no such container',
    'no such container',
    404,
  ],
  ['/volumes/nosuch', 'no volume with name "nosuch" found: no such volume', 'no such volume', 404],
  ['/networks/nosuch', 'unable to find network with name or ID nosuch: network not found', 'network not found', 404],
  ['/events?since=2&until=1', expect.stringContaining('cannot be after'), expect.stringContaining('since'), 400],
])('Podman refuses %s with a cause and the status', async (path, message, cause, response) => {
  await using podman = await startDaemon({ engine: 'podman-5' })
  const reply = await ask(podman, path)
  expect(reply.status).toBe(response)
  expect(await reply.json()).toEqual({ cause, message, response })
})

/** Over the way of clients: what is not Docker's has no other. */
function page(
  podman: StartedDaemon,
  path: string,
  method = 'GET',
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    request({ agent: podman.agent, path, method, host: 'podman' }, async (reply) => {
      resolve({ status: reply.statusCode!, headers: reply.headers, body: await text(reply) })
    })
      .on('error', reject)
      .end()
  })
}

test.for(['/libpod/_ping', '/v5.0.0/libpod/_ping'])('Podman answers %s as /_ping', async (path, { podman }) => {
  const { status, headers, body } = await page(podman, path)
  expect([status, body]).toEqual([200, 'OK'])
  expect(headers).toMatchObject({
    'api-version': '1.41',
    'libpod-api-version': '5.4.2',
    'libpod-buildah-version': '1.39.4',
    server: 'Libpod/5.4.2 (linux)',
  })
  expect(await page(podman, path, 'HEAD')).toMatchObject({ status: 200, body: '' })
})

test('Podman tells of itself below /libpod, where a version is asked for', async ({ podman }) => {
  const version = JSON.parse((await page(podman, '/v5.0.0/libpod/version')).body)
  expect(version).toEqual(await (await ask(podman, '/version')).json())
  const info = JSON.parse((await page(podman, '/v4.0.0/libpod/info')).body)
  expect(Object.keys(info)).toEqual(['host', 'store', 'registries', 'plugins', 'version'])
  expect(info).toMatchObject({
    host: { distribution: { distribution: 'debian', version: '13' }, ociRuntime: { name: 'crun' }, freeLocks: 2048 },
    store: { containerStore: { number: 0, running: 0 }, graphDriverName: 'overlay' },
    version: { Version: '5.4.2', BuiltTime: 'Wed Apr  2 13:43:09 2025', Built: 1_743_601_389, OsArch: 'linux/amd64' },
  })
  expect(await page(podman, '/libpod/info')).toMatchObject({ status: 404, body: 'Not Found\n' })
})

test('Podman has plain pages for what it does not know', async ({ podman }) => {
  expect(await page(podman, '/nosuch')).toMatchObject({
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: 'Not Found\n',
  })
  expect(await page(podman, '/containers/json', 'PUT')).toMatchObject({ status: 405, body: 'Method Not Allowed\n' })
  expect(await page(podman, '/v1.41/libpod/version', 'POST')).toMatchObject({ status: 405 })
})

test.for([
  ['GET', '/plugins/a/json', 404, 'Not Found\n'],
  ['GET', '/swarm', 404, 'Not Found\n'],
  ['GET', '/services', 404, 'Not Found\n'],
  ['POST', '/build/prune', 404, 'Not Found\n'],
  ['GET', '/distribution/library/alpine/json', 404, 'Not Found\n'],
  ['PUT', '/volumes/a', 405, 'Method Not Allowed\n'],
  ['GET', '/v1.41/plugins', 404, { cause: '', message: 'Path /v1.41/plugins is not supported', response: 0 }],
  [
    'GET',
    '/distribution/alpine/json',
    404,
    { cause: '', message: 'Path /distribution/alpine/json is not supported', response: 0 },
  ],
  ['GET', '/v1.41/nodes/a?x=1', 503, unsupported('/v1.41/nodes/a?x=1')],
  ['POST', '/swarm/leave', 503, unsupported('/swarm/leave')],
] as const)('Podman does not have %s %s', async ([method, path, status, said], { podman }) => {
  const reply = await podman.fetch(new Request(`http://docker${path}`, { method }))
  expect(reply.status).toBe(status)
  const body = await reply.text()
  expect(typeof said === 'string' ? body : JSON.parse(body)).toEqual(said)
})

function unsupported(url: string): object {
  const message = `Podman does not support service: ${url}`
  return { cause: message, message, response: 503 }
}

describe('Podman says in its own words', () => {
  const improper = 'container state improper'
  const said = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'nothing',
      (error: { readonly json: unknown }) => error.json,
    )

  test('what cannot be done with containers', async ({ podman }) => {
    const dockerode = new Dockerode({ agent: podman.agent } as Dockerode.DockerOptions)
    await text(await dockerode.pull('busybox'))
    const box = await dockerode.createContainer({ Image: 'busybox', name: 'box', Cmd: ['sleep', '1000'] })
    expect(await said(dockerode.createContainer({ Image: 'busybox', name: 'box' }))).toEqual({
      cause: 'that name is already in use',
      message: `container create: creating container storage: the container name "box" is already in use by ${box.id}. You have to remove that container to be able to reuse that name: that name is already in use`,
      response: 500,
    })
    await box.start()
    expect(await said(box.remove())).toEqual({
      cause: improper,
      message: `cannot remove container ${box.id} as it is running - running or paused containers cannot be removed without force: ${improper}`,
      response: 500,
    })
    expect(await said(box.unpause())).toEqual({
      cause: improper,
      message: `"${box.id}" is not paused, can't unpause: ${improper}`,
      response: 500,
    })
    await box.pause()
    expect(await said(box.pause())).toEqual({
      cause: improper,
      message: `"${box.id}" is already paused: ${improper}`,
      response: 500,
    })
  })

  test('what cannot be done with networks and volumes', async ({ podman }) => {
    const dockerode = new Dockerode({ agent: podman.agent } as Dockerode.DockerOptions)
    await text(await dockerode.pull('busybox'))
    await dockerode.createNetwork({ Name: 'lan' })
    const HostConfig = { NetworkMode: 'lan', Binds: ['data:/data'] }
    const box = await dockerode.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'], HostConfig })
    await box.start()
    expect(await said(dockerode.createNetwork({ Name: 'lan' }))).toEqual({
      cause: 'network already exists',
      message: 'network name lan already used: network already exists',
      response: 409,
    })
    expect(await said(dockerode.getNetwork('lan').remove())).toEqual({
      cause: 'network is being used',
      message:
        '"lan" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
      response: 500,
    })
    expect(await said(dockerode.getVolume('data').remove())).toEqual({
      cause: 'volume is being used',
      message: `volume data is being used by the following container(s): ${box.id}: volume is being used`,
      response: 409,
    })
  })
})

test.for(['/v1.12/version', '/v1.99/version', '/v5.0.0/version'])('Podman answers %s too', async (path, { podman }) => {
  expect((await ask(podman, path)).status).toBe(200)
})
