// Containers in networks: connecting, disconnecting, addresses and names.
import type Dockerode from 'dockerode'
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

async function twoNetworks(docker: TestDaemon): Promise<void> {
  for (const [Name, Subnet] of [
    ['front', '10.1.0.0/24'],
    ['back', '10.2.0.0/24'],
  ] as const) {
    await docker.dockerode.createNetwork({ Name, IPAM: { Driver: 'default', Config: [{ Subnet }] } })
  }
}

const start = (docker: TestDaemon, name: string, NetworkMode = 'front') =>
  docker.run('busybox', ['sleep', '1000'], { name, HostConfig: { NetworkMode } })

const connect = async (docker: TestDaemon, network: string, body: object): Promise<[number, unknown]> => {
  const reply = await supertest(docker.app).post(`/networks/${network}/connect`).send(body)
  return [reply.status, reply.body.message]
}
const disconnect = async (docker: TestDaemon, network: string, body: object): Promise<[number, unknown]> => {
  const reply = await supertest(docker.app).post(`/networks/${network}/disconnect`).send(body)
  return [reply.status, reply.body.message]
}

const networksOf = async (docker: TestDaemon, name: string) =>
  (await docker.dockerode.getContainer(name).inspect()).NetworkSettings.Networks

describe('a container whose network is given by its id', () => {
  test('is in it by the name of the network, and is found by its alias', async ({ docker }) => {
    const { id: NetworkMode } = await docker.dockerode.createNetwork({ Name: 'front' })
    const EndpointsConfig = { [NetworkMode]: { Aliases: ['www'] } }
    const options = { name: 'web', HostConfig: { NetworkMode }, NetworkingConfig: { EndpointsConfig } }
    const web = await docker.create('nginx', undefined, options as Dockerode.ContainerCreateOptions)
    expect(Object.keys(await networksOf(docker, 'web'))).toEqual(['front'])
    await web.start()
    expect((await networksOf(docker, 'web')).front).toMatchObject({ Aliases: ['www'], NetworkID: NetworkMode })
    expect(
      await docker.cli.out('run', '--rm', '--network', NetworkMode, 'alpine', 'wget', '-qO-', 'http://www'),
    ).toContain('Welcome to nginx!')
  })

  test('may be given the beginning of the id, and is in it by its name once it has started', async ({ docker }) => {
    const { id } = await docker.dockerode.createNetwork({ Name: 'front' })
    const { id: other } = await docker.dockerode.createNetwork({ Name: 'back' })
    const EndpointsConfig = { [id.slice(0, 10)]: {}, [other]: {} }
    const options = { HostConfig: { NetworkMode: id.slice(0, 10) }, NetworkingConfig: { EndpointsConfig } }
    const box = await docker.run('alpine', ['sleep', '1000'], options as Dockerode.ContainerCreateOptions)
    expect(Object.keys((await box.inspect()).NetworkSettings.Networks).sort()).toEqual(['back', 'front'])
  })
})

