// Networks with IPv6: their subnets, the addresses of containers, and what may be asked for.
import supertest from 'supertest'
import { expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '26.1' }))

const create = (docker: TestDaemon, body: object) => supertest(docker.app).post('/networks/create').send(body)

const configOf = async (docker: TestDaemon, name: string) =>
  (await docker.dockerode.getNetwork(name).inspect()).IPAM?.Config

const six = (Subnet: string, more: object = {}) => ({ EnableIPv6: true, IPAM: { Config: [{ Subnet, ...more }] } })

const start = (docker: TestDaemon, name: string, network: string, IPAMConfig?: object) =>
  docker.run('busybox', ['sleep', '1000'], {
    name,
    HostConfig: { NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: IPAMConfig ? { IPAMConfig } : {} } },
  })

const endOf = async (docker: TestDaemon, name: string, network: string) =>
  (await docker.dockerode.getContainer(name).inspect()).NetworkSettings.Networks[network]!

test('a network with IPv6 gets a unique local /64 beside its IPv4 subnet, each with a gateway', async ({ docker }) => {
  await create(docker, { Name: 'a', EnableIPv6: true }).expect(201)
  await create(docker, { Name: 'b', EnableIPv6: true }).expect(201)
  const [first, second] = [await configOf(docker, 'a'), await configOf(docker, 'b')]
  expect(first).toEqual([
    { Subnet: '172.18.0.0/16', Gateway: '172.18.0.1' },
    { Subnet: expect.stringMatching(/^fd[0-9a-f:]+::\/64$/), Gateway: expect.stringMatching(/::1$/) },
  ])
  expect(second?.[1]?.Subnet).toBe(first?.[1]?.Subnet?.replace('::/64', ':1::/64'))
})

old('engines before 27 do not choose a subnet of IPv6 themselves', async ({ docker }) => {
  const reply = await create(docker, { Name: 'a', EnableIPv6: true }).expect(404)
  expect(reply.body.message).toContain('could not find an available, non-overlapping IPv6 address pool')
})

test('a container in such a network has an address of both kinds, in inspect, in /etc/hosts and by name', async ({
  docker,
}) => {
  await create(docker, { Name: 'a', ...six('fd00:77::/64') }).expect(201)
  await start(docker, 'one', 'a')
  await start(docker, 'two', 'a', { IPv6Address: 'fd00:77::99' })
  expect(await endOf(docker, 'one', 'a')).toMatchObject({
    IPAddress: '172.18.0.2',
    IPv6Gateway: 'fd00:77::1',
    GlobalIPv6Address: 'fd00:77::2',
    GlobalIPv6PrefixLen: 64,
  })
  const { Containers } = await docker.dockerode.getNetwork('a').inspect()
  expect(Object.values(Containers ?? {})).toEqual([
    expect.objectContaining({ Name: 'one', IPv6Address: 'fd00:77::2/64' }),
    expect.objectContaining({ Name: 'two', IPv6Address: 'fd00:77::99/64' }),
  ])
  const { stdout } = await docker.cli.run('exec', 'one', 'sh', '-c', 'tail -n 2 /etc/hosts; ping -c1 two')
  expect(stdout).toMatch(/^172\.18\.0\.2\t\w{12}\nfd00:77::2\t\w{12}\nPING two \(fd00:77::99\)/)
})

test('a network may have IPv6 alone', async ({ docker }) => {
  await create(docker, { Name: 'a', EnableIPv4: false, ...six('fd00:79::/64') }).expect(201)
  await start(docker, 'one', 'a')
  expect(await endOf(docker, 'one', 'a')).toMatchObject({
    Gateway: '',
    IPAddress: '',
    IPPrefixLen: 0,
    GlobalIPv6Address: 'fd00:79::2',
  })
})

test('an address that somebody has, or that lies elsewhere, is refused', async ({ docker }) => {
  await create(docker, { Name: 'a', ...six('fd00:77::/64', { IPRange: 'fd00:77::100/120' }) }).expect(201)
  await start(docker, 'one', 'a')
  expect((await endOf(docker, 'one', 'a')).GlobalIPv6Address).toBe('fd00:77::100')
  await expect(start(docker, 'two', 'a', { IPv6Address: 'fd00:77::100' })).rejects.toThrow('Address already in use')
  await expect(start(docker, 'three', 'a', { IPv6Address: 'fd00:99::1' })).rejects.toThrow(
    'no configured subnet or ip-range contain the IP address fd00:99::1',
  )
})

test.for([
  ['fd00::5/64', 'invalid subnet fd00::5/64: it should be fd00::/64'],
  ['fd00:zz::/64', 'invalid subnet fd00:zz::/64: invalid CIDR block notation'],
] as const)('the subnet %s is refused', async ([Subnet, complaint], { docker }) => {
  const reply = await create(docker, { Name: 'a', ...six(Subnet) }).expect(400)
  expect(reply.body.message).toBe(`invalid network config:\n${complaint}`)
})

test('addresses may be written in any way', async ({ docker }) => {
  const wordy = six('2001:389:0::/64', { IPRange: '2001:389::0/96', Gateway: '2001:0389::A' })
  await create(docker, { Name: 'a', ...wordy }).expect(201)
})

test('two networks cannot have the same IPv6 subnet', async ({ docker }) => {
  await create(docker, { Name: 'a', ...six('fd00:77::/64') }).expect(201)
  await create(docker, { Name: 'b', ...six('fd00:77::/80') }).expect(403)
  await wholeText(await docker.dockerode.pull('busybox'))
  await docker.dockerode.getNetwork('a').remove()
  await create(docker, { Name: 'b', ...six('fd00:77::/80') }).expect(201)
})

test.for([
  ['macvlan', 'bridge'],
  ['ipvlan', 'l2'],
] as const)('the driver %s knows its own modes only', async ([Driver, usual], { docker }) => {
  const reply = await create(docker, { Name: 'a', Driver, Options: { [`${Driver}_mode`]: 'bad' } }).expect(500)
  expect(reply.body.message).toBe(
    `requested ${Driver} mode 'bad' is not valid, '${usual}' mode is the ${Driver} driver default`,
  )
  await create(docker, { Name: 'a', Driver, Options: { [`${Driver}_mode`]: usual } }).expect(201)
})
