// What a container has of the daemon's configuration when it does not say otherwise.
import type { ContainerInspectInfo, HostConfig } from 'dockerode'
import { describe, expect } from 'vitest'
import type { Settings } from '../../src/engine/settings.ts'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { said } from './said.ts'

const configured = (settings: Partial<Settings>): Promise<TestDaemon> => startTestDaemon({ settings })

/** What inspect shows of a container that is only made. */
async function made(daemon: TestDaemon, HostConfig: HostConfig = {}): Promise<ContainerInspectInfo['HostConfig']> {
  const container = await daemon.create('busybox', ['true'], { HostConfig })
  return (await container.inspect()).HostConfig
}

const refusal = (daemon: TestDaemon, HostConfig: HostConfig): Promise<string> =>
  daemon.create('busybox', ['true'], { HostConfig }).then(
    () => 'made',
    (error: { statusCode: number; json: { message: string } }) => `${error.statusCode} ${error.json.message}`,
  )

test('has the default limits for those that it does not name, in inspect and inside', async () => {
  await using daemon = await configured({
    defaultUlimits: {
      nofile: { Name: 'nofile', Soft: 100, Hard: 200 },
      nproc: { Name: 'nproc', Soft: 50, Hard: 50 },
    },
  })
  expect((await made(daemon)).Ulimits).toEqual([
    { Name: 'nofile', Soft: 100, Hard: 200 },
    { Name: 'nproc', Soft: 50, Hard: 50 },
  ])
  const own = { Ulimits: [{ Name: 'nofile', Soft: 60, Hard: 70 }] }
  expect((await made(daemon, own)).Ulimits).toEqual([...own.Ulimits, { Name: 'nproc', Soft: 50, Hard: 50 }])
  expect(await said(daemon, 'ulimit -n; ulimit -Hn; ulimit -u')).toBe('100\n200\n50\n')
  expect(await said(daemon, 'ulimit -n; ulimit -u', own)).toBe('60\n50\n')
})

test('runs under docker-init by default, unless it says no or shares the processes of others', async () => {
  await using daemon = await configured({ init: true })
  const first = 'tr "\\0" " " < /proc/1/cmdline'
  expect(await said(daemon, first)).toBe(`/sbin/docker-init -- sh -c ${first} `)
  expect(await said(daemon, first, { Init: false })).toBe(`sh -c ${first} `)
  expect(await said(daemon, first, { PidMode: 'host' })).not.toContain('docker-init')
  expect((await made(daemon)).Init).toBeUndefined()
})

test('has the default shared memory, and the default modes of its namespaces', async () => {
  await using daemon = await configured({
    defaultShmSize: 32 * 1024 * 1024,
    defaultIpcMode: 'shareable',
    defaultCgroupnsMode: 'host',
  })
  expect(await made(daemon)).toMatchObject({ ShmSize: 33_554_432, IpcMode: 'shareable', CgroupnsMode: 'host' })
  expect(await said(daemon, 'df -k /dev/shm | tail -n 1')).toMatch(/^shm +32768 /)
  const own = { ShmSize: 1_048_576, IpcMode: 'private', CgroupnsMode: 'private' } as const
  expect(await made(daemon, own)).toMatchObject(own)
})

describe('control groups', () => {
  const seen = { CgroupnsMode: 'host' } as const
  const place = async (daemon: TestDaemon, HostConfig: HostConfig = {}): Promise<string> =>
    (await said(daemon, 'cat /proc/self/cgroup', { ...seen, ...HostConfig })).replace(/[0-9a-f]{64}/, 'ID')

  test('lie in a slice of systemd, or below the parent that the daemon or the container names', async () => {
    await using daemon = await configured({ cgroupParent: 'ci-jobs.slice' })
    expect(await place(daemon)).toBe('0::/ci.slice/ci-jobs.slice/docker-ID.scope\n')
    expect(await place(daemon, { CgroupParent: 'own.slice' })).toBe('0::/own.slice/docker-ID.scope\n')
    expect(await refusal(daemon, { CgroupParent: '/own' })).toBe(
      '400 cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"',
    )
    expect((await made(daemon)).CgroupParent).toBe('')
  })

  test('lie in directories without systemd', async () => {
    await using daemon = await configured({ cgroupParent: '/ci', execOpts: ['native.cgroupdriver=cgroupfs'] })
    expect(await place(daemon)).toBe('0::/ci/ID\n')
    expect(await place(daemon, { CgroupParent: '/own' })).toBe('0::/own/ID\n')
  })
})