describe('a running container', () => {
  test('is connected at once, with an address, a MAC address and names', async ({ docker }) => {
    await twoNetworks(docker)
    const { id } = await start(docker, 'web')
    const EndpointConfig = { Aliases: ['www'], IPAMConfig: { IPv4Address: '10.2.0.7' } }
    expect(await connect(docker, 'back', { Container: 'web', EndpointConfig })).toEqual([200, undefined])
    const { back } = await networksOf(docker, 'web')
    expect(back).toMatchObject({
      IPAMConfig: { IPv4Address: '10.2.0.7' },
      Aliases: ['www'],
      IPAddress: '10.2.0.7',
      IPPrefixLen: 24,
      Gateway: '10.2.0.1',
      DNSNames: ['web', 'www', id.slice(0, 12)],
    })
    const { Containers } = await docker.dockerode.getNetwork('back').inspect()
    expect(Containers).toEqual({
      [id]: {
        Name: 'web',
        EndpointID: back!.EndpointID,
        MacAddress: back!.MacAddress,
        IPv4Address: '10.2.0.7/24',
        IPv6Address: '',
      },
    })
    expect(back!.MacAddress).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/)
  })

  test('cannot be connected twice', async ({ docker }) => {
    await twoNetworks(docker)
    await start(docker, 'web')
    expect(await connect(docker, 'front', { Container: 'web' })).toEqual([
      403,
      'endpoint with name web already exists in network front',
    ])
  })

  test('leaves a network at once', async ({ docker }) => {
    await twoNetworks(docker)
    const { id } = await start(docker, 'web')
    expect(await disconnect(docker, 'front', { Container: 'web' })).toEqual([200, undefined])
    expect(await networksOf(docker, 'web')).toEqual({})
    expect(await disconnect(docker, 'front', { Container: 'web' })).toEqual([
      500,
      `container ${id} is not connected to network front`,
    ])
  })

  test('keeps others from removing its network', async ({ docker }) => {
    await twoNetworks(docker)
    await start(docker, 'web')
    const { front } = await networksOf(docker, 'web')
    const { status, body } = await supertest(docker.app).delete('/networks/front')
    expect([status, body.message]).toEqual([
      403,
      `error while removing network: network front has active endpoints (name:"web" id:"${front!.EndpointID.slice(0, 12)}")`,
    ])
  })

  test('is known to its networks by its new name', async ({ docker }) => {
    await twoNetworks(docker)
    const { id } = await start(docker, 'web')
    await docker.dockerode.getContainer('web').rename({ name: 'site' })
    expect((await docker.dockerode.getNetwork('front').inspect()).Containers![id]!.Name).toBe('site')
    expect((await networksOf(docker, 'site')).front).toMatchObject({ DNSNames: ['site', id.slice(0, 12)] })
  })

  test('gives its address back when it stops', async ({ docker }) => {
    await twoNetworks(docker)
    const web = await start(docker, 'web')
    expect((await networksOf(docker, 'web')).front!.IPAddress).toBe('10.1.0.2')
    await start(docker, 'other')
    expect((await networksOf(docker, 'other')).front!.IPAddress).toBe('10.1.0.3')
    await web.kill()
    await web.wait()
    expect((await networksOf(docker, 'web')).front!.IPAddress).toBe('')
    await start(docker, 'third')
    expect((await networksOf(docker, 'third')).front!.IPAddress).toBe('10.1.0.2')
  })

  test('that asks for a taken address does not start', async ({ docker }) => {
    await twoNetworks(docker)
    await start(docker, 'web')
    const container = await docker.create('busybox', ['true'], {
      HostConfig: { NetworkMode: 'front' },
      NetworkingConfig: { EndpointsConfig: { front: { IPAMConfig: { IPv4Address: '10.1.0.2' } } } },
    })
    await expect(container.start()).rejects.toMatchObject({
      statusCode: 403,
      json: { message: 'failed to set up container networking: Address already in use' },
    })
  })
})

describe('a stopped container', () => {
  test('is connected from its next start on', async ({ docker }) => {
    await twoNetworks(docker)
    const container = await docker.create('busybox', ['sleep', '1000'], {
      name: 'web',
      HostConfig: { NetworkMode: 'front' },
    })
    await connect(docker, 'back', { Container: 'web', EndpointConfig: { Aliases: ['db'] } })
    expect((await networksOf(docker, 'web')).back).toMatchObject({ Aliases: ['db'], IPAddress: '', NetworkID: '' })
    await container.start()
    expect((await networksOf(docker, 'web')).back).toMatchObject({ Aliases: ['db'], IPAddress: '10.2.0.2' })
  })

  test('takes a network that is not there yet, and cannot start with it', async ({ docker }) => {
    const container = await docker.create('busybox', ['true'], { name: 'web' })
    expect(await connect(docker, 'later', { Container: 'web' })).toEqual([200, undefined])
    await expect(container.start()).rejects.toMatchObject({
      json: { message: 'failed to set up container networking: network later not found' },
    })
    expect(await disconnect(docker, 'later', { Container: 'web' })).toEqual([200, undefined])
    await container.start()
  })

  const disconnections = (docker: TestDaemon): number =>
    docker.engine.world.events.recall(0).filter(({ action }) => action === 'disconnect').length

  test('is disconnected without an event', async ({ docker }) => {
    const { id } = await docker.create('busybox', ['true'], { name: 'web' })
    await disconnect(docker, 'bridge', { Container: 'web' })
    expect(disconnections(docker)).toBe(0)
    expect(await disconnect(docker, 'bridge', { Container: 'web' })).toEqual([
      500,
      `container ${id} is not connected to the network bridge`,
    ])
  })

  old('is disconnected with an event in Docker 20.10', async ({ docker }) => {
    await docker.create('busybox', ['true'], { name: 'web' })
    await disconnect(docker, 'bridge', { Container: 'web' })
    expect(disconnections(docker)).toBe(1)
  })
})

