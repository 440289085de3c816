// State that tests put there in one line: what the API says of it afterwards.
import { describe, expect } from 'vitest'
import { createDaemon, type Daemon, manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'

const events = async (daemon: Pick<Daemon, 'fetch' | 'clock'>): Promise<string[]> => {
  const reply = await daemon.fetch(new Request(`http://docker/events?since=0&until=${daemon.clock.now() / 1000}`))
  const lines = (await reply.text()).trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as { Type: string; Action: string })
    .map((one) => `${one.Type} ${one.Action}`)
}

const still = dockerTest(() => ({ clock: manualClock() }))

describe('docker.container', () => {
  test('runs an alpine by a name of Docker’s, if nothing is said', async ({ docker }) => {
    const { id, name, image, state } = await docker.container()
    expect({ image, state }).toEqual({ image: 'alpine', state: 'running' })
    const [listed] = await docker.dockerode.listContainers()
    expect(listed).toMatchObject({ Id: id, Names: [`/${name}`], Image: 'alpine', State: 'running' })
    // it can be worked with as with any other
    await docker.dockerode.getContainer(id).stop({ t: 0 })
    expect((await docker.dockerode.getContainer(id).inspect()).State.Status).toBe('exited')
  })

  test('says what docker run says: command, environment, labels, ports, volumes, networks, restart policy', async ({
    docker,
  }) => {
    await docker.network('front', { labels: { tier: 'web' }, subnet: '10.9.0.0/24' })
    await docker.volume('data', { labels: { keep: 'yes' } })
    await docker.container({
      name: 'web',
      cmd: ['sleep', 'infinity'],
      env: { LEVEL: 'debug' },
      labels: { team: 'blue' },
      ports: ['8080:80', '127.0.0.1:5353:53/udp', 9000],
      volumes: ['data:/data:ro'],
      networks: ['front'],
      restart: 'on-failure:3',
      config: { Hostname: 'box', HostConfig: { Memory: 64 << 20 } },
    })
    const { Config, HostConfig, NetworkSettings, Mounts } = await docker.dockerode.getContainer('web').inspect()
    expect(Config).toMatchObject({
      Cmd: ['sleep', 'infinity'],
      Labels: { team: 'blue' },
      Hostname: 'box',
      OpenStdin: false,
    })
    expect(Config.Env).toContain('LEVEL=debug')
    expect(HostConfig).toMatchObject({
      Memory: 64 << 20,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
      PortBindings: {
        '80/tcp': [{ HostIp: '', HostPort: '8080' }],
        '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }],
        '9000/tcp': [{ HostIp: '', HostPort: '' }],
      },
    })
    expect(NetworkSettings.Networks.front?.IPAddress).toBe('10.9.0.2')
    expect(Mounts).toMatchObject([{ Type: 'volume', Name: 'data', Destination: '/data', RW: false }])
    expect((await docker.dockerode.getNetwork('front').inspect()).Labels).toEqual({ tier: 'web' })
    expect((await docker.dockerode.getVolume('data').inspect()).Labels).toEqual({ keep: 'yes' })
  })

  test.for([
    ['created', { Status: 'created', Running: false, ExitCode: 0 }, 'Created', ['create']],
    ['running', { Status: 'running', Running: true }, /^Up /, ['create', 'start']],
    ['paused', { Status: 'paused', Running: true, Paused: true }, /^Up .*\(Paused\)/, ['create', 'start', 'pause']],
    ['exited', { Status: 'exited', Running: false, ExitCode: 0 }, /^Exited \(0\) /, ['create', 'start', 'die']],
    [
      'restarting',
      { Status: 'restarting', Restarting: true, ExitCode: 1 },
      /^Restarting \(1\) /,
      ['create', 'start', 'die'],
    ],
    ['dead', { Status: 'dead', Dead: true }, 'Dead', ['create']],
  ] as const)('is %s in inspect, list and events', async ([state, State, status, actions], { docker }) => {
    await docker.container({ name: 'box', state })
    expect((await docker.dockerode.getContainer('box').inspect()).State).toMatchObject(State)
    const [listed] = await docker.dockerode.listContainers({ all: true })
    expect(listed?.State).toBe(state)
    expect(listed?.Status).toMatch(status)
    const told = (await events(docker)).filter((one) => one.startsWith('container '))
    expect(told).toEqual(actions.map((action) => `container ${action}`))
  })

  still('that restarts goes on doing so', async ({ docker }) => {
    await docker.container({ name: 'loop', state: 'restarting', exitCode: 3 })
    const container = docker.dockerode.getContainer('loop')
    expect(await container.inspect()).toMatchObject({ RestartCount: 11, State: { ExitCode: 3 } })
    await (docker.clock as ReturnType<typeof manualClock>).advance(60_001)
    expect(await container.inspect()).toMatchObject({ RestartCount: 12, State: { Status: 'restarting', ExitCode: 3 } })
  })

  test('has ended as it is said, with what it has printed', async ({ docker }) => {
    await docker.container({
      name: 'job',
      state: 'exited',
      exitCode: 3,
      logs: ['starting', { stream: 'stderr', text: 'no space left' }],
    })
    const job = docker.dockerode.getContainer('job')
    expect((await job.inspect()).State).toMatchObject({ ExitCode: 3, OOMKilled: false })
    expect(await job.wait()).toEqual({ StatusCode: 3 })
    expect((await docker.cli.run('logs', 'job')).stderr).toBe('no space left\n')
    expect((await job.logs({ stdout: true })).toString()).toContain('starting\n')
  })

  test('has ended by itself, if it is not said how', async ({ docker }) => {
    await docker.container({ name: 'job', state: 'exited', cmd: 'echo hi; exit 4' })
    const job = docker.dockerode.getContainer('job')
    expect((await job.inspect()).State.ExitCode).toBe(4)
    expect((await job.logs({ stdout: true })).toString()).toContain('hi\n')
  })

  still('has a check that goes on to find out what it is said to be', async ({ docker }) => {
    await docker.container({ name: 'well', health: 'healthy' })
    await docker.container({ name: 'ill', health: { status: 'unhealthy', output: "it's down", exitCode: 7 } })
    const healthOf = async (name: string): Promise<unknown> =>
      (await docker.dockerode.getContainer(name).inspect()).State.Health
    expect(await healthOf('well')).toMatchObject({ Status: 'healthy', FailingStreak: 0, Log: [{ ExitCode: 0 }] })
    const ill = { Status: 'unhealthy', FailingStreak: 1, Log: [{ ExitCode: 7, Output: "it's down" }] }
    expect(await healthOf('ill')).toMatchObject(ill)
    expect((await docker.dockerode.listContainers()).map(({ Status }) => /\(.*\)/.exec(Status)?.[0])).toEqual([
      '(unhealthy)',
      '(healthy)',
    ])
    expect(await events(docker)).toContain('container health_status: unhealthy')
    const { clock } = docker as unknown as { clock: ReturnType<typeof manualClock> }
    await docker.dockerode.getContainer('ill').restart({ t: 0 })
    expect(await healthOf('ill')).toMatchObject({ Status: 'starting' })
    await clock.advance(31_000)
    expect(await healthOf('ill')).toMatchObject({ ...ill, Log: [{}, { ExitCode: 7, Output: "it's down" }] })
  })

  test.for([
    [
      { image: 'hello-world', name: 'hi' },
      /^container hi cannot be running: its command ended with 0; give it one that goes on, as sleep infinity\. It has/,
    ],
    [
      { name: 'x', state: 'created', logs: ['hi'] },
      'container x cannot be made: it has printed nothing when it is created',
    ],
    [
      { name: 'x', state: 'paused', health: 'healthy' },
      'container x cannot be made: it has no health while it is paused',
    ],
    [{ name: 'x', exitCode: 1 }, 'container x cannot be made: it has no exit code while it is running'],
    [{ image: 'nosuch' }, /^image nosuch cannot be made: pull access denied/],
    [{ cmd: ['nosuch'] }, /^container of alpine cannot be made: .*"nosuch": executable file not found/],
    [
      { cmd: 'echo one; no-such-thing' },
      /^container .* its command ended with 127;.* It has printed:\none\n.*no-such-thing/,
    ],
    ['web', 'a container cannot be made: it must be a map, not "web"'],
    [null, 'a container cannot be made: it must be a map, not nothing'],
    [{ env: ['A=1'] }, 'a container cannot be made: env must be a map, not a list'],
    [
      { name: 'x', environment: {} },
      /^container x cannot be made: environment is not known; known are name, image, cmd, env,/,
    ],
    [{ name: 'x', ports: ['eighty'] }, /^container x cannot be made: ports.0 must be a port like/],
    [{ name: 'x', colour: 'red' }, /^container x cannot be made: colour is not known; known are name, image, /],
  ] as const)('is refused with a sentence: %o', async ([spec, sentence], { docker }) => {
    await expect(docker.container(spec as object)).rejects.toThrow(sentence)
    expect(await docker.dockerode.listContainers({ all: true }), 'it left something behind').toEqual([])
  })
})

