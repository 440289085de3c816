// What networks have of the daemon's configuration: the default one, and those of users.
import { describe, expect } from 'vitest'
import type { Settings } from '../../src/engine/settings.ts'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { said } from './said.ts'

const configured = (settings: Partial<Settings>, engine?: string): Promise<TestDaemon> =>
  startTestDaemon({ settings, engine })

interface Inspected {
  readonly EnableIPv6: boolean
  readonly IPAM: { readonly Config: readonly object[] }
  readonly Options: Readonly<Record<string, string>>
}

const inspected = async ({ dockerode }: TestDaemon, name = 'bridge'): Promise<Inspected> =>
  (await dockerode.getNetwork(name).inspect()) as Inspected

async function madeNetwork(daemon: TestDaemon, name: string, more: object = {}): Promise<Inspected> {
  await daemon.dockerode.createNetwork({ Name: name, ...more })
  return inspected(daemon, name)
}

const started = (settings: Partial<Settings>, engine?: string): Promise<string> =>
  configured(settings, engine).then(
    async (daemon) => {
      await daemon.close()
      return 'started'
    },
    ({ message }: Error) => message,
  )

const START = 'failed to start daemon: Error initializing network controller:'
const BRIDGE = `${START} error creating default "bridge" network:`

describe('the default bridge', () => {
  test('is as the daemon is told, in inspect and for its containers', async () => {
    await using daemon = await configured({
      bip: '10.1.2.3/24',
      fixedCidr: '10.1.2.128/25',
      defaultGateway: '10.1.2.77',
      ipv6: true,
      bip6: '2001:db8::1/64',
      fixedCidrV6: '2001:db8::/80',
      defaultGatewayV6: '2001:db8::77',
      mtu: 1400,
      icc: false,
      ip: '127.0.0.1',
      ipMasq: false,
    })
    const { IPAM, Options, EnableIPv6 } = await inspected(daemon)
    expect(EnableIPv6).toBe(true)
    expect(IPAM.Config).toEqual([
      {
        Subnet: '10.1.2.0/24',
        IPRange: '10.1.2.128/25',
        Gateway: '10.1.2.3',
        AuxiliaryAddresses: { DefaultGatewayIPv4: '10.1.2.77' },
      },
      {
        Subnet: '2001:db8::/64',
        IPRange: '2001:db8::/80',
        Gateway: '2001:db8::1',
        AuxiliaryAddresses: { DefaultGatewayIPv6: '2001:db8::77' },
      },
    ])
    expect(Options).toEqual({
      'com.docker.network.bridge.default_bridge': 'true',
      'com.docker.network.bridge.enable_icc': 'false',
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
      'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1',
      'com.docker.network.bridge.name': 'docker0',
      'com.docker.network.driver.mtu': '1400',
    })
    const container = await daemon.run('busybox', ['top'])
    expect((await container.inspect()).NetworkSettings.Networks.bridge).toMatchObject({
      IPAddress: '10.1.2.128',
      IPPrefixLen: 24,
      Gateway: '10.1.2.77',
      GlobalIPv6Address: '2001:db8::2',
      IPv6Gateway: '2001:db8::77',
    })
    await container.remove({ force: true })
    const seen = await said(daemon, 'ip addr show eth0; ip route; cat /sys/class/net/eth0/mtu; cat /etc/hosts', {
      ExtraHosts: ['outside:host-gateway'],
    })
    expect(seen).toContain(' mtu 1400 ')
    expect(seen).toContain('default via 10.1.2.77 dev eth0')
    expect(seen).toContain('\n1400\n')
    expect(seen).toContain('10.1.2.3\toutside\n2001:db8::1\toutside\n')
  })

  test('says nothing of a gateway where only a range is told', async () => {
    await using daemon = await configured({ fixedCidr: '10.5.0.0/16' })
    expect((await inspected(daemon)).IPAM.Config).toEqual([{ Subnet: '10.5.0.0/16', IPRange: '10.5.0.0/16' }])
    const container = await daemon.run('busybox', ['top'])
    const { Networks } = (await container.inspect()).NetworkSettings
    expect(Networks.bridge).toMatchObject({ IPAddress: '10.5.0.2', Gateway: '10.5.0.1' })
  })

  test('has a range of the host of its own for IPv6, or one of the pools', async () => {
    await using own = await configured({ ipv6: true })
    expect((await inspected(own)).IPAM.Config).toEqual([
      { Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' },
      { Subnet: expect.stringMatching(/^fd.*::\/64$/), Gateway: expect.stringMatching(/^fd.*::1$/) },
    ])
    const defaultAddressPools = [
      { base: '10.10.0.0/16', size: 24 },
      { base: 'fd12::/48', size: 64 },
    ]
    await using pooled = await configured({ ipv6: true, defaultAddressPools })
    expect((await inspected(pooled)).IPAM.Config).toEqual([
      { Subnet: '10.10.0.0/24', Gateway: '10.10.0.1' },
      { Subnet: 'fd12::/64', Gateway: 'fd12::1' },
    ])
    expect(await started({ ipv6: true }, '26.1')).toBe(
      `${BRIDGE} could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network`,
    )
  })

  test('masks no addresses without iptables', async () => {
    await using daemon = await configured({ iptables: false })
    expect((await inspected(daemon)).Options['com.docker.network.bridge.enable_ip_masquerade']).toBe('false')
  })

  test('keeps the daemon from starting if it cannot be', async () => {
    expect(await started({ bip: '10.6.0.1' })).toBe(`${START} parse bip failed: invalid CIDR address: 10.6.0.1`)
    expect(await started({ fixedCidr: 'x' })).toBe(`${START} parse fixed-cidr failed: invalid CIDR address: x`)
    expect(await started({ bip: '10.6.0.0/16' })).toBe(
      `${BRIDGE} failed to allocate gateway (10.6.0.0): Address already in use`,
    )
    expect(await started({ defaultGateway: '1.2.3.4' })).toBe(
      `${BRIDGE} auxiliary address: (DefaultGatewayIPv4:1.2.3.4) must belong to the master pool: 172.17.0.0/16`,
    )
    expect(await started({ icc: false, iptables: false })).toBe(
      'failed to start daemon: You specified --iptables=false with --icc=false. ICC=false uses iptables to function. Please set --icc or --iptables to true',
    )
  })

  test('gives no address out of a range that lies elsewhere', async () => {
    await using daemon = await configured({ bip: '10.6.0.1/16', fixedCidr: '10.5.0.0/16' })
    const container = await daemon.create('busybox', ['true'])
    await expect(container.start()).rejects.toThrow("add-any, range '10.5.0.0/16' is not in subnet '10.6.0.0/16'")
  })
})

describe('published ports', () => {
  const published = async (daemon: TestDaemon, HostConfig: object = {}): Promise<unknown> => {
    const container = await daemon.run('busybox', ['top'], {
      HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] }, ...HostConfig },
    })
    const { Ports } = (await container.inspect()).NetworkSettings
    await container.remove({ force: true })
    return Ports['80/tcp']
  }

  test('are bound to the address that the daemon is told', async () => {
    await using daemon = await configured({ ip: '127.0.0.1' })
    expect(await published(daemon)).toEqual([{ HostIp: '127.0.0.1', HostPort: '8080' }])
    expect(await published(daemon, { PortBindings: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '81' }] } })).toEqual([
      { HostIp: '0.0.0.0', HostPort: '81' },
    ])
    await daemon.dockerode.createNetwork({ Name: 'net' })
    expect(await published(daemon, { NetworkMode: 'net' })).toHaveLength(2)
  })

  test('are reached over IPv6 through the proxy, or where the container has IPv6 itself', async () => {
    await using daemon = await configured({ userlandProxy: false })
    await daemon.dockerode.createNetwork({ Name: 'six', EnableIPv6: true })
    expect(await published(daemon)).toEqual([{ HostIp: '0.0.0.0', HostPort: '8080' }])
    expect(await published(daemon, { NetworkMode: 'six' })).toHaveLength(2)
  })

  test("are bound to the address that a user's network names", async () => {
    await using daemon = await configured({})
    await daemon.dockerode.createNetwork({
      Name: 'net',
      Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
    })
    expect(await published(daemon, { NetworkMode: 'net' })).toEqual([{ HostIp: '127.0.0.1', HostPort: '8080' }])
  })
})