test('gains no privileges and has no seccomp profile if the daemon says so', async () => {
  await using daemon = await configured({ noNewPrivileges: true, seccompProfile: 'unconfined' })
  const ask = 'grep -E "NoNewPrivs|Seccomp:" /proc/self/status'
  expect(await said(daemon, ask)).toBe('NoNewPrivs:\t1\nSeccomp:\t0\n')
  const SecurityOpt = ['no-new-privileges=false', 'seccomp=builtin']
  expect(await said(daemon, ask, { SecurityOpt })).toBe('NoNewPrivs:\t0\nSeccomp:\t2\n')
  expect((await made(daemon)).SecurityOpt).toBeNull()
})

describe('runtimes', () => {
  test('are the default one, a configured one, or one that containerd may find', async () => {
    await using daemon = await configured({ defaultRuntime: 'crun', runtimes: { crun: { path: '/usr/bin/crun' } } })
    expect((await made(daemon)).Runtime).toBe('crun')
    expect(await said(daemon, 'echo here')).toBe('here\n')
    expect(await said(daemon, 'echo there', { Runtime: 'runc' })).toBe('there\n')
    expect(await refusal(daemon, { Runtime: 'nope' })).toBe('400 unknown or invalid runtime name: nope')
  })

  test('that are not installed refuse the start', async () => {
    await using daemon = await configured({})
    expect(await refusal(daemon, { Runtime: '.own.v2' })).toBe('400 unknown or invalid runtime name: .own.v2')
    const container = await daemon.create('busybox', ['true'], { HostConfig: { Runtime: 'io.containerd.own.v2' } })
    await expect(container.start()).rejects.toThrow('"containerd-shim-own-v2"')
  })

  test('that cannot be, keep the daemon from starting', async () => {
    const start = (settings: Partial<Settings>): Promise<void> => configured(settings).then((daemon) => daemon.close())
    await expect(start({ runtimes: { runc: { path: '/x' } } })).rejects.toThrow("runtime name 'runc' is reserved")
    await expect(start({ defaultRuntime: 'nope' })).rejects.toThrow("specified default runtime 'nope' does not exist")
    await expect(start({ runtimes: { x: {} } })).rejects.toThrow(
      'runtime x: either a runtimeType or a path must be configured',
    )
  })
})

describe('logs', () => {
  const settings = { logDriver: 'local', logOpts: { 'max-size': '5m', 'cache-max-size': '1m' } }

  test('have the driver of the daemon, and its options beside their own', async () => {
    await using daemon = await configured({ logDriver: 'local', logOpts: { 'max-size': '5m' } })
    const config = async (LogConfig?: HostConfig['LogConfig']) =>
      (await made(daemon, { ...(LogConfig && { LogConfig }) })).LogConfig
    expect(await config()).toEqual({ Type: 'local', Config: { 'max-size': '5m' } })
    expect(await config({ Type: '', Config: { 'max-file': '3' } })).toEqual({
      Type: 'local',
      Config: { 'max-file': '3', 'max-size': '5m' },
    })
    expect(await config({ Type: 'local', Config: { 'max-size': '1m' } })).toEqual({
      Type: 'local',
      Config: { 'max-size': '1m' },
    })
    expect(await config({ Type: 'json-file', Config: {} })).toEqual({ Type: 'json-file', Config: {} })
    expect(await config({ Type: 'none', Config: {} })).toEqual({ Type: 'none', Config: {} })
  })

  test('take options of the cache from the daemon, whatever their driver is', async () => {
    await using daemon = await configured(settings)
    const { LogConfig } = await made(daemon, { LogConfig: { Type: 'syslog', Config: {} } })
    expect(LogConfig).toEqual({ Type: 'syslog', Config: { 'cache-max-size': '1m' } })
  })

  test('that cannot be read are not there', async () => {
    await using daemon = await configured({ logDriver: 'none' })
    const container = await daemon.run('busybox', ['echo', 'hello'])
    await container.wait()
    await expect(container.logs({ stdout: true })).rejects.toThrow('configured logging driver does not support reading')
  })

  test('with options that their driver does not know keep the daemon from starting', async () => {
    const start = configured({ logDriver: 'local', logOpts: { labels: 'x' } }).then((daemon) => daemon.close())
    await expect(start).rejects.toThrow("failed to set log opts: unknown log opt 'labels' for log driver local")
  })
})

