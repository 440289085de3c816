// What a new container's HostConfig becomes, what is refused in it, and what is warned of.
import type Dockerode from 'dockerode'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'

const hostNamed = (cgroupVersion: '1' | '2') => dockerTest(() => ({ host: { cgroupVersion } }))

const refusals: readonly [wish: Dockerode.HostConfig, status: number, message: string][] = [
  [{ PidMode: 'container:nosuch' }, 400, 'No such container: nosuch'],
  [{ IpcMode: 'container:nosuch' }, 400, 'No such container: nosuch'],
  [{ VolumesFrom: ['nosuch:bad'] }, 400, 'invalid mode: bad'],
  [{ VolumesFrom: ['other:ro,rw'] }, 400, 'invalid mode: ro,rw'],
  [{ Links: ['other:x:y'] }, 500, 'bad format for links: other:x:y'],
  [{ Links: [''] }, 500, 'empty string specified for links'],
  [{ Links: ['nosuch:db'] }, 400, 'could not get container for nosuch: No such container: nosuch'],
  [{ Tmpfs: { rel: '' } }, 400, "invalid mount path: 'rel' mount path must be absolute"],
  [{ Tmpfs: { '/': '' } }, 400, "invalid specification: destination can't be '/'"],
  [{ CpusetMems: '0,9000' }, 400, 'Invalid value 0,9000 for cpuset mems: value of out range, maximum is 8192'],
  [{ StorageOpt: { foo: '1' } }, 500, 'Unknown option foo'],
  [
    { StorageOpt: { size: '1G' } },
    500,
    "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
  ],
  [{ NetworkMode: 'container:' }, 400, 'invalid network mode: invalid container format container:<name|id>'],
  [
    { NetworkMode: 'container:other', PublishAllPorts: true },
    400,
    'conflicting options: port publishing and the container type network mode',
  ],
  [{ NetworkMode: 'container:other', Dns: ['1.1.1.1'] }, 400, 'conflicting options: dns and the network mode'],
  [
    { NetworkMode: 'container:other', ExtraHosts: ['a:1.1.1.1'] },
    400,
    'conflicting options: custom host-to-IP mapping and the network mode',
  ],
  [
    { NetworkMode: 'host', Links: ['other:db'] },
    400,
    "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
  ],
]

test.for(refusals)('a container with %j is not made', async ([HostConfig, statusCode, message], { docker }) => {
  await docker.create('alpine', ['true'], { name: 'other' })
  const making = docker.create('alpine', ['true'], { HostConfig })
  await expect(making).rejects.toMatchObject({ statusCode, json: { message } })
  expect(await docker.dockerode.listContainers({ all: true })).toHaveLength(1)
})

const platforms: readonly [platform: string, message: string][] = [
  ['a/b/c/d', '"a/b/c/d": cannot parse platform specifier: invalid argument'],
  ['*', '"*": wildcards not yet supported: invalid argument'],
  ['foo', '"foo": unknown operating system or architecture: invalid argument'],
  [
    'linux/',
    '"" is an invalid component of "linux/": platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument',
  ],
  [
    '/',
    '"" is an invalid OS component of "/": OSAndVersion specifier component must match "^([A-Za-z0-9_-]+)(?:\\\\(([A-Za-z0-9_.%-]*)((?:\\\\+[A-Za-z0-9_.%-]+)*)\\\\))?$": invalid argument',
  ],
]

test.for(platforms)('the platform %s is none', async ([platform, message], { docker }) => {
  await docker.create('alpine')
  const making = docker.create('alpine', ['true'], { platform })
  await expect(making).rejects.toMatchObject({ statusCode: 400, json: { message } })
})

test('the default network has a name of its own for the command line', async ({ docker }) => {
  await docker.create('alpine')
  const NetworkingConfig = { EndpointsConfig: { default: { IPAMConfig: { IPv4Address: '10.0.0.1' } } } }
  await expect(docker.create('alpine', ['true'], { NetworkingConfig })).rejects.toMatchObject({
    json: { message: expect.stringMatching(/^invalid config for network bridge: /) },
  })
})

test('names of other containers become ids, as they may be renamed; links are shown by the names of today', async ({
  docker,
}) => {
  const other = await docker.create('alpine', ['true'], { name: 'other' })
  const HostConfig = { PidMode: 'container:other', IpcMode: 'container:other', NetworkMode: 'container:other' }
  const sharing = await docker.create('alpine', ['true'], { HostConfig })
  const mode = `container:${other.id}`
  expect((await sharing.inspect()).HostConfig).toMatchObject({ PidMode: mode, IpcMode: mode, NetworkMode: mode })

  const linked = await docker.create('alpine', ['true'], { name: 'one', HostConfig: { Links: ['other:db', 'other'] } })
  expect((await linked.inspect()).HostConfig.Links).toEqual(['/other:/one/db', '/other:/one/other'])
  await other.rename({ name: 'new' })
  expect((await linked.inspect()).HostConfig.Links).toEqual(['/new:/one/db', '/new:/one/other'])
  await other.remove()
  expect((await linked.inspect()).HostConfig.Links).toEqual(['/new:/one/db', '/new:/one/other'])
})

