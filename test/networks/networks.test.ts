// Networks: making, listing, removing, pruning.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const bridgeless = dockerTest(() => ({ host: { bridge: 'none' as const } }))
const old = dockerTest(() => ({ engine: '20.10' }))

const make = (docker: TestDaemon, body: object) => supertest(docker.app).post('/networks/create').send(body)
const inspect = async (docker: TestDaemon, name: string) => (await supertest(docker.app).get(`/networks/${name}`)).body
const names = async (docker: TestDaemon, filters?: object): Promise<string[]> => {
  const { body } = await supertest(docker.app)
    .get('/networks')
    .query(filters ? { filters: JSON.stringify(filters) } : {})
  return body.map(({ Name }: { Name: string }) => Name)
}

describe('a daemon has from its start', () => {
  test('bridge, host and none', async ({ docker }) => {
    expect(await names(docker)).toEqual(['bridge', 'host', 'none'])
    const bridge = await inspect(docker, 'bridge')
    expect(Object.keys(bridge).join(' ')).toBe(
      'Name Id Created Scope Driver EnableIPv4 EnableIPv6 IPAM Internal Attachable Ingress ConfigFrom ConfigOnly Containers Options Labels',
    )
    expect(bridge).toMatchObject({
      Driver: 'bridge',
      IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' }] },
      Options: { 'com.docker.network.bridge.name': 'docker0' },
    })
    expect(await inspect(docker, 'none')).toMatchObject({ Driver: 'null', IPAM: { Config: null } })
  })

  bridgeless('no bridge when it runs without', async ({ docker }) => {
    expect(await names(docker)).toEqual(['host', 'none'])
  })

  test.for(['bridge', 'host', 'none'])('%s, which cannot be removed', async (name, { docker }) => {
    const { status, body } = await supertest(docker.app).delete(`/networks/${name}`)
    expect([status, body.message]).toEqual([403, `${name} is a pre-defined network and cannot be removed`])
  })
})

