// What the driver bridge refuses a network for, and networks that nobody can be in.
import { expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const bridge = (option: string): string => `com.docker.network.bridge.${option}`

async function refused(docker: TestDaemon, Name: string, more: object): Promise<[status: number, message: string]> {
  const error = await docker.dockerode.createNetwork({ Name, ...more }).then(
    () => undefined,
    (reason: { statusCode: number; json: { message: string } }) => reason,
  )
  return [error?.statusCode ?? 201, error?.json.message ?? '']
}

test('two networks cannot have an interface of the same name', async ({ docker }) => {
  const Options = { [bridge('name')]: 'front0' }
  const first = await docker.dockerode.createNetwork({ Name: 'front', Options })
  const [status, message] = await refused(docker, 'other', { Options })
  expect(status).toBe(403)
  expect(message).toMatch(/^cannot create network [0-9a-f]{64} \(front0\): conflicts with network /)
  expect(message.endsWith(`${first.id} (front0): networks have same bridge name`)).toBe(true)
  const named = { [bridge('name')]: `br-${first.id.slice(0, 12)}` }
  expect(await refused(docker, 'other', { Options: named })).toEqual([201, ''])
})

const refusals: readonly [what: string, request: object, status: number, message: string][] = [
  ['a name too long', { Options: { [bridge('name')]: 'x'.repeat(16) } }, 500, 'numerical result out of range'],
  [
    'no address to bind to',
    { Options: { [bridge('host_binding_ipv4')]: 'x' } },
    400,
    'failed to parse com.docker.network.bridge.host_binding_ipv4 value: x (nil ip)',
  ],
  [
    'an unknown mode',
    { Options: { [bridge('gateway_mode_ipv4')]: 'x' } },
    400,
    'failed to parse com.docker.network.bridge.gateway_mode_ipv4 value: x (unknown gateway mode x)',
  ],
  [
    'a mode of internal networks',
    { Options: { [bridge('gateway_mode_ipv4')]: 'isolated' } },
    500,
    "gateway mode 'isolated' can only be used for an internal network",
  ],
  ['no addresses', { IPAM: { Driver: 'null' } }, 400, 'ipv4 pool is empty'],
]

test.for(refusals)('a network with %s is refused', async ([, request, status, message], { docker }) => {
  expect(await refused(docker, 'bad', request)).toEqual([status, message])
  expect(await docker.dockerode.listNetworks({ filters: { name: ['bad'] } })).toEqual([])
})

const test26 = dockerTest(() => ({ engine: '26.1' }))

test26('Engine 26.1 knows no modes of gateways', async ({ docker }) => {
  expect(await refused(docker, 'fine', { Options: { [bridge('gateway_mode_ipv4')]: 'x' } })).toEqual([201, ''])
})

test('a network without a free address says which it is', async ({ docker }) => {
  const network = await docker.dockerode.createNetwork({
    Name: 'tiny',
    IPAM: { Driver: 'default', Config: [{ Subnet: '10.93.2.0/30' }] },
  })
  const HostConfig = { NetworkMode: 'tiny' }
  await docker.run('alpine', ['sleep', '1000'], { HostConfig })
  await expect(docker.run('alpine', ['sleep', '1000'], { HostConfig })).rejects.toMatchObject({
    statusCode: 500,
    json: {
      message: `failed to set up container networking: no available IPv4 addresses on this network's address pools: tiny (${network.id})`,
    },
  })
})

test('nobody can be in a network that only keeps settings', async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'settings', ConfigOnly: true })
  await expect(docker.run('alpine', ['true'], { HostConfig: { NetworkMode: 'settings' } })).rejects.toMatchObject({
    statusCode: 403,
    json: {
      message: 'failed to set up container networking: cannot create endpoint on configuration-only network',
    },
  })
})