describe('names', () => {
  const settings = { dns: ['1.1.1.1'], dnsOpts: ['timeout:3'], dnsSearch: ['example.com'] }
  const read = 'cat /etc/resolv.conf'

  test('are asked of the servers of the daemon', async () => {
    await using daemon = await configured(settings)
    const conf = await said(daemon, read)
    expect(conf).toContain('\nnameserver 1.1.1.1\nsearch example.com\noptions timeout:3\n')
    expect(conf).toContain('# Overrides: [nameservers search options]\n')
    expect(await said(daemon, read, { Dns: ['8.8.8.8'], DnsOptions: ['x'], DnsSearch: ['.'] })).toContain(
      '\nnameserver 8.8.8.8\noptions x\n',
    )
  })

  test("go through the daemon in a user's network", async () => {
    await using daemon = await configured(settings)
    await daemon.dockerode.createNetwork({ Name: 'net' })
    expect(await said(daemon, read, { NetworkMode: 'net', DnsSearch: ['.'] })).toContain(
      [
        'nameserver 127.0.0.11',
        'options timeout:3 ndots:0',
        '',
        "# Based on host file: '/etc/resolv.conf' (internal resolver)",
        '# ExtServers: [1.1.1.1]',
        '# Overrides: [nameservers search options]',
        '# Option ndots from: internal',
      ].join('\n'),
    )
  })

  test('are written plainly by releases before 26', async () => {
    await using daemon = await startTestDaemon({ settings, engine: '24.0' })
    expect(await said(daemon, read)).toBe('search example.com\nnameserver 1.1.1.1\noptions timeout:3\n')
  })

  test('call the host by the address that the daemon is told', async () => {
    await using daemon = await configured({ hostGatewayIps: ['10.9.8.7', 'fd00::7'] })
    const hosts = await said(daemon, 'cat /etc/hosts', { ExtraHosts: ['outside:host-gateway'] })
    expect(hosts).toContain('\n10.9.8.7\toutside\nfd00::7\toutside\n')
    await using old = await startTestDaemon({ settings: { ipv6: true, bip6: '2001:db8::1/64' }, engine: '27.5' })
    const one = await said(old, 'cat /etc/hosts', { ExtraHosts: ['outside:host-gateway'] })
    expect(one.match(/.*\toutside/g)).toEqual(['172.17.0.1\toutside'])
  })
})

describe('users of a daemon that maps them', () => {
  test('are those of the host one by one: data root, top, and the file that tells', async () => {
    await using daemon = await configured({ usernsRemap: 'default' })
    expect(await daemon.dockerode.info()).toMatchObject({ DockerRootDir: '/var/lib/docker/165536.165536' })
    const container = await daemon.run('busybox', ['top'])
    expect((await container.inspect()).ResolvConfPath).toMatch(/^\/var\/lib\/docker\/165536\.165536\/containers\//)
    expect((await container.top()).Processes[0]![0]).toBe('165536')
    await container.remove({ force: true })
    expect(await said(daemon, 'cat /proc/self/uid_map')).toBe('         0     165536      65536\n')
    expect(await said(daemon, 'cat /proc/self/gid_map', { UsernsMode: 'host' })).toBe(
      '         0          0 4294967295\n',
    )
  })

  test('share neither the network nor the processes of the host, and have no more rights there', async () => {
    await using daemon = await configured({ usernsRemap: 'default' })
    expect(await refusal(daemon, { Privileged: true })).toBe(
      '400 privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode',
    )
    expect(await refusal(daemon, { NetworkMode: 'host' })).toBe(
      "400 cannot share the host's network namespace when user namespaces are enabled",
    )
    expect(await refusal(daemon, { PidMode: 'host' })).toBe(
      '400 cannot share the host PID namespace when user namespaces are enabled',
    )
    expect(await said(daemon, 'echo free', { Privileged: true, UsernsMode: 'host' })).toBe('free\n')
  })
})

test('is warned of a host that forwards nothing', async () => {
  await using daemon = await configured({ ipForward: false })
  const warnings = async (NetworkMode: string): Promise<unknown> => {
    await daemon.create('busybox')
    const reply = await daemon.fetch(
      new Request('http://docker/containers/create', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ Image: 'busybox', HostConfig: { NetworkMode } }),
      }),
    )
    return ((await reply.json()) as { Warnings: unknown }).Warnings
  }
  expect(await warnings('bridge')).toEqual(['IPv4 forwarding is disabled. Networking will not work.'])
  expect(await warnings('none')).toEqual([])
})

test.for([
  ['nosuchcmd', 127, '[FATAL tini (7)] exec nosuchcmd failed: No such file or directory\r\n'],
  ['/etc', 126, '[FATAL tini (7)] exec /etc failed: Permission denied\r\n'],
] as const)('under docker-init %s ends with %i, in the words of tini', async ([command, code, words]) => {
  await using daemon = await configured({ init: true })
  const container = await daemon.run('busybox', [command], { Tty: true })
  expect(await container.wait()).toMatchObject({ StatusCode: code })
  expect(await wholeText(await container.logs({ stdout: true, follow: true }))).toBe(words)
})
