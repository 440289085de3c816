// The simulated images portainer/portainer-ce and portainer/agent: what can be asked without an account.
import { expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

/** The address of its port, as soon as it listens. */
async function start(docker: TestDaemon, image: string, port: number): Promise<string> {
  const ExposedPorts = { [`${port}/tcp`]: {} }
  const container = await docker.create(image, undefined, { ExposedPorts, HostConfig: { PublishAllPorts: true } })
  const { stderr } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stderr.shows(/INF starting .* server/)
  const { Ports } = (await container.inspect()).NetworkSettings
  return `http://127.0.0.1:${Ports[`${port}/tcp`]![0]!.HostPort}`
}

test('portainer tells its status, and that nobody has set it up', async ({ docker }) => {
  const url = await start(docker, 'portainer/portainer-ce:2.27.9', 9000)
  const status = await (await fetch(`${url}/api/system/status`)).json()
  expect(status).toEqual({ Version: '2.27.9', InstanceID: expect.stringMatching(/^[0-9a-f]{8}-/) })
  expect(await (await fetch(`${url}/api/status`)).json()).toEqual(status)
  const asked = ['/api/users/admin/check', '/api/endpoints', '/']
  expect(await Promise.all(asked.map(async (path) => (await fetch(url + path)).status))).toEqual([404, 401, 404])
})

test('the agent of portainer answers pings, and nothing that is not signed', async ({ docker }) => {
  const url = await start(docker, 'portainer/agent', 9001)
  const ping = await fetch(`${url}/ping`)
  expect([ping.status, ping.headers.get('portainer-agent')]).toEqual([204, '2.33.1'])
  expect((await fetch(`${url}/containers/json`)).status).toBe(403)
})