test('What is undefined is left out, and numbers may be in the environment', async ({ docker }) => {
  const { id, image, state } = await docker.container({
    name: undefined,
    image: undefined,
    state: undefined,
    logs: undefined,
    health: undefined,
    labels: undefined,
    env: { PORT: 80 },
  })
  expect([image, state]).toEqual(['alpine', 'running'])
  expect((await docker.dockerode.getContainer(id).inspect()).Config.Env).toContain('PORT=80')
})

test('A network or a volume is refused with a sentence if it cannot be', async ({ docker }) => {
  await expect(docker.network('front', { subnets: '10.9.0.0/24' } as object)).rejects.toThrow(
    'network front cannot be made: subnets is not known; known are name, driver, labels, subnet, internal',
  )
  await expect(docker.volume('data', { driver: 'nfs' } as object)).rejects.toThrow(
    'volume data cannot be made: driver is not known; known are name, labels',
  )
  await expect(docker.volume(undefined as never)).rejects.toThrow('it must have "name"')
  await expect(docker.image(undefined as never)).rejects.toThrow('an image cannot be made: it must have a name')
})

describe('docker.image', () => {
  test('pulls', async ({ docker }) => {
    const { id } = await docker.image('redis:7')
    expect(await docker.image('redis:7')).toEqual({ id, name: 'redis:7' })
    expect((await docker.dockerode.getImage('redis:7').inspect()).Id).toBe(id)
    expect(await events(docker)).toEqual(['image pull'])
  })

  test('makes an image of one’s own, which can be pulled again', async ({ docker }) => {
    await docker.image('acme/api:1.4', {
      env: { PORT: 80 },
      cmd: ['serve', '--port', '80'],
      labels: { team: 'blue' },
      programs: { '/usr/bin/serve': { output: 'listening\n', exit: 0 } },
    })
    const image = docker.dockerode.getImage('acme/api:1.4')
    const { Config } = await image.inspect()
    expect(Config).toMatchObject({ Cmd: ['serve', '--port', '80'], Labels: { team: 'blue' } })
    await docker.container({ name: 'api', image: 'acme/api:1.4', state: 'exited' })
    expect((await docker.dockerode.getContainer('api').logs({ stdout: true })).toString()).toContain('listening\n')
    await docker.dockerode.getContainer('api').remove()
    await image.remove()
    expect(await wholeText(await docker.dockerode.pull('acme/api:1.4'))).toContain('Downloaded newer image')
  })

  test('refuses what is no image, or is there already', async ({ docker }) => {
    await docker.image('acme/api:1.4')
    await expect(docker.image('acme/api:1.4', {})).rejects.toThrow(
      'image acme/api:1.4 cannot be made: it is there already',
    )
    await expect(docker.image('acme/web', { cmd: 3 as never })).rejects.toThrow(
      'image acme/web cannot be made: cmd must be a text or a list, not 3',
    )
  })

  test('is not known to other daemons', async ({ docker }) => {
    await docker.image('acme/own', { labels: { own: 'yes' } })
    await using other = createDaemon()
    await other.image('acme/own')
    const reply = await other.fetch(new Request('http://docker/images/acme/own/json'))
    expect(((await reply.json()) as { Config: { Labels?: object } }).Config.Labels ?? {}).not.toHaveProperty('own')
  })
})

