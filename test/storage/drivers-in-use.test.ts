// What clients see of the storage drivers: docker info, inspect, --storage-opt size=, /proc/mounts, and how they fail.
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { StorageReport } from '../../src/control/storage-report.ts'
import { createDaemon, type StartOptions } from '../../src/index.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const id64 = /^[0-9a-f]{64}$/

async function outputOf(docker: TestDaemon, command: string, options: object = {}): Promise<string> {
  const container = await docker.run('alpine', ['sh', '-c', command], { ...options, Tty: true })
  await container.wait()
  const logs = (await container.logs({ stdout: true })) as unknown as Buffer
  await container.remove()
  return logs.toString().replaceAll('\r', '')
}

async function ask<Answer>(
  docker: TestDaemon,
  path: string,
  method = 'GET',
): Promise<{ status: number; value: Answer }> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    request({ agent: docker.agent, path: `/_mockerd/storage${path}`, method }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode!, value: text === '' ? undefined : JSON.parse(text) })
    })
      .on('error', reject)
      .end()
  })
}

const status: [options: StartOptions, pairs: unknown][] = [
  [{ storageDriver: 'vfs' }, null],
  [
    { storageDriver: 'vfs', storageOptions: ['vfs.xattrs=i_want_broken_containers'] },
    [['Extended file attributes', 'best-effort']],
  ],
  [{ storageDriver: 'fuse-overlayfs' }, []],
  [{ storageDriver: 'btrfs' }, [['Btrfs', '']]],
  [{ storageDriver: 'overlayfs', engine: '29.0' }, [['driver-type', 'io.containerd.snapshotter.v1']]],
  [
    { storageDriver: 'btrfs', engine: '20.10' },
    [
      ['Build Version', 'Btrfs v4.20.2'],
      ['Library Version', '102'],
    ],
  ],
  [
    { storageDriver: 'overlay', engine: '20.10' },
    [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
    ],
  ],
  [
    { storageDriver: 'zfs', storageOptions: ['zfs.fsname=tank/docker'] },
    [
      ['Zpool', 'tank'],
      ['Zpool Health', 'ONLINE'],
      ['Parent Dataset', 'tank/docker'],
      ['Space Used By Parent', '98304'],
      ['Space Available', '107374084096'],
      ['Parent Quota', 'no'],
      ['Compression', 'off'],
    ],
  ],
  [
    { storageDriver: 'aufs', engine: '20.10' },
    [
      ['Root Dir', '/var/lib/docker/aufs'],
      ['Backing Filesystem', 'extfs'],
      ['Dirs', '0'],
      ['Dirperm1 Supported', 'true'],
    ],
  ],
]

test.each(status)('docker info of a daemon with %j shows the lines of its storage driver', async (options, pairs) => {
  await using docker = await startTestDaemon(options)
  const info = await docker.dockerode.info()
  expect(info.Driver).toBe(options.storageDriver)
  expect(info.DriverStatus).toEqual(pairs)
})

test('docker info of devicemapper shows its pool, and how much of it is used', async () => {
  await using docker = await startTestDaemon({
    engine: '20.10',
    storageDriver: 'devicemapper',
    host: { root: '/data' },
  })
  const lines = async () => Object.fromEntries((await docker.dockerode.info()).DriverStatus as [string, string][])
  const fresh = await lines()
  expect(fresh).toEqual({
    'Pool Name': expect.stringMatching(/^docker-254:1-\d+-pool$/),
    'Pool Blocksize': '65.54kB',
    'Base Device Size': '10.74GB',
    'Backing Filesystem': 'xfs',
    'Udev Sync Supported': 'true',
    'Data file': '/dev/loop0',
    'Metadata file': '/dev/loop1',
    'Data loop file': '/data/devicemapper/devicemapper/data',
    'Metadata loop file': '/data/devicemapper/devicemapper/metadata',
    'Data Space Used': '11.8MB',
    'Data Space Total': '107.4GB',
    'Data Space Available': '107.4GB',
    'Metadata Space Used': '585.7kB',
    'Metadata Space Total': '2.147GB',
    'Metadata Space Available': '2.147GB',
    'Thin Pool Minimum Free Space': '10.74GB',
    'Deferred Removal Enabled': 'true',
    'Deferred Deletion Enabled': 'true',
    'Deferred Deleted Device Count': '0',
    'Library Version': '1.02.155 (2018-12-18)',
  })
  const container = await docker.run('alpine', ['dd', 'if=/dev/zero', 'of=/big', 'bs=1M', 'count=5'])
  await container.wait()
  expect(Number.parseFloat((await lines())['Data Space Used']!)).toBeGreaterThan(16.8)
  const warnings = (await docker.dockerode.info()).Warnings as string[]
  expect(warnings[1]).toMatch(/^WARNING: devicemapper: usage of loopback devices is strongly discouraged/)
})

