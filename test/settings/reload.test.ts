// A daemon that reads its configuration again while it runs.
import { describe, expect } from 'vitest'
import type { Settings } from '../../src/engine/settings.ts'
import { manualClock } from '../../src/index.ts'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Event {
  readonly Type: string
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> }
}

const info = async (daemon: TestDaemon): Promise<Record<string, unknown>> => (await daemon.dockerode.info()) as never

/** What the daemon tells of all its reloads. */
async function told(daemon: TestDaemon): Promise<Event[]> {
  const until = daemon.clock.now() / 1000
  const reply = await daemon.fetch(new Request(`http://docker/events?since=0&until=${until}`))
  const lines = (await reply.text()).trim().split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Event).filter(({ Action }) => Action === 'reload')
}

const start = (settings: Partial<Settings> = {}, engine?: string): Promise<TestDaemon> =>
  startTestDaemon({ settings, engine, clock: manualClock() })

test('changes at once, and tells of everything that can change', async () => {
  await using daemon = await start({ labels: ['a=1'], runtimes: { crun: { path: '/usr/bin/crun' } } })
  daemon.reload({
    debug: true,
    labels: ['z=9', 'a=2'],
    liveRestore: true,
    maxConcurrentDownloads: 7,
    maxConcurrentUploads: 8,
    maxDownloadAttempts: 2,
    shutdownTimeout: 33,
    features: { b: true, a: false },
    insecureRegistries: ['reg:5000'],
    registryMirrors: ['https://mirror.example'],
    defaultRuntime: 'crun',
    defaultShmSize: 33_554_432,
    defaultIpcMode: 'shareable',
    defaultCgroupnsMode: 'host',
  })
  expect(await info(daemon)).toMatchObject({
    Debug: true,
    Labels: ['z=9', 'a=2'],
    LiveRestoreEnabled: true,
    DefaultRuntime: 'crun',
    RegistryConfig: { Mirrors: ['https://mirror.example/'], IndexConfigs: { 'reg:5000': { Secure: false } } },
  })
  const made = await daemon.create('busybox', ['true'])
  expect((await made.inspect()).HostConfig).toMatchObject({
    Runtime: 'crun',
    ShmSize: 33_554_432,
    IpcMode: 'shareable',
    CgroupnsMode: 'host',
  })
  const [event] = await told(daemon)
  expect(event).toMatchObject({ Type: 'daemon', Actor: { ID: (await info(daemon)).ID } })
  expect(Object.entries(event!.Actor.Attributes)).toEqual(
    Object.entries({
      debug: 'true',
      'default-cgroupns-mode': 'host',
      'default-ipc-mode': 'shareable',
      'default-runtime': 'crun',
      'default-shm-size': '33554432',
      features: 'map[a:false b:true]',
      'insecure-registries': '["reg:5000"]',
      labels: '["z=9","a=2"]',
      'live-restore': 'true',
      'max-concurrent-downloads': '7',
      'max-concurrent-uploads': '8',
      'max-download-attempts': '2',
      name: 'mockerd',
      'registry-mirrors': '["https://mirror.example"]',
      runtimes: 'crun:/usr/bin/crun',
      'shutdown-timeout': '33',
    }),
  )
})

test('keeps what the configuration does not name, but takes limits of transfers and features back', async () => {
  await using daemon = await start({ labels: ['a=1'], maxConcurrentDownloads: 7, features: { a: true }, debug: true })
  daemon.reload({})
  expect((await told(daemon))[0]!.Actor.Attributes).toMatchObject({
    debug: 'true',
    labels: '["a=1"]',
    features: 'map[]',
    'max-concurrent-downloads': '3',
    'default-cgroupns-mode': 'private',
    'default-ipc-mode': 'private',
    runtimes: '',
  })
})

test('leaves alone what dockerd does not reload', async () => {
  await using daemon = await start()
  daemon.reload({ experimental: true, logDriver: 'local', httpProxy: 'http://proxy', init: true, dns: ['1.1.1.1'] })
  expect(await info(daemon)).toMatchObject({ ExperimentalBuild: false, LoggingDriver: 'json-file', HttpProxy: '' })
})

describe('changes nothing, and tells nobody,', () => {
  const refused: readonly (readonly [Partial<Settings>, string])[] = [
    [{ defaultRuntime: 'nope' }, "specified default runtime 'nope' does not exist"],
    [{ runtimes: { runc: { path: '/x' } } }, "runtime name 'runc' is reserved"],
    [
      { registryMirrors: ['ftp://x'] },
      `invalid mirror: unsupported scheme "ftp" in "ftp://x": must use either 'https://' or 'http://'`,
    ],
  ]
  for (const [changes, reason] of refused) {
    test(`for ${JSON.stringify(changes)}`, async () => {
      await using daemon = await start()
      expect(() => daemon.reload({ debug: true, labels: ['new=1'], ...changes })).toThrow(reason)
      expect(await info(daemon)).toMatchObject({ Debug: false, Labels: [], DefaultRuntime: 'runc' })
      expect(await told(daemon)).toEqual([])
    })
  }
})

test('is taken back by a reset, as everything else', async () => {
  await using daemon = await start({ labels: ['a=1'] })
  daemon.reload({ labels: ['b=2'], registryMirrors: ['https://mirror.example'] })
  await daemon.reset()
  expect(await info(daemon)).toMatchObject({ Labels: ['a=1'], RegistryConfig: { Mirrors: null } })
})

test('is not part of a snapshot', async () => {
  await using daemon = await start()
  const snapshot = daemon.snapshot()
  daemon.reload({ labels: ['b=2'] })
  await snapshot.restore()
  expect(await info(daemon)).toMatchObject({ Labels: ['b=2'] })
})

test('told more in old releases', async () => {
  await using daemon = await start({}, '20.10')
  daemon.reload({})
  expect((await told(daemon))[0]!.Actor.Attributes).toMatchObject({
    'allow-nondistributable-artifacts': '[]',
    'cluster-store': '',
    'cluster-store-opts': '{}',
    'cluster-advertise': '',
  })
})