describe('docker.fleet', () => {
  test('is mixed as it is said, the same each time', async ({ docker }) => {
    const spec = { mix: { running: 0.6, exited: 0.3, paused: 0.1 }, labels: { team: 'blue' } }
    const fleet = await docker.fleet(50, spec)
    const listed = await docker.dockerode.listContainers({ all: true, filters: { label: ['team=blue'] } })
    const count = (state: string): number => listed.filter(({ State }) => State === state).length
    expect([count('running'), count('exited'), count('paused')]).toEqual([30, 15, 5])
    expect(listed.map(({ Id }) => Id).sort()).toEqual(fleet.map(({ id }) => id).sort())
    await using other = createDaemon()
    const again = await other.fleet(50, spec)
    const faces = (all: typeof fleet): string[] => all.map(({ name, image, state }) => `${name} ${image} ${state}`)
    expect(faces(again)).toEqual(faces(fleet))
    await using third = createDaemon()
    expect(faces(await third.fleet(50, { ...spec, seed: 'another' }))).not.toEqual(faces(fleet))
  })

  test('has names, images and labels of one’s own', async ({ docker }) => {
    const images = ['redis:7', 'nginx']
    const name = (index: number): string => `node-${index}`
    const fleet = await docker.fleet(6, { images, name, labels: (index) => ({ rack: String(index % 2) }) })
    expect(fleet.map((one) => one.name)).toEqual([0, 1, 2, 3, 4, 5].map(name))
    expect([...new Set(fleet.map(({ image }) => image))].sort()).toEqual(['nginx', 'redis:7'])
    expect(await docker.dockerode.listContainers({ filters: { label: ['rack=1'] } })).toHaveLength(3)
  })

  test('is refused if it cannot be', async ({ docker }) => {
    await expect(docker.fleet(1.5)).rejects.toThrow('a fleet cannot have 1.5 containers')
    await expect(docker.fleet(2, { image: 'nginx' } as object)).rejects.toThrow(
      'a fleet cannot be made: image is not known',
    )
    await expect(docker.fleet(2, { images: [] })).rejects.toThrow(
      'a fleet cannot be made: images must have at least one',
    )
    await expect(docker.fleet(2, { mix: { running: -1 } })).rejects.toThrow('a fleet cannot be mixed of {"running":-1}')
  })
})

test('What is put there is no call that the journal has, nor one that rules meet', async () => {
  await using daemon = createDaemon({ journal: true })
  using fault = daemon.use({ do: { status: 500 } })
  await daemon.container({ name: 'web' })
  expect(daemon.journal.entries).toEqual([])
  expect(fault.report.hits).toBe(0)
})