test('docker info of devicemapper with a pool that somebody made shows no files, and warns of none', async () => {
  const storageOptions = ['dm.thinpooldev=/dev/mapper/docker-thinpool', 'dm.basesize=20G', 'dm.fs=ext4']
  await using docker = await startTestDaemon({ engine: '24.0', storageDriver: 'devicemapper', storageOptions })
  const info = await docker.dockerode.info()
  expect(info.DriverStatus?.slice(0, 6)).toEqual([
    ['Pool Name', 'docker-thinpool'],
    ['Pool Blocksize', '524.3kB'],
    ['Base Device Size', '21.47GB'],
    ['Backing Filesystem', 'ext4'],
    ['Udev Sync Supported', 'true'],
    ['Data Space Used', '12.06MB'],
  ])
  expect(info.Warnings).toHaveLength(1)
})

describe('docker inspect', () => {
  const data: [options: StartOptions, container: unknown, image: unknown, mount: RegExp][] = [
    [{ storageDriver: 'vfs' }, { ID: expect.stringMatching(id64) }, null, /^\/dev\/vda1 \/ ext4 rw/],
    [
      { storageDriver: 'btrfs' },
      { ID: expect.stringMatching(id64) },
      null,
      /^\/dev\/vda1 \/ btrfs rw.*subvol=\/btrfs\/subvolumes\//,
    ],
    [{ storageDriver: 'aufs', engine: '20.10' }, null, null, /^none \/ aufs rw,relatime,si=[0-9a-f]{16},dio,dirperm1 /],
    [
      { storageDriver: 'zfs' },
      {
        Dataset: expect.stringMatching(/^zpool-docker\/[0-9a-f]{64}$/),
        ID: expect.stringMatching(id64),
        Mountpoint: expect.stringMatching(/^\/var\/lib\/docker\/zfs\/graph\/[0-9a-f]{64}$/),
      },
      { Dataset: expect.any(String), Mountpoint: expect.any(String) },
      /^zpool-docker\/[0-9a-f]{64} \/ zfs rw/,
    ],
    [
      { storageDriver: 'devicemapper', engine: '20.10' },
      {
        DeviceId: '4',
        DeviceName: expect.stringMatching(/^docker-254:1-\d+-[0-9a-f]{64}$/),
        DeviceSize: '10737418240',
      },
      { DeviceId: '2', DeviceName: expect.any(String), DeviceSize: '10737418240' },
      /^\/dev\/mapper\/docker-254:1-\S+ \/ xfs rw/,
    ],
    [
      { storageDriver: 'overlay', engine: '20.10' },
      {
        LowerDir: expect.stringMatching(/^\/var\/lib\/docker\/overlay\/[0-9a-f]{64}\/root$/),
        MergedDir: expect.stringMatching(/\/merged$/),
        UpperDir: expect.stringMatching(/\/upper$/),
        WorkDir: expect.stringMatching(/\/work$/),
      },
      { RootDir: expect.stringMatching(/^\/var\/lib\/docker\/overlay\/[0-9a-f]{64}\/root$/) },
      /^overlay \/ overlay rw,relatime,lowerdir=\/var\/lib\/docker\/overlay\//,
    ],
  ]
  test.each(data)(
    'with %j shows what the driver tells of a container and of an image',
    async (options, container, image, mount) => {
      await using docker = await startTestDaemon(options)
      const made = await docker.create('alpine')
      expect((await made.inspect()).GraphDriver).toEqual({ Name: options.storageDriver, Data: container })
      expect((await docker.dockerode.getImage('alpine').inspect()).GraphDriver).toEqual({
        Name: options.storageDriver,
        Data: image,
      })
      const output = await outputOf(docker, 'grep " / " /proc/mounts; df -P /')
      expect(output).toMatch(mount)
      expect(output).toMatch(/\d+% \/\n$/)
    },
  )
})

