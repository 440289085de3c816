// Legacy links in the default network, links in networks of users, and names that are added by hand.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const engine29 = dockerTest(() => ({ engine: '29.0' }))
const withoutBridge = dockerTest(() => ({ host: { bridge: 'none' } }))

/** What a command prints in a container of its own. */
async function prints(docker: TestDaemon, command: string, HostConfig: Dockerode.HostConfig): Promise<string> {
  const container = await docker.create('busybox', ['sh', '-c', command], { name: 'asker', HostConfig })
  const stream = await container.attach({ stream: true, stdout: true })
  await container.start()
  return demultiplexed(stream).stdout.whole()
}

const database = (docker: TestDaemon, NetworkMode = 'bridge') =>
  docker.run('busybox', ['sleep', '1000'], {
    name: 'postgres',
    Hostname: 'pg',
    Env: ['PASSWORD=secret', 'PATH=/bin'],
    ExposedPorts: { '5432/tcp': {}, '5433/tcp': {}, '53/udp': {} },
    HostConfig: { NetworkMode },
  })

const variables = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('MY_DB_'))
    .sort()

test('a linked container is known by its alias, host name and name, and tells its ports and variables', async ({
  docker,
}) => {
  await database(docker)
  const text = await prints(docker, 'grep pg /etc/hosts; env', { Links: ['postgres:my-db'] })
  expect(text).toMatch(/^172\.17\.0\.2\tmy-db pg postgres\n/)
  expect(variables(text)).toEqual([
    'MY_DB_ENV_PASSWORD=secret',
    'MY_DB_NAME=/asker/my-db',
    'MY_DB_PORT=udp://172.17.0.2:53',
    'MY_DB_PORT_53_UDP=udp://172.17.0.2:53',
    'MY_DB_PORT_53_UDP_ADDR=172.17.0.2',
    'MY_DB_PORT_53_UDP_PORT=53',
    'MY_DB_PORT_53_UDP_PROTO=udp',
    'MY_DB_PORT_5432_TCP=tcp://172.17.0.2:5432',
    'MY_DB_PORT_5432_TCP_ADDR=172.17.0.2',
    'MY_DB_PORT_5432_TCP_END=tcp://172.17.0.2:5433',
    'MY_DB_PORT_5432_TCP_PORT=5432',
    'MY_DB_PORT_5432_TCP_PORT_END=5433',
    'MY_DB_PORT_5432_TCP_PORT_START=5432',
    'MY_DB_PORT_5432_TCP_PROTO=tcp',
    'MY_DB_PORT_5432_TCP_START=tcp://172.17.0.2:5432',
    'MY_DB_PORT_5433_TCP=tcp://172.17.0.2:5433',
    'MY_DB_PORT_5433_TCP_ADDR=172.17.0.2',
    'MY_DB_PORT_5433_TCP_PORT=5433',
    'MY_DB_PORT_5433_TCP_PROTO=tcp',
  ])
})

engine29('from Docker 29 on links set no variables', async ({ docker }) => {
  await database(docker)
  const text = await prints(docker, 'grep pg /etc/hosts; env', { Links: ['postgres:my-db'] })
  expect(text).toContain('my-db pg postgres\n')
  expect(variables(text)).toEqual([])
})

test("in a user's network a link is another name for the name server", async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'front' })
  await database(docker, 'front')
  const asker = await docker.create('busybox', ['sh', '-c', 'getent hosts db || nslookup -type=a db; env'], {
    HostConfig: { NetworkMode: 'front', Links: ['nosuch:other'] },
    NetworkingConfig: { EndpointsConfig: { front: { Links: ['postgres:db'] } } },
  })
  const output = demultiplexed(await asker.attach({ stream: true, stdout: true, stderr: true })).stdout
  await asker.start()
  const text = await output.whole()
  expect(text).toContain('Name:\tdb\nAddress: 172.18.0.2\n')
  expect(text).not.toContain('DB_PORT')
  expect((await asker.inspect()).HostConfig.Links).toBeNull()
})

test('host-gateway stands for the host as the default network sees it', async ({ docker }) => {
  const text = await prints(docker, 'cat /etc/hosts', {
    ExtraHosts: ['host.docker.internal:host-gateway', 'a:1.2.3.4'],
  })
  expect(text).toContain('172.17.0.1\thost.docker.internal\n1.2.3.4\ta\n')
})

withoutBridge('without a default network host-gateway stands for nothing', async ({ docker }) => {
  const container = await docker.create('busybox', ['true'], { HostConfig: { ExtraHosts: ['host:host-gateway'] } })
  await expect(container.start()).rejects.toMatchObject({
    statusCode: 500,
    json: { message: 'unable to derive the IP value for host-gateway' },
  })
})
