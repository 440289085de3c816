// What options mean for the daemon: its settings, TLS, where it listens; and what a reload takes over.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { reloadedSettings } from '../../src/daemon/options/reload.ts'
import { parseOptions, type ReadOptions } from '../../src/daemon/options.ts'
import { startOptionsOf } from '../../src/daemon/start-options.ts'
import { tlsOptionsOf } from '../../src/daemon/tls-flags.ts'
import { startDaemon } from '../../src/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
})

const read = (...words: readonly string[]): ReadOptions => parseOptions(words, {}, {})

async function withFile(config: object, ...words: readonly string[]): Promise<ReadOptions> {
  const path = join(folder, 'daemon.json')
  await writeFile(path, JSON.stringify(config))
  return read('--config-file', path, ...words)
}

describe('settings of the engine', () => {
  test('are what is said, and nothing else', async () => {
    const { settings } = await startOptionsOf(read('--label=a=b', '--icc=false', '--default-ulimit=nofile=1'))
    expect(settings).toEqual({
      labels: ['a=b'],
      icc: false,
      defaultUlimits: { nofile: { Name: 'nofile', Hard: 1, Soft: 1 } },
      hosts: [],
      tls: false,
      tlsverify: false,
    })
  })

  test('have the storage driver of DOCKER_DRIVER before that of the flag, as dockerd has it', async () => {
    vi.stubEnv('DOCKER_DRIVER', 'vfs')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await startOptionsOf(read('--storage-driver=btrfs'))).toMatchObject({ storageDriver: 'vfs' })
  })

  test.for([
    [['-H', 'tcp://localhost'], ['tcp://localhost:2375']],
    [
      ['-H', ':1', '-H', 'unix:///a', '-H', 'unix:///a', '-H', '/b'],
      ['tcp://localhost:1', 'unix:///a', 'unix:///b'],
    ],
    [
      ['-H', '127.0.0.1:0', '-H', 'fd://'],
      ['tcp://127.0.0.1:0', 'fd://'],
    ],
    [['--tls'], ['tcp://localhost:2376']],
    [[], undefined],
  ] as const)('%j listens on %j', async ([words, hosts]) => {
    expect((await startOptionsOf(read(...words))).hosts).toEqual(hosts)
  })
})

describe('TLS', () => {
  const environment = { DOCKER_CERT_PATH: '/certs' }

  test.for([
    [[], undefined],
    [['--tls=false'], undefined],
    [['--tls'], true],
    [['--tlsverify'], true],
    [['--tlsverify=false'], false],
    [['--tls', '--tlsverify=false'], false],
    [['--tls=false', '--tlsverify'], true],
  ] as const)('%j: clients need certificates: %j', ([words, verify]) => {
    expect(tlsOptionsOf(read(...words), environment)?.verify).toBe(verify)
  })

  test('has its files where flags say, or in the folder of the user if they are there', async () => {
    const words = ['--tls', '--tlscert=/x/cert', '--tlskey=/x/key'] as const
    expect(tlsOptionsOf(read(...words), environment)).toEqual({
      cert: '/x/cert',
      key: '/x/key',
      ca: '/certs/ca.pem',
      verify: true,
    })
    await writeFile(join(folder, 'cert.pem'), 'x')
    expect(tlsOptionsOf(read('--tls'), { DOCKER_CONFIG: folder })).toMatchObject({
      cert: `${folder}/cert.pem`,
      key: '',
    })
  })

  test('that daemon.json asks for has no files but those that it names, unless DOCKER_TLS_VERIFY asks, too', async () => {
    const options = await withFile({ tls: true, tlscert: '/x/cert' })
    expect(tlsOptionsOf(options, environment)).toEqual({ cert: '/x/cert', key: '', ca: undefined, verify: true })
    expect(tlsOptionsOf(options, { ...environment, DOCKER_TLS_VERIFY: '1' })).toMatchObject({ ca: '/certs/ca.pem' })
  })
})

describe('a reload', () => {
  test('takes over what dockerd takes over, and no more', async () => {
    const options = await withFile({ labels: ['a=b'] }, '--max-concurrent-downloads=1', '--shutdown-timeout=3')
    await withFile({
      debug: true,
      labels: ['c=d', 'c=d'],
      'live-restore': true,
      'default-runtime': 'kata',
      runtimes: { kata: { path: '/k' } },
      'default-shm-size': '1m',
      features: { x: true },
      'insecure-registries': ['x'],
      'max-concurrent-uploads': 2,
      'log-driver': 'local',
      mtu: 1,
      mockerd: { seed: 'x' },
    })
    expect(reloadedSettings(options)).toEqual({
      debug: true,
      labels: ['c=d'],
      liveRestore: true,
      defaultRuntime: 'kata',
      runtimes: { kata: { path: '/k' } },
      defaultShmSize: 2 ** 20,
      features: { x: true },
      insecureRegistries: ['x'],
      maxConcurrentUploads: 2,
    })
  })

  test.for([
    [{ nosuch: 1 }, "the following directives don't match any configuration option: nosuch"],
    [{ 'shutdown-timeout': 1 }, 'shutdown-timeout: (from flag: 3, from file: 1)'],
    [{ debug: 1 }, 'json: cannot unmarshal number into Go struct field Config.CommonConfig.debug of type bool'],
  ] as const)('refuses %j as a start does', async ([config, reason]) => {
    const options = await withFile({}, '--shutdown-timeout=3')
    await writeFile(join(folder, 'daemon.json'), JSON.stringify(config))
    expect(() => reloadedSettings(options)).toThrow(
      `unable to configure the Docker daemon with file ${folder}/daemon.json: `,
    )
    expect(() => reloadedSettings(options)).toThrow(reason)
  })

  test('refuses values that do not fit, in words of its own', async () => {
    const options = await withFile({})
    await writeFile(join(folder, 'daemon.json'), '{"mtu":-1}')
    expect(() => reloadedSettings(options)).toThrow('file configuration validation failed: invalid default MTU: -1')
    await writeFile(join(folder, 'daemon.json'), '{"labels":["a=b","a=c"]}')
    expect(() => reloadedSettings(options)).toThrow(/^conflict labels for a=c and a=b$/)
  })

  test('without a file says nothing', () => {
    expect(reloadedSettings(read('--feature=x', '--debug'))).toEqual({})
  })
})

describe('daemonJson of the library', () => {
  test('is an object or a file; other options come before it', async () => {
    const config = {
      labels: ['a=b'],
      'log-driver': 'local',
      'exec-opts': ['native.cgroupdriver=systemd'],
      mockerd: { seed: 's' },
    }
    await using daemon = await startDaemon({ daemonJson: config, settings: { logDriver: 'none' } })
    expect(daemon.engine.settings.now).toMatchObject({
      labels: ['a=b'],
      logDriver: 'none',
      execOpts: ['native.cgroupdriver=systemd'],
    })
    const path = join(folder, 'daemon.json')
    await writeFile(path, JSON.stringify(config))
    await using other = await startDaemon({ daemonJson: path })
    expect(other.engine.settings.now.logDriver).toBe('local')
  })

  test('is refused in the words of dockerd', async () => {
    await expect(startDaemon({ daemonJson: { nosuch: 1 } })).rejects.toThrow(
      "unable to configure the Docker daemon with file daemonJson: the following directives don't match any configuration option: nosuch",
    )
    await expect(startDaemon({ daemonJson: { 'log-level': 'x' } })).rejects.toThrow(
      'merged configuration validation from file and command line flags failed: invalid logging level: x',
    )
  })
})