describe('docker create --storage-opt', () => {
  const pquota = "--storage-opt is supported only for overlay over xfs with 'pquota' mount option"
  const noQuotas = 'Filesystem does not support, or has not enabled quotas'
  const refusals: [options: StartOptions, asked: Record<string, string>, reason: string][] = [
    [{}, { size: '1G' }, pquota],
    [{ host: { fileSystem: 'xfs' } }, { size: '1G' }, pquota],
    [{ host: { fileSystem: 'xfs-pquota' } }, { size: 'abc' }, "invalid size: 'abc'"],
    [{}, { foo: '1' }, 'Unknown option foo'],
    [{ storageDriver: 'vfs' }, { size: 'abc' }, noQuotas],
    [{ storageDriver: 'vfs' }, { SIZE: '1G' }, 'Storage opt SIZE not supported'],
    [{ storageDriver: 'btrfs' }, { size: '0' }, 'btrfs: invalid storage size: 0B'],
    [{ storageDriver: 'btrfs' }, { size: '1G,x' }, "invalid suffix: 'g,x'"],
    [{ storageDriver: 'btrfs' }, { size: '10' }, 'Failed to limit qgroup for &{{{}}}: disk quota exceeded'],
    [
      { storageDriver: 'btrfs', storageOptions: ['btrfs.min_space=10G'] },
      { size: '1G' },
      'btrfs: storage size cannot be less than 10.74GB',
    ],
    [{ storageDriver: 'zfs' }, { foo: '1' }, 'Unknown option foo'],
    [{ storageDriver: 'fuse-overlayfs' }, { size: '1G' }, '--storage-opt is not supported'],
    [{ storageDriver: 'aufs', engine: '20.10' }, { size: '1G' }, '--storage-opt is not supported for aufs'],
    [{ storageDriver: 'overlay', engine: '20.10' }, { size: '1G' }, '--storage-opt is not supported for overlay'],
    [
      { storageDriver: 'devicemapper', engine: '20.10' },
      { size: '1G' },
      'devmapper: Container size cannot be smaller than 10.74GB',
    ],
  ]
  test.each(refusals)('is refused with %j: %j', async (options, StorageOpt, reason) => {
    await using docker = await startTestDaemon(options)
    const made = docker.create('alpine', ['true'], { HostConfig: { StorageOpt } } as object)
    await expect(made).rejects.toMatchObject({ statusCode: 500, json: { message: reason } })
    expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
  })

  const limits: [options: StartOptions, message: string][] = [
    [{ host: { fileSystem: 'xfs-pquota' } }, 'No space left on device'],
    [{ storageDriver: 'vfs', host: { fileSystem: 'xfs-pquota' } }, 'No space left on device'],
    [{ storageDriver: 'btrfs' }, 'Quota exceeded'],
    [{ storageDriver: 'zfs' }, 'Quota exceeded'],
  ]
  test.each(limits)('size= with %j ends the writing: %s', async (options, message) => {
    await using docker = await startTestDaemon(options)
    const size = { HostConfig: { StorageOpt: { size: '3M' } } }
    expect(await outputOf(docker, 'dd if=/dev/zero of=/f bs=64k count=100', size)).toContain(message)
  })

  test('size= makes the device of devicemapper larger, and the next write finds room', async () => {
    await using docker = await startTestDaemon({ engine: '20.10', storageDriver: 'devicemapper' })
    const container = await docker.create('alpine', ['true'], { HostConfig: { StorageOpt: { size: '20G' } } } as object)
    expect((await container.inspect()).GraphDriver.Data).toMatchObject({ DeviceSize: '21474836480' })
  })

  test('overlay2.size of the daemon is every container’s, unless it asks for another', async () => {
    const options = { storageOptions: ['overlay2.size=2M'], host: { fileSystem: 'xfs-pquota' as const } }
    await using docker = await startTestDaemon(options)
    const write = 'dd if=/dev/zero of=/f bs=64k count=50'
    expect(await outputOf(docker, write)).toContain('No space left on device')
    const larger = { HostConfig: { StorageOpt: { size: '10M' } } }
    expect(await outputOf(docker, write, larger)).toContain('50+0 records out')
  })
})

