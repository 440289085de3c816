// Testcontainers for Node drives the daemon as it drives Docker: its wait strategies, files, networks and modules.
import { PostgreSqlContainer } from '@testcontainers/postgresql'
import { RedisContainer } from '@testcontainers/redis'
import { Client } from 'pg'
import { createClient } from 'redis'
import { GenericContainer, Network, type StartedTestContainer, Wait } from 'testcontainers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tarContents } from '../tars.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

let docker: TestDaemon

beforeAll(async () => {
  docker = await startTestDaemon({ publish: 'loopback' })
  vi.stubEnv('DOCKER_HOST', docker.host)
  vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', 'localhost')
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true')
  vi.stubEnv('TESTCONTAINERS_REUSE_ENABLE', 'true')
})
afterAll(() => docker.close())

/** Uses a container and stops it, which removes it as well. */
async function using<Container extends StartedTestContainer>(
  starting: Promise<Container>,
  use: (container: Container) => unknown,
): Promise<void> {
  const container = await starting
  try {
    await use(container)
  } finally {
    await container.stop({ timeout: 0 })
  }
  await expect(docker.dockerode.getContainer(container.getId()).inspect()).rejects.toMatchObject({ statusCode: 404 })
}

const stateOf = async (container: StartedTestContainer) =>
  (await docker.dockerode.getContainer(container.getId()).inspect()).State

const sleeper = (): GenericContainer => new GenericContainer('alpine').withCommand(['sleep', '1000'])

describe('A container is started', () => {
  test('when its log says that it is', async () => {
    const redis = new GenericContainer('redis:7').withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    await using(redis.start(), async (container) => expect(await stateOf(container)).toMatchObject({ Running: true }))
  })

  test('when its ports listen, which it is asked for inside and on the host', async () => {
    const nginx = new GenericContainer('nginx').withExposedPorts(80).withWaitStrategy(Wait.forListeningPorts())
    await using(nginx.start(), async (container) => {
      const page = await fetch(`http://${container.getHost()}:${container.getMappedPort(80)}/`)
      expect(await page.text()).toContain('Welcome to nginx!')
    })
  })

  test('when it answers over HTTP with the status that is waited for', async () => {
    const nginx = new GenericContainer('nginx:alpine')
      .withExposedPorts(80)
      .withWaitStrategy(Wait.forHttp('/nothing-here', 80).forStatusCode(404))
    await using(nginx.start(), async (container) => expect(await stateOf(container)).toMatchObject({ Running: true }))
  })

  test('when its health check succeeds', async () => {
    const healthy = sleeper()
      .withHealthCheck({
        test: ['CMD-SHELL', 'test -e /tmp/up || { touch /tmp/up; exit 1; }'],
        interval: 10,
        retries: 9,
      })
      .withWaitStrategy(Wait.forHealthCheck())
    await using(healthy.start(), async (container) => {
      expect(await stateOf(container)).toMatchObject({ Health: { Status: 'healthy' } })
    })
  })

  test('when a command in it succeeds', async () => {
    const slow = new GenericContainer('alpine')
      .withCommand(['sh', '-c', 'sleep 0.2; touch /tmp/up; sleep 1000'])
      .withWaitStrategy(Wait.forSuccessfulCommand('stat /tmp/up'))
    await using(slow.start(), async (container) => expect((await container.exec('ls /tmp')).output).toBe('up\n'))
  })

  test('when it has ended well, if that is what it is for', async () => {
    const task = new GenericContainer('alpine').withCommand(['true']).withWaitStrategy(Wait.forOneShotStartup())
    await using(task.start(), async (container) => {
      expect(await stateOf(container)).toMatchObject({ Status: 'exited', ExitCode: 0 })
    })
  })

  test('never, if it ends with an exit code', async () => {
    const broken = new GenericContainer('alpine').withCommand(['false']).withWaitStrategy(Wait.forOneShotStartup())
    await expect(broken.start()).rejects.toThrow(/failed to start/)
  })
})

