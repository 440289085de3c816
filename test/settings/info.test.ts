// What /info, /version and headers show of how the daemon is configured.
import { expect } from 'vitest'
import type { Settings } from '../../src/engine/settings.ts'
import { createDaemon } from '../../src/index.ts'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const configured = (settings: Partial<Settings>, engine?: string): Promise<TestDaemon> =>
  startTestDaemon({ settings, engine })

async function get(daemon: Pick<TestDaemon, 'fetch'>, path: string): Promise<Record<string, unknown>> {
  const reply = await daemon.fetch(new Request(`http://docker${path}`))
  return (await reply.json()) as Record<string, unknown>
}

test('shows what the daemon was told, in /info', async () => {
  await using daemon = await configured({
    debug: true,
    experimental: true,
    labels: ['rack=3', 'disk=ssd'],
    liveRestore: true,
    logDriver: 'local',
    execOpts: ['native.cgroupdriver=cgroupfs'],
    initPath: '/usr/libexec/docker-init',
    httpProxy: 'http://user:secret@proxy:3128',
    httpsProxy: 'https://name@proxy',
    noProxy: 'localhost',
    nodeGenericResources: ['gpu=3', 'fpga=UUID1'],
    cdiSpecDirs: ['/opt/cdi'],
    containerd: '/run/own/containerd.sock',
    containerdNamespace: 'own',
    defaultAddressPools: [{ base: '10.10.0.0/16', size: 24 }],
  })
  expect(await get(daemon, '/info')).toMatchObject({
    Debug: true,
    ExperimentalBuild: true,
    Labels: ['rack=3', 'disk=ssd'],
    LiveRestoreEnabled: true,
    LoggingDriver: 'local',
    CgroupDriver: 'cgroupfs',
    InitBinary: '/usr/libexec/docker-init',
    HttpProxy: 'http://xxxxx:xxxxx@proxy:3128',
    HttpsProxy: 'https://xxxxx:xxxxx@proxy',
    NoProxy: 'localhost',
    GenericResources: [
      { DiscreteResourceSpec: { Kind: 'gpu', Value: 3 } },
      { NamedResourceSpec: { Kind: 'fpga', Value: 'UUID1' } },
    ],
    CDISpecDirs: ['/opt/cdi'],
    Containerd: { Address: '/run/own/containerd.sock', Namespaces: { Containers: 'own', Plugins: 'plugins.moby' } },
    DefaultAddressPools: [{ Base: '10.10.0.0/16', Size: 24 }],
  })
})

test('says that it is experimental in /version and on every reply', async () => {
  await using daemon = await configured({ experimental: true })
  const version = await get(daemon, '/version')
  expect(version.Experimental).toBe(true)
  expect(version.Components).toMatchObject([{ Details: { Experimental: 'true' } }, {}, {}, {}])
  for (const path of ['/_ping', '/containers/json', '/containers/nobody/json']) {
    const { headers } = await daemon.fetch(new Request(`http://docker${path}`))
    expect(headers.get('docker-experimental')).toBe('true')
  }
})

test('lists configured runtimes among its own, and names the default one among the components', async () => {
  await using daemon = await configured({
    defaultRuntime: 'crun',
    runtimes: {
      crun: { path: '/usr/bin/crun', runtimeArgs: ['--debug'] },
      kata: { runtimeType: 'io.containerd.kata.v2' },
    },
  })
  const info = await get(daemon, '/info')
  expect(info.DefaultRuntime).toBe('crun')
  expect(Object.keys(info.Runtimes as object)).toEqual(['crun', 'io.containerd.runc.v2', 'kata', 'runc'])
  expect(info.Runtimes).toMatchObject({
    crun: { path: '/usr/bin/crun', runtimeArgs: ['--debug'] },
    kata: {},
    runc: { path: 'runc' },
  })
  const { Components } = (await get(daemon, '/version')) as { Components: { Name: string }[] }
  expect(Components.map(({ Name }) => Name)).toEqual(['Engine', 'containerd', 'crun', 'docker-init'])
})

test('knows no version of a default runtime that is not called like runc', async () => {
  await using daemon = await configured({
    defaultRuntime: 'kata',
    runtimes: { kata: { runtimeType: 'io.containerd.kata.v2' } },
  })
  expect(await get(daemon, '/info')).toMatchObject({ RuncCommit: { ID: 'N/A' } })
  expect((await get(daemon, '/version')).Components).toHaveLength(3)
})

test('lists what keeps containers apart', async () => {
  const options = async (settings: Partial<Settings>, engine?: string): Promise<unknown> => {
    await using daemon = await configured(settings, engine)
    return (await get(daemon, '/info')).SecurityOptions
  }
  expect(await options({})).toEqual(['name=seccomp,profile=builtin', 'name=cgroupns'])
  expect(
    await options({
      seccompProfile: 'unconfined',
      selinuxEnabled: true,
      usernsRemap: 'default',
      rootless: true,
      noNewPrivileges: true,
    }),
  ).toEqual([
    'name=seccomp,profile=unconfined',
    'name=selinux',
    'name=userns',
    'name=rootless',
    'name=cgroupns',
    'name=no-new-privileges',
  ])
  expect(await options({ defaultCgroupnsMode: 'host', noNewPrivileges: true }, '23.0')).toEqual([
    'name=seccomp,profile=builtin',
  ])
})

test('warns of listeners without TLS, of no forwarding, and of another seccomp profile', async () => {
  const warnings = async (settings: Partial<Settings>, engine?: string): Promise<unknown> => {
    // one that listens nowhere: else its own addresses count
    await using daemon = createDaemon({ settings, engine })
    return (await get(daemon, '/info')).Warnings
  }
  const hosts = ['unix:///run/docker.sock', 'tcp://0.0.0.0:2375']
  const attack = [
    '         Access to the remote API is equivalent to root access on the host. Refer',
    "         to the 'Docker daemon attack surface' section in the documentation for",
    '         more information: https://docs.docker.com/go/attack-surface/',
  ]
  const removal =
    'In future versions this will be a hard failure preventing the daemon from starting! Learn more at: https://docs.docker.com/go/api-security/'
  expect(await warnings({ hosts, ipForward: false, seccompProfile: '/etc/profile.json' })).toEqual([
    ['[DEPRECATION NOTICE]: API is accessible on http://0.0.0.0:2375 without encryption.', ...attack, removal].join(
      '\n',
    ),
    'WARNING: IPv4 forwarding is disabled',
    'WARNING: daemon is not using the default seccomp profile',
  ])
  expect(await warnings({ hosts, tls: true })).toEqual([
    [
      '[DEPRECATION NOTICE]: API is accessible on https://0.0.0.0:2375 without TLS client verification.',
      ...attack,
      removal,
    ].join('\n'),
  ])
  expect(await warnings({ hosts, tls: true, tlsverify: true })).toBeNull()
  expect(await warnings({ hosts, seccompProfile: 'unconfined' }, '20.10')).toEqual([
    ['WARNING: API is accessible on http://0.0.0.0:2375 without encryption.', ...attack].join('\n'),
  ])
})

test('shows no firewall that the daemon was told to leave alone', async () => {
  await using daemon = await configured({ iptables: false, ip6tables: false })
  expect(await get(daemon, '/info')).not.toHaveProperty('FirewallBackend')
  await using other = await configured({ iptables: false })
  expect(await get(other, '/info')).toMatchObject({ FirewallBackend: { Driver: 'iptables' } })
})