describe('a pool of devicemapper that is nearly full', () => {
  const options = { engine: '20.10', storageDriver: 'devicemapper', storageOptions: ['dm.loopdatasize=20M'] }

  test('takes no other container, and takes one again when something is removed', async () => {
    await using docker = await startTestDaemon(options)
    const container = await docker.run('alpine', ['dd', 'if=/dev/zero', 'of=/f', 'bs=64k', 'count=110'])
    await container.wait()
    await expect(docker.create('alpine')).rejects.toThrow(
      /devmapper: Thin Pool has \d+ free data blocks which is less than minimum required 32 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior/,
    )
    await container.remove()
    await docker.create('alpine')
  })

  test('ends the writing of those that are there', async () => {
    await using docker = await startTestDaemon(options)
    expect(await outputOf(docker, 'dd if=/dev/zero of=/f bs=64k count=200')).toContain('No space left on device')
  })
})

describe('a container that something else has mounted', () => {
  const busy: [options: StartOptions, reason: RegExp][] = [
    [
      { storageDriver: 'zfs' },
      /^cannot remove container "[0-9a-f]{64}": driver "zfs" failed to remove root filesystem: exit status 1: "\/usr\/sbin\/zfs destroy -r zpool-docker\/[0-9a-f]{64}" => cannot destroy 'zpool-docker\/[0-9a-f]{64}': dataset is busy\n$/,
    ],
    [
      { engine: '20.10' },
      /^container [0-9a-f]{64}: driver "overlay2" failed to remove root filesystem: unlinkat \/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/merged: device or resource busy$/,
    ],
    [
      { engine: '20.10', storageDriver: 'devicemapper', storageOptions: ['dm.use_deferred_deletion=false'] },
      /failed to remove device [0-9a-f]{64}: Device is Busy$/,
    ],
  ]
  test.each(busy)('cannot be removed with %j, is dead, and goes when it is free', async (options, reason) => {
    await using docker = await startTestDaemon(options)
    const container = await docker.create('alpine', ['true'], { name: 'web' })
    expect((await ask(docker, '/layers/web/hold', 'POST')).status).toBe(204)
    await expect(container.remove()).rejects.toMatchObject({
      statusCode: 500,
      json: { message: expect.stringMatching(reason) },
    })
    expect((await container.inspect()).State).toMatchObject({ Status: 'dead', Dead: true })
    expect((await ask(docker, '/layers/web/hold', 'DELETE')).status).toBe(204)
    await container.remove()
    expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
  })

  test('is removed under devicemapper, and its device waits', async () => {
    await using docker = await startTestDaemon({ engine: '20.10', storageDriver: 'devicemapper' })
    const container = await docker.create('alpine')
    const waiting = async () =>
      (await docker.dockerode.info()).DriverStatus?.find(
        ([name]: [string, string]) => name === 'Deferred Deleted Device Count',
      )?.[1]
    await ask(docker, `/layers/${container.id}/hold`, 'POST')
    await container.remove()
    expect(await waiting()).toBe('1')
    await ask(docker, `/layers/${container.id}/hold`, 'DELETE')
    expect(await waiting()).toBe('0')
  })

  test('by an export that somebody still reads cannot be removed under zfs', async () => {
    await using docker = await startTestDaemon({ storageDriver: 'zfs' })
    const container = await docker.run('alpine', ['dd', 'if=/dev/zero', 'of=/big', 'bs=1M', 'count=20'])
    await container.wait()
    const archive = await container.export()
    await once(archive, 'readable')
    await expect(container.remove()).rejects.toThrow('dataset is busy')
    archive.resume()
    await once(archive, 'end')
    await container.remove()
  })

  test('with --rm stays as a dead one', async () => {
    await using docker = await startTestDaemon({ storageDriver: 'zfs' })
    const container = await docker.create('alpine', ['true'], { HostConfig: { AutoRemove: true } })
    await ask(docker, `/layers/${container.id}/hold`, 'POST')
    const removed = container.wait({ condition: 'removed' })
    await container.start()
    expect((await removed).Error.Message).toContain('dataset is busy')
    expect((await container.inspect()).State.Status).toBe('dead')
  })
})

