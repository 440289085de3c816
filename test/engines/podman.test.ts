// Podman's Docker-compatible API, as far as it is played. Its replies have fields that Docker's contract has not.
import Dockerode from 'dockerode'
import { test as base, expect } from 'vitest'
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

test.for(['/v1.12/version', '/v1.99/version', '/v5.0.0/version'])('Podman answers %s too', async (path, { podman }) => {
  expect((await ask(podman, path)).status).toBe(200)
})