describe('making a network', () => {
  test('gives it the next free pool', async ({ docker }) => {
    for (const Name of ['one', 'two']) await make(docker, { Name })
    expect((await inspect(docker, 'one')).IPAM.Config).toEqual([{ Subnet: '172.18.0.0/16', Gateway: '172.18.0.1' }])
    await supertest(docker.app).delete('/networks/one')
    await make(docker, { Name: 'three' })
    expect((await inspect(docker, 'three')).IPAM.Config[0].Subnet).toBe('172.18.0.0/16')
    expect((await inspect(docker, 'two')).IPAM.Config[0].Subnet).toBe('172.19.0.0/16')
  })

  test('shows what was asked for', async ({ docker }) => {
    const { status, body } = await make(docker, {
      Name: 'shop',
      Internal: true,
      Attachable: true,
      Labels: { b: '2', a: '1' },
      Options: { 'com.docker.network.driver.mtu': '1400' },
      IPAM: {
        Options: {},
        Config: [
          {
            Subnet: '10.99.1.0/24',
            IPRange: '10.99.1.128/25',
            Gateway: '10.99.1.254',
            AuxiliaryAddresses: { x: '10.99.1.129' },
          },
        ],
      },
    })
    expect([status, body.Warning]).toEqual([201, ''])
    expect(await inspect(docker, 'shop')).toMatchObject({
      Id: body.Id,
      Internal: true,
      Attachable: true,
      IPAM: {
        Options: {},
        Config: [
          {
            Subnet: '10.99.1.0/24',
            IPRange: '10.99.1.128/25',
            Gateway: '10.99.1.254',
            AuxiliaryAddresses: { x: '10.99.1.129' },
          },
        ],
      },
      Options: { 'com.docker.network.driver.mtu': '1400' },
      Labels: { a: '1', b: '2' },
    })
  })

  test('that only keeps settings lets another take them', async ({ docker }) => {
    const ipam = { Config: [{ Subnet: '10.99.9.0/24' }] }
    await make(docker, { Name: 'settings', ConfigOnly: true, IPAM: ipam })
    expect((await make(docker, { Name: 'user', ConfigFrom: { Network: 'settings' } })).status).toBe(201)
    expect(await inspect(docker, 'user')).toMatchObject({
      ConfigFrom: { Network: 'settings' },
      IPAM: ipam,
      Driver: 'bridge',
    })
    expect(await inspect(docker, 'settings')).toMatchObject({ ConfigOnly: true, Driver: 'null' })
    const { status, body } = await supertest(docker.app).delete('/networks/settings')
    expect([status, body.message]).toEqual([403, expect.stringContaining('configuration network "settings" is in use')])
  })

  const subnet = (config: object): object => ({ Name: 'n', IPAM: { Config: [config] } })

  test.for([
    [{ Name: '' }, 400, 'invalid name: name is empty'],
    [{ Name: 'taken' }, 409, 'network with name taken already exists'],
    [{ Name: 'host' }, 403, 'operation is not permitted on predefined host network '],
    [{ Name: 'n', Driver: 'nosuch' }, 404, 'plugin "nosuch" not found'],
    [{ Name: 'n', Driver: 'host' }, 403, 'only one instance of "host" network is allowed'],
    [{ Name: 'n', Scope: 'swarm' }, 403, 'cannot create a swarm scoped network when swarm is not active'],
    [{ Name: 'n', Ingress: true }, 403, 'Ingress network can only be global scope network'],
    [{ Name: 'n', EnableIPv4: false }, 400, 'IPv4 or IPv6 must be enabled'],
    [{ Name: 'n', ConfigFrom: { Network: 'none such' } }, 404, 'configuration network "none such" does not exist'],
    [
      { Name: 'n', Options: { 'com.docker.network.driver.mtu': 'x' } },
      400,
      'failed to parse com.docker.network.driver.mtu value: x (strconv.Atoi: parsing "x": invalid syntax)',
    ],
    [
      subnet({ Subnet: '10.0.0.0/25' }),
      403,
      'invalid pool request: Pool overlaps with other one on this address space',
    ],
    [subnet({ Subnet: 'nosuch' }), 400, 'invalid network config:\ninvalid subnet nosuch: invalid CIDR block notation'],
    [
      subnet({ Subnet: '10.1.0.5/24' }),
      400,
      'invalid network config:\ninvalid subnet 10.1.0.5/24: it should be 10.1.0.0/24',
    ],
    [
      subnet({
        Subnet: '10.1.3.0/24',
        Gateway: '10.1.4.1',
        IPRange: '10.1.9.0/28',
        AuxiliaryAddresses: { h: '1.2.3.4' },
      }),
      400,
      "invalid network config:\n* invalid ip-range 10.1.9.0/28: parent subnet 10.1.3.0/24 doesn't contain ip-range\n* invalid gateway 10.1.4.1: parent subnet 10.1.3.0/24 doesn't contain this address\n* invalid auxiliary address h: parent subnet 10.1.3.0/24 doesn't contain this address",
    ],
    [
      subnet({ Subnet: '10.1.0.0/24', AuxiliaryAddresses: { a: '10.1.0.1' } }),
      500,
      'failed to allocate secondary ip address (a:10.1.0.1): Address already in use',
    ],
    [
      { Name: 'n', IPAM: { Config: [{ Subnet: '10.1.0.0/24' }, { Subnet: '10.2.0.0/24' }] } },
      403,
      "bridge driver doesn't support multiple subnets",
    ],
  ] as const)('as %j is refused', async ([request, status, message], { docker }) => {
    await make(docker, { Name: 'taken', IPAM: { Config: [{ Subnet: '10.0.0.0/24' }] } })
    const before = await names(docker)
    const reply = await make(docker, request)
    expect([reply.status, reply.body.message]).toEqual([status, message])
    expect(await names(docker)).toEqual(before)
  })

  old('that overlaps is refused by Docker 20.10 in fewer words', async ({ docker }) => {
    const { status, body } = await make(docker, subnet({ Subnet: '172.17.0.0/24' }))
    expect([status, body.message]).toEqual([403, 'Pool overlaps with other one on this address space'])
  })
})