describe('GET /_mockerd/storage', () => {
  test('tells what a container of an image did', async () => {
    await using docker = await startTestDaemon({ storageDriver: 'zfs' })
    const container = await docker.run('alpine', ['sh', '-c', 'echo hello > /etc/motd; rm /etc/profile'], {
      name: 'web',
    })
    await container.wait()
    const { value } = await ask<StorageReport>(docker, '')
    expect(value).toMatchObject({ driver: 'zfs', space: { blockSize: 131_072, total: 100 * 1024 ** 3 } })
    expect(value.layers.map(({ kind, names, depth }) => [kind, names, depth])).toEqual([
      ['committed', ['alpine:latest'], 1],
      ['init', [], 2],
      ['active', ['web'], 3],
    ])
    const web = value.layers[2]!
    expect(web.account).toMatchObject({ bytesWritten: 6, filesCopied: 0 })
    expect(web.usage).toBe(6)
    expect(web.data).toMatchObject({ ID: container.id })
    expect(value.total.bytesWritten).toBe(6)
  })

  test.each([
    ['overlay2', '28.5', { path: '/etc/profile', kind: 'character', size: 0, device: [0, 0], hides: 'name' }],
    ['aufs', '20.10', { path: '/etc/.wh.profile', kind: 'file', size: 0, hides: 'name' }],
  ])('lists the whiteouts of %s in its own form', async (storageDriver, engine, whiteout) => {
    await using docker = await startTestDaemon({ storageDriver, engine })
    const container = await docker.run('alpine', ['rm', '/etc/profile'], { name: 'web' })
    await container.wait()
    const { value } = await ask<object[]>(docker, '/layers/web/files')
    expect(value).toEqual([expect.objectContaining({ path: '/etc', kind: 'directory' }), whiteout])
  })

  test('knows no other layer', async () => {
    await using docker = await startTestDaemon()
    expect(await ask(docker, '/layers/nosuch/files')).toEqual({
      status: 404,
      value: { message: 'No such layer: nosuch' },
    })
    expect((await ask(docker, '/layers/nosuch/hold', 'DELETE')).status).toBe(404)
  })
})

test('containerd’s snapshotter shows as Storage in API 1.52, and as a storage driver without data in older ones', async () => {
  await using daemon = createDaemon({ engine: '29.0', storageDriver: 'overlayfs' })
  const post = (path: string, body?: object) =>
    daemon.fetch(
      new Request(`http://docker${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body ? JSON.stringify(body) : null,
      }),
    )
  await (await post('/images/create?fromImage=alpine&tag=latest')).text()
  const { Id } = (await (await post('/containers/create', { Image: 'alpine' })).json()) as { Id: string }
  const shown = async (path: string) => {
    const reply = await daemon.fetch(new Request(`http://docker${path}/json`))
    const { Storage, GraphDriver } = (await reply.json()) as Record<string, unknown>
    return { Storage, GraphDriver }
  }
  const driver = { Data: null, Name: 'overlayfs' }
  expect(await shown(`/v1.52/containers/${Id}`)).toEqual({ Storage: { RootFS: { Snapshot: { Name: 'overlayfs' } } } })
  expect(await shown(`/v1.51/containers/${Id}`)).toEqual({ GraphDriver: driver })
  expect(await shown('/v1.52/images/alpine')).toEqual({})
  expect(await shown('/v1.51/images/alpine')).toEqual({ GraphDriver: driver })
})