describe('connecting is refused', () => {
  test.for([
    ['front', { Container: 'nosuch' }, 404, 'No such container: nosuch'],
    ['front', {}, 400, 'invalid name or ID supplied: ""'],
    ['nosuch', { Container: 'web' }, 404, 'network nosuch not found'],
    [
      'host',
      { Container: 'web' },
      400,
      'cannot connect container to host network - container must be created in host network mode',
    ],
    [
      'none',
      { Container: 'web' },
      400,
      'container cannot be connected to multiple networks with one of the networks in private (none) mode',
    ],
    [
      'back',
      { Container: 'guest' },
      400,
      'container sharing network namespace with another container or host cannot be connected to any other network',
    ],
    [
      'back',
      { Container: 'web', EndpointConfig: { IPAMConfig: { IPv4Address: '10.9.0.1' } } },
      400,
      'invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.9.0.1',
    ],
    [
      'back',
      { Container: 'web', EndpointConfig: { IPAMConfig: { IPv4Address: 'zz', IPv6Address: 'qq' } } },
      400,
      'invalid endpoint settings:\n* invalid IPv4 address: zz\n* invalid IPv6 address: qq\n* no configured subnet or ip-range contain the IP address zz\n* user specified IP address is supported only when connecting to networks with user configured subnets',
    ],
  ] as const)('of %s with %j', async ([network, body, status, message], { docker }) => {
    await twoNetworks(docker)
    await start(docker, 'web')
    await start(docker, 'guest', 'container:web')
    const before = await networksOf(docker, 'web')
    expect(await connect(docker, network, body)).toEqual([status, message])
    expect(await networksOf(docker, 'web')).toEqual(before)
  })
})

test('a container is not made with endpoint settings that cannot be', async ({ docker }) => {
  await twoNetworks(docker)
  const EndpointsConfig = {
    bridge: { Aliases: ['x'], IPAMConfig: { IPv4Address: '172.17.0.9' } },
    front: { IPAMConfig: { IPv4Address: 'zz' } },
  }
  const making = docker.create('busybox', ['true'], { NetworkingConfig: { EndpointsConfig } })
  await expect(making).rejects.toMatchObject({
    statusCode: 400,
    json: {
      message:
        '* invalid config for network bridge: invalid endpoint settings:\n\t* user specified IP address is supported on user defined networks only\n\t* network-scoped alias is supported only for containers in user defined networks\n* invalid config for network front: invalid endpoint settings:\n\t* invalid IPv4 address: zz\n\t* no configured subnet or ip-range contain the IP address zz',
    },
  })
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
})

test('who is gone can be put out of a network by force only if its endpoint is there', async ({ docker }) => {
  await twoNetworks(docker)
  expect(await disconnect(docker, 'front', { Container: 'nosuch' })).toEqual([404, 'No such container: nosuch'])
  expect(await disconnect(docker, 'front', { Container: 'nosuch', Force: true })).toEqual([
    404,
    'endpoint nosuch not found',
  ])
})

test('/etc/hosts has a line for each network that a container is in, and keeps what it wrote itself', async ({
  docker,
}) => {
  await twoNetworks(docker)
  const web = await start(docker, 'web')
  const hosts = async (...command: string[]): Promise<string[]> => {
    const exec = await web.exec({ Cmd: command, AttachStdout: true, Tty: true })
    return (await wholeText(await exec.start({ Tty: true }))).split('\r\n').filter((line) => line.startsWith('10.'))
  }
  const hostname = web.id.slice(0, 12)
  await hosts('sh', '-c', 'echo 10.9.9.9 mine >> /etc/hosts')
  await connect(docker, 'back', { Container: 'web' })
  const front = `10.1.0.2\t${hostname}`
  expect(await hosts('cat', '/etc/hosts')).toEqual([front, '10.9.9.9 mine', `10.2.0.2\t${hostname}`])
  await disconnect(docker, 'back', { Container: 'web' })
  expect(await hosts('cat', '/etc/hosts')).toEqual([front, '10.9.9.9 mine'])
})

const withoutBridge = dockerTest(() => ({ host: { bridge: 'none' } }))

withoutBridge(
  'without a default network a container has a network namespace, and cannot be renamed, in its first run only',
  async ({ docker }) => {
    const web = await docker.run('busybox', ['sleep', '1000'], { name: 'web' })
    const sandbox = async (): Promise<string> => (await web.inspect()).NetworkSettings.SandboxID
    expect(await sandbox()).not.toBe('')
    await expect(web.rename({ name: 'site' })).rejects.toMatchObject({
      statusCode: 404,
      json: { message: 'network bridge not found' },
    })
    await web.restart({ t: 0 })
    expect(await sandbox()).toBe('')
    await web.rename({ name: 'site' })
    expect((await web.inspect()).Name).toBe('/site')
  },
)
