// The storage drivers that a daemon starts with, release by release, and what dockerd says where it does not start.
// Asked of dockerd 28.5.2 and 20.10.24; where no kernel has the driver, read from moby's daemon/graphdriver.
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeTar } from '../../src/codec/write-tar.ts'
import { storageDriverOf } from '../../src/daemon/own-driver.ts'
import { personaNamed } from '../../src/daemon/personas.ts'
import { priorDriver } from '../../src/daemon/storage-driver.ts'
import { createDaemon, type DaemonOptions } from '../../src/index.ts'
import { contentStore } from '../../src/storage/content.ts'
import { drivers } from '../../src/storage/drivers.ts'
import { layerStore } from '../../src/storage/layers.ts'
import { seededRandom } from '../../src/world/random.ts'

const removed = (driver: string): string =>
  `[graphdriver] ERROR: the ${driver} storage-driver has been deprecated and removed; visit https://docs.docker.com/go/storage-driver/ for more information`

const refusals: [options: DaemonOptions, reason: string][] = [
  [{ storageDriver: 'nosuch' }, 'driver not supported: nosuch'],
  [{ storageDriver: 'nosuch', engine: '20.10' }, 'driver not supported'],
  [{ storageDriver: 'toString' }, 'driver not supported: toString'],
  [{ storageDriver: 'overlayfs' }, 'driver not supported: overlayfs'],
  [{ storageDriver: 'aufs' }, `${removed('aufs')}: aufs`],
  [{ storageDriver: 'overlay', engine: '24.0' }, `${removed('overlay')}: overlay`],
  [{ storageDriver: 'devicemapper', engine: '25.0' }, `${removed('devicemapper')}: devicemapper`],
  [{ storageOptions: ['foo=1'] }, 'overlay2: unknown option foo: overlay2'],
  [{ storageOptions: ['FOO=1'], engine: '20.10' }, 'overlay2: unknown option foo'],
  [{ storageOptions: ['foo'] }, 'unable to parse storage-opt key/value: foo: overlay2'],
  [{ storageOptions: ['foo'], engine: '26.1' }, 'unable to parse key/value option: foo: overlay2'],
  [{ storageOptions: ['foo'], engine: '20.10' }, 'Unable to parse key/value option: foo'],
  [
    { storageOptions: ['overlay2.size=1G'] },
    'Storage Option overlay2.size only supported for backingFS XFS. Found extfs: overlay2',
  ],
  [{ storageOptions: ['overlay2.size=many'] }, "invalid size: 'many': overlay2"],
  [
    { storageOptions: ['overlay2.override_kernel_check=1'] },
    'overlay2: unknown option overlay2.override_kernel_check: overlay2',
  ],
  [{ storageDriver: 'vfs', storageOptions: ['foo=1'] }, 'unknown option foo for vfs: vfs'],
  [
    { storageDriver: 'vfs', storageOptions: ['size=1G'] },
    'Filesystem does not support, or has not enabled quotas: vfs',
  ],
  [{ storageDriver: 'vfs', storageOptions: ['size=abc'] }, "invalid size: 'abc': vfs"],
  [
    { storageDriver: 'vfs', storageOptions: ['vfs.xattrs=yes'] },
    'do not set the vfs.xattrs option unless you are willing to accept the consequences: vfs',
  ],
  [{ storageDriver: 'btrfs', storageOptions: ['foo=1'] }, 'Unknown option foo: btrfs'],
  [
    { storageDriver: 'btrfs', host: { fileSystem: 'extfs' } },
    'prerequisites for driver not satisfied (wrong filesystem?): btrfs',
  ],
  [
    { storageDriver: 'zfs', host: { fileSystem: 'xfs' } },
    'prerequisites for driver not satisfied (wrong filesystem?): zfs',
  ],
  [
    { storageDriver: 'aufs', engine: '20.10', host: { fileSystem: 'btrfs' } },
    'backing file system is unsupported for this graph driver',
  ],
  [{ storageDriver: 'overlay', engine: '20.10', storageOptions: ['a=b'] }, 'overlay: unknown option a'],
]

const pool: [option: string, reason: string][] = [
  ['dm.foo=1', 'devmapper: Unknown option dm.foo'],
  ['dm.fs=btrfs', 'devmapper: Unsupported filesystem btrfs'],
  ['dm.basesize=x', "invalid size: 'x'"],
  ['dm.blkdiscard=maybe', 'strconv.ParseBool: parsing "maybe": invalid syntax'],
  ['dm.min_free_space=10', 'devmapper: Option dm.min_free_space requires % suffix'],
  ['dm.min_free_space=100%', 'devmapper: Invalid value 100% for option dm.min_free_space'],
  ['dm.thinp_percent=100', 'dm.thinp_percent must be greater than 0 and less than 100'],
  ['dm.thinp_percent=9x', 'could not parse `dm.thinp_percent=9x`: strconv.ParseUint: parsing "9x": invalid syntax'],
  ['dm.thinp_percent=90', 'must provide device path in `dm.directlvm_device` in order to configure direct-lvm'],
  ['dm.libdm_log_level=9', 'dm.libdm_log_level must be in range [2,7]'],
]

