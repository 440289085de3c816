// Every kind of wish of a new container, right and wrong, as Docker Engine 28.5.2 answers it; and changes of limits.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ host: { cgroupVersion: '1' } }))

type Wish = Readonly<Record<string, unknown>>

const post = (docker: TestDaemon, path: string, body: object) => supertest(docker.app).post(path).send(body)

/** What the client is told of a container with this HostConfig (and these other fields of the body). */
async function create(docker: TestDaemon, HostConfig: Wish, more: object = {}) {
  await docker.create('busybox', [], { name: 'image' }).then((container) => container.remove())
  return post(docker, '/containers/create', { Image: 'busybox', Cmd: ['true'], HostConfig, ...more })
}

const bind = (what: string): string => `invalid volume specification: '${what}'`
const config = (type: string, reason: string): string => `invalid mount config for type "${type}": ${reason}`
const bindMount = { Type: 'bind', Source: '/srv', Target: '/x' }
const volumeMount = { Type: 'volume', Source: 'data', Target: '/x' }
const tmpfsMount = (...Options: string[][]): object => ({ Type: 'tmpfs', Target: '/x', TmpfsOptions: { Options } })

const refused: readonly (readonly [wish: Wish, status: number, message: string])[] = [
  [{ Binds: ['data:/x:ro,rw'] }, 500, 'invalid mode: ro,rw'],
  [{ Binds: ['/srv:/x:slave,shared'] }, 500, 'invalid mode: slave,shared'],
  [{ Binds: ['/srv:/x:ro,ro'] }, 500, 'invalid mode: ro,ro'],
  [{ Binds: ['nv:'] }, 500, bind('nv:')],
  [{ Binds: ['nv:ro'] }, 500, bind('nv:ro')],
  [{ Binds: ['nv::ro'] }, 500, `${bind('nv::ro')}: ${config('volume', 'field Target must not be empty')}`],
  [
    { Binds: ['data:/x:rslave'] },
    500,
    `${bind('data:/x:rslave')}: ${config('volume', 'field BindOptions must not be specified')}`,
  ],
  [
    { Binds: ['/srv:/x:nocopy'] },
    500,
    `${bind('/srv:/x:nocopy')}: ${config('bind', 'field VolumeOptions must not be specified')}`,
  ],
  [
    { Binds: ['/:/x:shared'] },
    400,
    'invalid mount config: must use either propagation mode "rslave" or "rshared" when mount source is within the daemon root, daemon root: "/var/lib/docker", bind mount source: "/", propagation: "shared"',
  ],
  [{ Mounts: [{}] }, 400, config('', 'field Target must not be empty')],
  [{ Mounts: [{ Type: 'bogus', Target: '/x' }] }, 400, config('bogus', 'mount type unknown')],
  [
    { Mounts: [{ ...bindMount, BindOptions: { Propagation: 'bogus' } }] },
    400,
    config('bind', 'invalid propagation mode: bogus'),
  ],
  [{ Mounts: [{ ...bindMount, ImageOptions: {} }] }, 400, config('bind', 'field ImageOptions must not be specified')],
  [
    { Mounts: [{ ...volumeMount, VolumeOptions: { Subpath: '../x' } }] },
    400,
    config('volume', 'subpath must be a relative path within the volume'),
  ],
  [
    { Mounts: [{ Type: 'volume', Target: '/x', VolumeOptions: { Subpath: 'x' } }] },
    400,
    config('volume', 'must not set Subpath when using anonymous volumes'),
  ],
  [{ Mounts: [tmpfsMount(['bogus'])] }, 400, config('tmpfs', 'invalid option: bogus')],
  [{ Mounts: [tmpfsMount([])] }, 400, config('tmpfs', 'invalid option array length')],
  [{ Mounts: [{ Type: 'image', Target: '/x' }] }, 400, config('image', 'field Source must not be empty')],
  [{ Mounts: [{ Type: 'image', Source: 'nosuch', Target: '/x' }] }, 404, 'No such image: nosuch:latest'],
  [{ Binds: ['/srv:/x'], Mounts: [{ Type: 'tmpfs', Target: '/x/' }] }, 400, 'Duplicate mount point: /x/'],
  [{ Binds: ['/srv:/x'], Tmpfs: { '/x': '' } }, 400, 'Duplicate mount point: /x'],
  [{ VolumesFrom: [''] }, 400, 'volumes-from specification cannot be an empty string'],
  [{ PortBindings: { 'x/tcp': [{}] } }, 400, 'invalid port specification: "x"'],
  [{ PortBindings: { '80/tcp': [{ HostPort: '70000' }] } }, 400, 'invalid port specification: "70000"'],
  [{ PortBindings: { '80/tcp': [{ HostPort: '90-80' }] } }, 400, 'invalid port specification: "90-80"'],
  [{ PortBindings: { '80/tcp': [{ HostPort: '-1' }] } }, 400, 'invalid port specification: "-1"'],
  [{ ExtraHosts: ['a=1.2.3.4'] }, 400, 'bad format for add-host: "a=1.2.3.4"'],
  [{ ExtraHosts: ['a:'] }, 400, 'invalid IP address in add-host: ""'],
  [{ ExtraHosts: ['a:1.2.3.4:5'] }, 400, 'invalid IP address in add-host: "1.2.3.4:5"'],
  [{ SecurityOpt: ['no-new-privileges=x'] }, 500, 'invalid --security-opt 2: "no-new-privileges=x"'],
  [{ SecurityOpt: ['systempaths=unconfined'] }, 500, 'invalid --security-opt 2: "systempaths=unconfined"'],
  [{ Memory: -1 }, 400, 'Minimum memory limit allowed is 6MB'],
  [{ CpuShares: -1 }, 400, 'invalid CPU shares (-1): value must be a positive integer'],
  [{ CpusetCpus: '1-0' }, 400, 'Invalid value 1-0 for cpuset cpus: invalid format: 1-0'],
  [{ CpusetCpus: '0,' }, 400, 'Invalid value 0, for cpuset cpus: invalid format: 0,'],
  [
    { CpuRealtimePeriod: 1000, CpuRealtimeRuntime: 2000 },
    400,
    'cpu real-time runtime cannot be higher than cpu real-time period',
  ],
  [{ IOMaximumIOps: 1 }, 400, 'invalid option: QoS maximum IOPs configuration is not supported on linux'],
  [{ IOMaximumBandwidth: 1 }, 400, 'invalid option: QoS maximum bandwidth configuration is not supported on linux'],
  [{ Annotations: { '': 'x' } }, 400, 'invalid Annotations: the empty string is not permitted as an annotation key'],
  [{ LogConfig: { Type: 'json-file', Config: { mode: 'x' } } }, 400, 'logger: logging mode not supported: x'],
  [
    { LogConfig: { Type: 'json-file', Config: { 'max-buffer-size': '1m' } } },
    400,
    "logger: max-buffer-size option is only supported with 'mode=non-blocking'",
  ],
  [{ LogConfig: { Type: 'gelf' } }, 400, 'gelf-address is a required parameter'],
  [{ LogConfig: { Type: 'awslogs' } }, 400, "must specify a value for log opt 'awslogs-group'"],
]