describe('containers that may not talk to each other', () => {
  const serve = ['sh', '-c', 'echo hello > /index.html; httpd -f -h /']

  test('do not, in the default network, unless they are linked', async () => {
    await using daemon = await configured({ icc: false })
    const server = await daemon.run('busybox', serve, { name: 'server' })
    const address = (await server.inspect()).NetworkSettings.Networks.bridge!.IPAddress
    expect(await said(daemon, `wget -q -O - http://${address}/`)).toMatch(/timed out/)
    expect(await said(daemon, `ping -c 1 -W 1 ${address}`)).toContain('100% packet loss')
    expect(await said(daemon, 'wget -q -O - http://server/', { Links: ['server'] })).toBe('hello\n')
  })

  test('do not, in a network with such an option', async () => {
    await using daemon = await configured({})
    const Options = { 'com.docker.network.bridge.enable_icc': 'false' }
    await daemon.dockerode.createNetwork({ Name: 'apart', Options })
    await daemon.run('busybox', serve, { name: 'server', HostConfig: { NetworkMode: 'apart' } })
    expect(await said(daemon, 'wget -q -O - http://server/', { NetworkMode: 'apart' })).toMatch(/timed out/)
  })
})

describe('address pools', () => {
  const two = [{ base: '10.10.0.0/23', size: 24 }]

  test('are used in the order of their addresses, each address once', async () => {
    await using daemon = await configured({
      defaultAddressPools: [
        { base: '10.20.0.0/24', size: 24 },
        { base: '10.10.0.0/23', size: 24 },
        { base: '10.10.1.0/24', size: 24 },
      ],
    })
    expect((await inspected(daemon)).IPAM.Config).toEqual([{ Subnet: '10.10.0.0/24', Gateway: '10.10.0.1' }])
    const subnet = async (name: string): Promise<unknown> => (await madeNetwork(daemon, name)).IPAM.Config
    expect(await subnet('one')).toEqual([{ Subnet: '10.10.1.0/24', Gateway: '10.10.1.1' }])
    expect(await subnet('two')).toEqual([{ Subnet: '10.20.0.0/24', Gateway: '10.20.0.1' }])
  })

  test('come to an end', async () => {
    await using daemon = await configured({ defaultAddressPools: two })
    await madeNetwork(daemon, 'one')
    await expect(madeNetwork(daemon, 'more')).rejects.toThrow('all predefined address pools have been fully subnetted')
    await expect(madeNetwork(daemon, 'same', { IPAM: { Config: [{ Subnet: '10.10.0.0/24' }] } })).rejects.toThrow(
      'invalid pool request: Pool overlaps with other one on this address space',
    )
    await daemon.dockerode.getNetwork('one').remove()
    expect((await madeNetwork(daemon, 'again')).IPAM.Config).toMatchObject([{ Subnet: '10.10.1.0/24' }])
  })

  test('that are smaller than their parts keep the daemon from starting', async () => {
    expect(await started({ defaultAddressPools: [{ base: '10.10.0.0/16', size: 8 }] })).toBe(
      `${START} error obtaining controller instance: could not construct local address space: network at index 0 (&{10.10.0.0/16 8}) has a smaller prefix (/16) than the target size of that pool (/8)`,
    )
  })
})

test('networks of users have the default options of their driver, beside their own', async () => {
  const mtu = 'com.docker.network.driver.mtu'
  await using daemon = await configured({
    defaultNetworkOpts: { bridge: { [mtu]: '1234', 'com.docker.network.enable_ipv6': 'true' } },
  })
  const { Options, EnableIPv6 } = await madeNetwork(daemon, 'usual')
  expect(Options).toEqual({ [mtu]: '1234', 'com.docker.network.enable_ipv6': 'true' })
  expect(EnableIPv6).toBe(true)
  expect(await said(daemon, 'cat /sys/class/net/eth0/mtu', { NetworkMode: 'usual' })).toBe('1234\n')
  const own = await madeNetwork(daemon, 'own', { EnableIPv6: false, Options: { [mtu]: '9000' } })
  expect(own).toMatchObject({ EnableIPv6: false, Options: { [mtu]: '9000' } })
  expect(own.Options).not.toHaveProperty('com.docker.network.enable_ipv6')
  expect((await madeNetwork(daemon, 'other', { Driver: 'macvlan' })).Options).toEqual({})
})