describe('a daemon does not start', () => {
  test.each(refusals)('with %j', (options, reason) => {
    expect(() => createDaemon(options)).toThrow(
      expect.objectContaining({ message: `failed to start daemon: error initializing graphdriver: ${reason}` }),
    )
  })

  test.each(pool)('under devicemapper with --storage-opt %s', (option, reason) => {
    const options = { engine: '20.10', storageDriver: 'devicemapper', storageOptions: [option] }
    expect(() => createDaemon(options)).toThrow(
      expect.objectContaining({ message: `failed to start daemon: error initializing graphdriver: ${reason}` }),
    )
  })
})

test.each([
  ['20.10', 'aufs', 'the aufs storage-driver is deprecated, and will be removed in a future release'],
  [
    '24.0',
    'devicemapper',
    'the devicemapper storage-driver is deprecated and will be removed in a future release; visit https://docs.docker.com/go/storage-driver/ for more information',
  ],
])('Engine %s warns at its start that %s is deprecated', async (engine, storageDriver, words) => {
  const warnings: string[] = []
  await createDaemon({ engine, storageDriver, warn: (text) => warnings.push(text) }).close()
  expect(warnings).toEqual([`[graphdriver] WARNING: ${words}`])
})

describe('a daemon that is told no storage driver', () => {
  const prior = (engine: string, ...names: string[]) => priorDriver('/var/lib/docker', names, personaNamed(engine))

  test('takes the one that has content, whatever vfs has', () => {
    expect(prior('28.5', 'vfs', 'btrfs')).toBe('btrfs')
    expect(prior('28.5', 'vfs')).toBeUndefined()
  })

  test('does not choose among several', () => {
    expect(() => prior('28.5', 'overlay2', 'btrfs')).toThrow(
      'failed to start daemon: error initializing graphdriver: /var/lib/docker contains several valid graphdrivers: btrfs, overlay2; cleanup or explicitly choose storage driver (-s <DRIVER>)',
    )
  })

  test('overlooks content of a driver that it no longer has', () => {
    expect(prior('28.5', 'aufs', 'overlay2')).toBe('overlay2')
  })

  test('goes on with a deprecated one in Engine 20.10 and refuses it in 23.0', () => {
    expect(prior('20.10', 'aufs')).toBe('aufs')
    expect(() => prior('23.0', 'aufs')).toThrow('prior storage driver aufs is deprecated and will be removed')
  })
})

describe('--storage-driver with the path of a module', () => {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

  test('takes its default export under the name of the file', async () => {
    const options = await storageDriverOf(path('own-driver.ts'))
    expect(options.storageDriver).toBe('own-driver')
    await using daemon = createDaemon(options)
    expect(await (await daemon.fetch(new Request('http://docker/info'))).json()).toMatchObject({
      Driver: 'lvm',
      DriverStatus: [['Volume Group', 'docker']],
    })
  })

  test('says what is wrong with it', async () => {
    await expect(storageDriverOf('./nosuch.js')).rejects.toThrow('nosuch.js')
    await expect(storageDriverOf(path('tree-text.ts'))).rejects.toThrow('exports no storage driver by default')
  })
})

describe('the 126th layer', () => {
  test('is refused whatever the storage driver, and the 125 below it stay as they are', async () => {
    const content = contentStore()
    const driver = drivers.btrfs!({ root: '/var/lib/docker', random: seededRandom('layers') })
    const layers = layerStore(driver, content)
    const stack: string[] = []
    for (let i = 0; i < 125; i++) stack.push((await layers.register(oneFile(`f${i}`), stack.at(-1))).chainId)
    await expect(layers.register(oneFile('more'), stack.at(-1))).rejects.toThrow('max depth exceeded')
    expect([...driver.layers!()]).toHaveLength(125)
    for (const id of stack) layers.release(id)
    expect([...driver.layers!()]).toEqual([])
    content.close()
  })
})

async function* oneFile(name: string): AsyncGenerator<Uint8Array> {
  yield* writeTar([{ name, kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 0, body: [] }])
}

test('overlay2 mounts 128 lower layers and no more', () => {
  const driver = drivers.overlay2({ root: '/var/lib/docker', random: seededRandom('depth') })
  for (let i = 0; i < 129; i++) {
    driver.prepare('extract', i === 0 ? undefined : `${i - 1}`)
    driver.commit('extract', `${i}`)
  }
  expect(() => driver.prepare('web', '128')).toThrow('max depth exceeded')
  driver.prepare('web', '127')
})