test.for(refused)('a container with %j is refused', async ([wish, status, message], { docker }) => {
  const reply = await create(docker, wish)
  expect([reply.status, reply.body]).toEqual([status, { message }])
  expect((await docker.dockerode.listVolumes()).Volumes).toEqual([])
})

test.for([
  [{ bridge: null }, 'invalid config for network bridge: EndpointsConfig is nil'],
  [{ bridge: { MacAddress: 'x' } }, 'invalid config for network bridge: invalid MAC address x'],
] as const)('a container with the networks %j is refused', async ([EndpointsConfig, message], { docker }) => {
  const reply = await create(docker, {}, { NetworkingConfig: { EndpointsConfig } })
  expect([reply.status, reply.body]).toEqual([400, { message }])
})

const runc =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed'

const unstartable: readonly (readonly [wish: Wish, status: number, message: string])[] = [
  [{ Sysctls: { 'kernel.bogus': '1' } }, 500, `${runc}: sysctl "kernel.bogus" is not in a separate kernel namespace`],
  [
    { NetworkMode: 'host', Sysctls: { 'net.ipv4.ip_forward': '1' } },
    500,
    `${runc}: sysctl "net.ipv4.ip_forward" not allowed in host network namespace`,
  ],
  [{ Ulimits: [{ Name: 'bogus', Soft: 1, Hard: 2 }] }, 500, `${runc}: wrong rlimit value: RLIMIT_BOGUS`],
  [
    { Ulimits: [{ Name: 'nofile', Soft: 3, Hard: 2 }] },
    500,
    `${runc}: unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: invalid argument`,
  ],
  [{ Devices: [{ PathOnHost: '/dev/null' }] }, 500, `${runc}: device access at 16 field cannot be empty`],
  [{ BlkioDeviceReadBps: [{ Path: '/dev/nosuch', Rate: 1 }] }, 500, 'stat /dev/nosuch: no such file or directory'],
  [{ Dns: ['x'] }, 500, 'bad nameserver address x: ParseAddr("x"): unable to parse IP'],
  [
    { Runtime: 'io.containerd.bogus.v1' },
    500,
    'failed to create task for container: failed to start shim: failed to resolve runtime path: runtime "io.containerd.bogus.v1" binary not installed "containerd-shim-bogus-v1": file does not exist',
  ],
  [
    { Mounts: [{ ...bindMount, Source: '/', BindOptions: { ReadOnlyForceRecursive: true } }] },
    500,
    'mount options conflict: !ReadOnly && BindOptions.ReadOnlyForceRecursive',
  ],
  [
    { Mounts: [{ ...volumeMount, VolumeOptions: { Subpath: 'sub' } }] },
    404,
    'cannot access path /var/lib/docker/volumes/data/_data/sub: lstat /var/lib/docker/volumes/data/_data/sub: no such file or directory',
  ],
  [
    { LogConfig: { Type: 'json-file', Config: { compress: 'true' } } },
    500,
    'failed to create task for container: failed to initialize logging driver: compress cannot be true when max-file is less than 2 or max-size is not set',
  ],
  [{ GroupAdd: ['-1'] }, 500, 'uids and gids must be in range 0-2147483647'],
]