test('who may see the host is not labelled', async ({ docker }) => {
  const options = async (HostConfig: Dockerode.HostConfig): Promise<string[] | null | undefined> =>
    (await (await docker.create('alpine', ['true'], { HostConfig })).inspect()).HostConfig.SecurityOpt
  const kept = ['seccomp=unconfined']
  expect(await options({ Privileged: true, SecurityOpt: kept })).toEqual([...kept, 'label=disable'])
  expect(await options({ PidMode: 'host' })).toEqual(['label=disable'])
  expect(await options({ IpcMode: 'host', SecurityOpt: ['label=type:x'] })).toEqual(['label=type:x'])
  expect(await options({ SecurityOpt: kept })).toEqual(kept)
})

test('a port binding has an address and a port, also where none was asked for', async ({ docker }) => {
  const HostConfig = { PortBindings: { '80/tcp': [{ HostPort: '8080' }], '81/tcp': [{}] } }
  const container = await docker.create('alpine', ['true'], { HostConfig })
  expect((await container.inspect()).HostConfig.PortBindings).toEqual({
    '80/tcp': [{ HostIp: '', HostPort: '8080' }],
    '81/tcp': [{ HostIp: '', HostPort: '' }],
  })
})

test('a local volume has the mode z unless another was asked for', async ({ docker }) => {
  const container = await docker.create('alpine', ['true'], {
    name: 'one',
    Volumes: { '/anonymous': {} },
    HostConfig: { Binds: ['va:/a', 'vb:/b:ro'], Mounts: [{ Type: 'volume', Source: 'vc', Target: '/c' }] },
  })
  const modes = (await container.inspect()).Mounts.map(({ Destination, Mode }) => `${Destination} ${Mode}`)
  expect(modes.sort()).toEqual(['/a z', '/anonymous ', '/b ro', '/c z'])
  const [listed] = await docker.dockerode.listContainers({ all: true })
  const places = listed!.Mounts.map(({ Destination, Source }) => [Destination, Source !== ''])
  expect(places.sort()).toEqual([
    ['/a', true],
    ['/anonymous', false],
    ['/b', true],
    ['/c', true],
  ])
  const heir = await docker.create('alpine', ['true'], { HostConfig: { VolumesFrom: ['one:ro,z'] } })
  for (const mount of (await heir.inspect()).Mounts) expect(mount).toMatchObject({ Mode: '', RW: false })
})

const wasteful: Dockerode.HostConfig = { BlkioWeight: 5, OomKillDisable: true, MemorySwappiness: 10 }

describe('what the kernel does not have is taken out, with a warning', () => {
  const warnings = async (docker: { cli: unknown; dockerode: Dockerode }, HostConfig: Dockerode.HostConfig) => {
    const body = { Image: 'alpine', Cmd: ['true'], HostConfig }
    const reply = await new Promise<{ Id: string; Warnings: string[] }>((resolve, reject) => {
      docker.dockerode.modem.dial(
        { path: '/containers/create', method: 'POST', options: body, statusCodes: { 201: true } } as never,
        (error: unknown, data: unknown) => (error ? reject(error) : resolve(data as never)),
      )
    })
    return { warnings: reply.Warnings, kept: (await docker.dockerode.getContainer(reply.Id).inspect()).HostConfig }
  }

  hostNamed('1')('on version 1 of cgroups', async ({ docker }) => {
    await docker.create('alpine')
    const { warnings: told, kept } = await warnings(docker, wasteful)
    expect(told).toEqual([
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
      'Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.',
    ])
    expect(kept).toMatchObject({ BlkioWeight: 0, OomKillDisable: true, MemorySwappiness: 10 })
  })

  hostNamed('2')('on version 2', async ({ docker }) => {
    await docker.create('alpine')
    const { warnings: told, kept } = await warnings(docker, { ...wasteful, BlkioWeight: 50 })
    expect(told).toEqual([
      'Your kernel does not support memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded.',
      'Your kernel does not support OomKillDisable. OomKillDisable discarded.',
    ])
    expect(kept).toMatchObject({ BlkioWeight: 50, OomKillDisable: null, MemorySwappiness: null })
  })

  test('and published ports of the host network', async ({ docker }) => {
    await docker.create('alpine')
    const PortBindings = { '80/tcp': [{ HostPort: '80' }] }
    const { warnings: told } = await warnings(docker, { NetworkMode: 'host', PortBindings })
    expect(told).toEqual(['Published ports are discarded when using host network mode'])
  })
})