describe('In a started container', () => {
  test('commands run, with their exit code, both outputs, user, directory and environment', async () => {
    await using(sleeper().start(), async (container) => {
      const both = await container.exec(['sh', '-c', 'echo out; echo err >&2; exit 4'])
      expect(both).toMatchObject({ exitCode: 4, stdout: 'out\n', stderr: 'err\n' })
      const where = await container.exec(['sh', '-c', 'id -un; pwd; echo $NAME'], {
        user: 'nobody',
        workingDir: '/tmp',
        env: { NAME: 'value' },
      })
      expect(where.stdout).toBe('nobody\n/tmp\nvalue\n')
    })
  })

  test('are the files and the content that were copied into it, and what is there is copied out', async () => {
    const withContent = sleeper()
      .withCopyContentToContainer([{ content: 'hello', target: '/etc/greeting', mode: 0o640 }])
      .withCopyFilesToContainer([{ source: 'package.json', target: '/srv/package.json' }])
      .withCopyDirectoriesToContainer([{ source: 'openapi', target: '/srv/openapi' }])
    await using(withContent.start(), async (container) => {
      expect((await container.exec('stat -c %a /etc/greeting')).output).toBe('640\n')
      expect((await container.exec('grep name /srv/package.json')).output).toContain('"mockerd"')
      expect((await container.exec('ls /srv/openapi')).output).toContain('container.yaml')
      await container.copyContentToContainer([{ content: 'later', target: '/tmp/later' }])
      const archive = await container.copyArchiveFromContainer('/tmp/later')
      expect(await tarContents(archive as AsyncIterable<Uint8Array>)).toEqual({ later: 'later' })
    })
  })

  test('the log is read as it is written', async () => {
    const talker = new GenericContainer('alpine').withCommand([
      'sh',
      '-c',
      'for n in 1 2 3; do echo line $n; done; cat',
    ])
    await using(talker.start(), async (container) => {
      let seen = ''
      for await (const bytes of await container.logs()) {
        seen += String(bytes)
        if (seen.includes('3')) break
      }
      expect(seen).toBe('line 1\nline 2\nline 3\n')
    })
  })

  test('the same processes run after a restart', async () => {
    await using(sleeper().start(), async (container) => {
      await container.restart({ timeout: 0 })
      expect((await container.exec('cat /proc/1/cmdline')).output).toContain('sleep')
    })
  })
})

test('A container that is marked for reuse is found again', async () => {
  const reused = (): Promise<StartedTestContainer> => sleeper().withReuse().start()
  const first = await reused()
  await using(reused(), (second) => expect(second.getId()).toBe(first.getId()))
})

test('Containers of a network reach each other by their aliases', async () => {
  const network = await new Network().start()
  const web = new GenericContainer('nginx').withNetwork(network).withNetworkAliases('web')
  await using(web.withWaitStrategy(Wait.forLogMessage(/start worker process/)).start(), () =>
    using(sleeper().withNetwork(network).start(), async (client) => {
      expect((await client.exec('wget -qO- http://web')).output).toContain('Welcome to nginx!')
    }),
  )
  await network.stop()
  expect(await docker.dockerode.listNetworks({ filters: { name: [network.getName()] } })).toEqual([])
})

test('The module of Redis starts a server that its client library uses', async () => {
  await using(new RedisContainer('redis:7').withPassword('secret').start(), async (container) => {
    const client = await createClient({ url: container.getConnectionUrl() }).connect()
    await client.set('name', 'value')
    expect(await client.get('name')).toBe('value')
    client.destroy()
  })
})

test('The module of PostgreSQL starts a server that its client library uses', async () => {
  await using(new PostgreSqlContainer('postgres:16').withDatabase('shop').start(), async (container) => {
    const client = new Client({ connectionString: container.getConnectionUri() })
    await client.connect()
    const { rows } = await client.query('SELECT current_database() AS name, 1 + $1::int AS sum', [2])
    expect(rows).toEqual([{ name: 'shop', sum: 3 }])
    await client.end()
  })
})
