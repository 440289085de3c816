// The reaper of Testcontainers: what it removes of a daemon that it was let at, and when. The clock is moved by hand.
import { once } from 'node:events'
import net from 'node:net'
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { demultiplexed, Reader } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock()
  return { clock, publish: 'loopback' }
})

const Binds = ['/var/run/docker.sock:/var/run/docker.sock']

interface Reaper {
  readonly container: Dockerode.Container
  readonly stdout: Reader
  /** A client that has told its filter. */
  connect(filter: string): Promise<net.Socket>
  /** Lets it go, and waits until the reaper has seen it. */
  disconnect(client: net.Socket): Promise<void>
}

async function reaper(docker: TestDaemon, Env: string[] = []): Promise<Reaper> {
  const container = await docker.create('testcontainers/ryuk', undefined, {
    name: 'reaper',
    Env,
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: { PublishAllPorts: true, Binds },
  })
  const { stdout } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stdout.shows(/client processing started/)
  const { Ports } = (await container.inspect()).NetworkSettings
  let gone = 0
  return {
    container,
    stdout,
    async connect(filter) {
      const client = net.connect(Number(Ports['8080/tcp']![0]!.HostPort), '127.0.0.1')
      const answers = new Reader(client)
      client.write(`${filter}\n`)
      await answers.shows(/ACK\n/)
      return client
    },
    async disconnect(client) {
      client.end()
      await once(client, 'close')
      await stdout.shows(new RegExp(`(client disconnected[^]*){${++gone}}`))
    },
  }
}

/** The names of what there is beside what every daemon has. */
async function present({ dockerode }: TestDaemon): Promise<string[]> {
  const containers = await dockerode.listContainers({ all: true })
  const networks = (await dockerode.listNetworks()).map(({ Name }) => Name)
  const { Volumes } = await dockerode.listVolumes()
  const images = (await dockerode.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])
  const own = networks.filter((name) => !['bridge', 'host', 'none'].includes(name))
  return [...containers.map(({ Names }) => Names[0]!.slice(1)), ...own, ...Volumes.map(({ Name }) => Name), ...images]
}

/** A container, a network, a volume and an image of a run. */
async function leave(docker: TestDaemon, run: string): Promise<void> {
  const Labels = { run }
  await docker.dockerode.createNetwork({ Name: `network-${run}`, Labels })
  await docker.dockerode.createVolume({ Name: `volume-${run}`, Labels })
  const box = await docker.run('busybox', ['sleep', '1000'], {
    name: `box-${run}`,
    Labels,
    HostConfig: { NetworkMode: `network-${run}`, Binds: [`volume-${run}:/data`] },
  })
  await box.commit({ repo: `image-${run}`, changes: `LABEL run=${run}` })
}

test('ryuk removes what fits the filters ten seconds after the last client is gone', async ({ docker }) => {
  const { stdout, connect, disconnect, container } = await reaper(docker)
  const client = await connect('label=run%3Da')
  await leave(docker, 'a')
  await leave(docker, 'b')
  await clock.advance(3_600_000)
  await disconnect(client)
  await clock.advance(9_999)
  expect(await present(docker)).toContain('box-a')
  await clock.advance(1)
  expect(await stdout.whole()).toMatch(/msg=removed containers=1 networks=1 volumes=1 images=1\n.*\n.*msg=done\n$/)
  const names = ['box-b', 'network-b', 'volume-b', 'image-b:latest', 'busybox:latest', 'testcontainers/ryuk:latest']
  expect(await present(docker)).toEqual(expect.arrayContaining(names))
  expect((await present(docker)).filter((name) => /-a/.test(name))).toEqual([])
  expect((await container.inspect()).State).toMatchObject({ Status: 'exited', ExitCode: 0 })
})

test('ryuk waits on for clients that come back', async ({ docker }) => {
  const { stdout, connect, disconnect } = await reaper(docker)
  await disconnect(await connect('label=run=a'))
  await leave(docker, 'a')
  await clock.advance(9_000)
  const again = await connect('label=run=a')
  await clock.advance(60_000)
  expect(stdout.text).not.toContain('prune check')
  await disconnect(again)
  await clock.advance(10_000)
  expect(await stdout.whole()).toContain('removed containers=1')
})

test('ryuk waits again when something is new', async ({ docker }) => {
  const { stdout, connect, disconnect } = await reaper(docker, ['RYUK_RECONNECTION_TIMEOUT=2s'])
  await disconnect(await connect('label=run=a'))
  await clock.advance(1_500)
  await leave(docker, 'a')
  await clock.advance(500)
  await stdout.shows(/change detected, waiting again/)
  expect(await present(docker)).toContain('box-a')
  await clock.advance(2_000)
  expect(await stdout.whole()).toContain('removed containers=1')
})

test('ryuk that is stopped removes at once what nobody is connected for', async ({ docker }) => {
  const { connect, disconnect, container, stdout } = await reaper(docker)
  await disconnect(await connect('label=run=a'))
  await leave(docker, 'a')
  await clock.advance(2_000)
  await container.stop()
  expect(await stdout.whole()).toContain('removed containers=1 networks=1 volumes=1 images=1')
})

test('ryuk ends after a minute in which nobody came', async ({ docker }) => {
  const { container, stdout } = await reaper(docker)
  await clock.advance(60_000)
  expect(await stdout.whole()).toContain('removed containers=0 networks=0 volumes=0 images=0')
  expect((await container.inspect()).State.ExitCode).toBe(0)
})

test('ryuk does not start without the socket of Docker', async ({ docker }) => {
  const container = await docker.run('testcontainers/ryuk')
  expect(await container.wait()).toEqual({ StatusCode: 1 })
  expect((await container.logs({ stdout: true })).toString()).toContain('Cannot connect to the Docker daemon')
})