test.for(unstartable)(
  'a container with %j is made and cannot be started',
  async ([wish, status, message], { docker }) => {
    const { body } = await create(docker, wish)
    const reply = await post(docker, `/containers/${body.Id}/start`, {})
    expect([reply.status, reply.body]).toEqual([status, { message }])
  },
)

describe('Inspect', () => {
  const hostConfig = async (docker: TestDaemon, wish: Wish): Promise<Record<string, unknown>> => {
    const { body } = await create(docker, wish)
    return (await supertest(docker.app).get(`/containers/${body.Id}/json`)).body
  }

  test('shows every field of the entries of lists, and no empty maps', async ({ docker }) => {
    const { HostConfig } = await hostConfig(docker, {
      Devices: [{ PathOnHost: '/dev/null' }],
      DeviceRequests: [{ Driver: 'nvidia' }],
      Ulimits: [{ Name: 'nofile', Hard: 5 }],
      BlkioDeviceReadBps: [{}],
      PortBindings: { '80/tcp': null, '81/tcp': [], '82/tcp': [{}], '/tcp': null },
      Tmpfs: {},
      Sysctls: {},
      StorageOpt: {},
      Annotations: {},
      Mounts: [],
      KernelMemory: 10_000_000,
      CpuPercent: 50,
    })
    expect(HostConfig).toMatchObject({
      Devices: [{ PathOnHost: '/dev/null', PathInContainer: '', CgroupPermissions: '' }],
      DeviceRequests: [{ Driver: 'nvidia', Count: 0, DeviceIDs: null, Capabilities: null, Options: null }],
      Ulimits: [{ Name: 'nofile', Hard: 5, Soft: 0 }],
      BlkioDeviceReadBps: [{ Path: '', Rate: 0 }],
      PortBindings: { '80/tcp': null, '81/tcp': [], '82/tcp': [{ HostIp: '', HostPort: '' }], '/tcp': null },
      CpuPercent: 0,
    })
    for (const name of ['Tmpfs', 'Sysctls', 'StorageOpt', 'Annotations', 'Mounts', 'KernelMemory']) {
      expect(HostConfig).not.toHaveProperty(name)
    }
  })

  test('shows maps with their keys in order, as Go writes them', async ({ docker }) => {
    const body = {
      Image: 'alpine',
      Labels: { b: '1', a: '2' },
      Volumes: { '/z': {}, '/y': {} },
      ExposedPorts: { '90/tcp': {}, '443/tcp': {} },
      HostConfig: {
        PortBindings: { '90/tcp': [{ HostPort: '' }], '443/tcp': [{ HostPort: '' }] },
        Sysctls: { 'net.b': '1', 'net.a': '2' },
        Tmpfs: { '/t2': '', '/t1': '' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
      },
    }
    await docker.create('alpine')
    const { Id } = (await post(docker, '/containers/create', body).expect(201)).body
    const { Config, HostConfig } = (await supertest(docker.app).get(`/containers/${Id}/json`)).body
    const maps = [Config.Labels, Config.Volumes, Config.ExposedPorts, HostConfig.PortBindings, HostConfig.Sysctls]
    expect([...maps, HostConfig.Tmpfs, HostConfig.LogConfig.Config].map(Object.keys)).toEqual([
      ['a', 'b'],
      ['/y', '/z'],
      ['443/tcp', '90/tcp'],
      ['443/tcp', '90/tcp'],
      ['net.a', 'net.b'],
      ['/t1', '/t2'],
      ['max-file', 'max-size'],
    ])
  })

  test('tells of mounts what each was asked for as', async ({ docker }) => {
    const { Mounts } = await hostConfig(docker, {
      Binds: ['/:/host:ro', '/anonymous'],
      Tmpfs: { '/t': '' },
      Mounts: [{ Type: 'image', Source: 'busybox', Target: '/image' }],
    })
    expect(
      (Mounts as Wish[]).map(({ Type, Destination, Propagation, Name }) => [Type, Destination, Propagation, Name]),
    ).toEqual([
      ['bind', '/host', 'rslave', undefined],
      ['volume', '/anonymous', '', undefined],
      ['image', '/image', 'rprivate', 'busybox'],
    ])
  })

  test('gives a container the networks that it asks for, else that of its mode', async ({ docker }) => {
    await docker.dockerode.createNetwork({ Name: 'front' })
    const { body } = await create(docker, {}, { NetworkingConfig: { EndpointsConfig: { front: {} } } })
    const { NetworkSettings } = await docker.dockerode.getContainer(body.Id).inspect()
    expect(Object.keys(NetworkSettings.Networks)).toEqual(['front'])
    const none = await create(docker, {}, { NetworkDisabled: true })
    expect((await docker.dockerode.getContainer(none.body.Id).inspect()).NetworkSettings.Networks).toEqual({})
  })

  test("moves the container's MAC address into its network, and warns", async ({ docker }) => {
    const { body } = await create(docker, {}, { MacAddress: '02:42:ac:11:00:05' })
    expect(body.Warnings).toEqual([
      'The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.',
    ])
    const container = docker.dockerode.getContainer(body.Id)
    expect((await container.inspect()).NetworkSettings.Networks.bridge).toMatchObject({
      MacAddress: '02:42:ac:11:00:05',
    })
    const silent = await post(docker, '/v1.43/containers/create', { Image: 'busybox', MacAddress: '02:42:ac:11:00:06' })
    expect(silent.body.Warnings).toEqual([])
  })
})

test('an image can be mounted, to be read', async ({ docker }) => {
  const { body } = await create(
    docker,
    { Mounts: [{ Type: 'image', Source: 'busybox', Target: '/x', ImageOptions: { Subpath: 'bin' } }] },
    { Cmd: ['sh', '-c', 'test -e /x/sh && ! touch /x/y'] },
  )
  expect(body.Warnings).toEqual(['Image mount is an experimental feature'])
  const container = docker.dockerode.getContainer(body.Id)
  await container.start()
  expect(await container.wait()).toEqual({ StatusCode: 0 })
  await container.remove()
})

test('host-gateway is the gateway of the default network', async ({ docker }) => {
  const container = await docker.run('busybox', ['grep', '-q', '^172.17.0.1\tup$', '/etc/hosts'], {
    HostConfig: { ExtraHosts: ['up:host-gateway'] },
  })
  expect(await container.wait()).toEqual({ StatusCode: 0 })
})

describe('An update of limits', () => {
  const update = async (docker: TestDaemon, ...changes: Wish[]) => {
    const { body } = await create(docker, {})
    const replies: unknown[] = []
    for (const change of changes) {
      const reply = await post(docker, `/containers/${body.Id}/update`, change)
      replies.push(reply.body.message?.replace(body.Id, 'ID') ?? reply.body)
    }
    return { replies, HostConfig: (await docker.dockerode.getContainer(body.Id).inspect()).HostConfig }
  }
  const cannot = 'Cannot update container ID: '

  test('needs room for swap beside the memory', async ({ docker }) => {
    const { replies } = await update(docker, { Memory: 1e7 }, { Memory: 1e7, MemorySwap: 2e7 }, { Memory: 3e7 })
    const smaller = `${cannot}Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time`
    expect(replies).toEqual([smaller, { Warnings: null }, smaller])
  })

  test('does not mix two ways of limiting processors', async ({ docker }) => {
    expect(
      (await update(docker, { NanoCpus: 1e9 }, { CpuQuota: 5000 }, { CpuPeriod: 10_000 })).replies.slice(1),
    ).toEqual([
      `${cannot}Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set`,
      `${cannot}Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set`,
    ])
  })

  test('changes nothing but limits and the restart policy', async ({ docker }) => {
    const { replies, HostConfig } = await update(
      docker,
      { PidsLimit: -1, Privileged: true, CgroupParent: 'x', Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }] },
      { IOMaximumIOps: 4 },
    )
    expect(HostConfig).toMatchObject({ PidsLimit: 0, Privileged: false, CgroupParent: '', Ulimits: null })
    expect(replies[1]).toBe('Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps')
  })

  old('warns of what the host cannot do', async ({ docker }) => {
    const { replies, HostConfig } = await update(docker, {
      BlkioWeight: 500,
      BlkioWeightDevice: [{ Path: '/dev/null', Weight: 5 }],
      OomKillDisable: true,
      CpuPercent: 5,
    })
    expect(replies).toEqual([
      {
        Warnings: [
          'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
          'linux does not support CPU percent. Percent discarded.',
          'Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.',
          'Your kernel does not support Block I/O weight_device or the cgroup is not mounted. Weight-device discarded.',
        ],
      },
    ])
    expect(HostConfig).toMatchObject({ BlkioWeight: 0, OomKillDisable: false, CpuPercent: 0 })
  })
})