describe('finding networks', () => {
  test('goes by id, name or the beginning of an id', async ({ docker }) => {
    const { Id } = (await make(docker, { Name: 'shop' })).body
    for (const reference of [Id, 'shop', Id.slice(0, 12)]) expect((await inspect(docker, reference)).Id).toBe(Id)
    for (const path of ['nosuch', `${Id}0`, 'shop?scope=swarm']) {
      expect((await supertest(docker.app).get(`/networks/${path}`)).status).toBe(404)
    }
  })

  test.for([
    [{ driver: ['bridge'] }, ['bridge', 'red', 'blue']],
    [{ type: ['custom'] }, ['red', 'blue']],
    [{ type: ['builtin'] }, ['bridge', 'host', 'none']],
    [{ name: ['^r', 'nosuch'] }, ['red']],
    [{ label: ['color=red'] }, ['red']],
    [{ scope: ['local'], label: ['color'] }, ['red', 'blue']],
    [{ scope: ['swarm'] }, []],
    [{ dangling: ['true'] }, ['red', 'blue']],
    [{ dangling: ['false'] }, ['bridge', 'host', 'none']],
  ] as const)('that match %j', async ([filters, expected], { docker }) => {
    for (const Name of ['red', 'blue']) await make(docker, { Name, Labels: { color: Name } })
    expect(await names(docker, filters)).toEqual(expected)
  })

  test.for([
    [{ nosuch: ['x'] }, 400, "invalid filter 'nosuch'"],
    [{ type: ['nosuch'] }, 500, "invalid filter: 'type'='nosuch'"],
    [{ dangling: ['1', '0'] }, 400, 'got more than one value for filter key "dangling"'],
    [{ dangling: ['x'] }, 400, 'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")'],
  ] as const)('that match %j is refused', async ([filters, status, message], { docker }) => {
    const reply = await supertest(docker.app)
      .get('/networks')
      .query({ filters: JSON.stringify(filters) })
    expect([reply.status, reply.body.message]).toEqual([status, message])
  })

  test('shows their containers in lists only to clients before 1.28', async ({ docker }) => {
    const { id } = await docker.run('busybox', ['sleep', '1000'])
    const listed = async (version: string) => {
      const { body } = await supertest(docker.app).get(`/${version}/networks?filters={"name":["bridge"]}`)
      return Object.keys(body[0].Containers)
    }
    expect(await listed('v1.51')).toEqual([])
    expect(await listed('v1.27')).toEqual([id])
  })
})

describe('pruning networks', () => {
  test('takes what users made and nobody is in', async ({ docker }) => {
    for (const Name of ['used', 'unused', 'settings']) await make(docker, { Name, ConfigOnly: Name === 'settings' })
    await docker.run('busybox', ['sleep', '1000'], { HostConfig: { NetworkMode: 'used' } })
    const prune = () => supertest(docker.app).post('/networks/prune')
    expect((await prune()).body).toEqual({ NetworksDeleted: ['unused'] })
    expect((await prune()).body).toEqual({ NetworksDeleted: null })
    expect(await names(docker, { type: ['custom'] })).toEqual(['used', 'settings'])
  })

  test.for([
    ['{"label":["a"]}', ['red']],
    ['{"label!":["a"]}', ['blue']],
    ['{"until":["1h"]}', null],
    ['{"until":["-1s"]}', ['red', 'blue']],
  ] as const)('takes what matches %s', async ([filters, expected], { docker }) => {
    await make(docker, { Name: 'red', Labels: { a: '' } })
    await make(docker, { Name: 'blue' })
    const { body } = await supertest(docker.app).post('/networks/prune').query({ filters })
    expect(body.NetworksDeleted).toEqual(expected)
  })
})

describe('Docker 20.10', () => {
  old('shows an empty list where a network has no subnets, and knows nothing of EnableIPv4', async ({ docker }) => {
    const none = await inspect(docker, 'none')
    expect(none.IPAM.Config).toEqual([])
    expect(none).not.toHaveProperty('EnableIPv4')
  })

  old('does not classify what is wrong with a name', async ({ docker }) => {
    const { status, body } = await make(docker, { Name: '' })
    expect([status, body.message]).toEqual([500, 'invalid name: '])
  })

  old('looks at an address when the container starts', async ({ docker }) => {
    await make(docker, { Name: 'shop', Internal: true, IPAM: { Config: [{ Subnet: '10.1.0.0/24' }] } })
    const asking = (IPv4Address: string) =>
      docker.create('busybox', ['sleep', '1000'], {
        HostConfig: { NetworkMode: 'shop' },
        NetworkingConfig: { EndpointsConfig: { shop: { IPAMConfig: { IPv4Address } } } },
      })
    const outside = await asking('10.2.0.1')
    await expect(outside.start()).rejects.toMatchObject({
      json: { message: "Invalid address 10.2.0.1: It does not belong to any of this network's subnets" },
    })
    const inside = await asking('10.1.0.9')
    await inside.start()
    expect((await inside.inspect()).NetworkSettings.Networks.shop).toMatchObject({
      IPAddress: '10.1.0.9',
      Gateway: '10.1.0.1',
    })
  })
})
