// What is refused of requests to make a swarm, to join one, and to speak BuildKit's protocol, before anything is done.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function answer(docker: TestDaemon, path: string, body?: object): Promise<string> {
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await docker.fetch(new Request(`http://docker${path}`, { method: 'POST', ...json }))
  return `${reply.status} ${((await reply.json()) as { readonly message: string }).message}`
}

const here = { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' }
const notListening = 'listen address must be an IP address or network interface (with optional port number)'
const notAdvertised = 'advertise address must be a non-zero IP address or network interface (with optional port number)'
const notData = 'data path address must be a non-zero IP address or network interface (without a port number)'
const noListener = 'manager stopped: failed to listen on remote API address: listen tcp'

describe('A swarm is not made', () => {
  test.for([
    [{}, '400 invalid ListenAddr "": invalid empty address'],
    [{ ListenAddr: 'bogus' }, `400 ${notListening}`],
    [{ ListenAddr: 'eth9:5' }, `400 ${notListening}`],
    [{ ListenAddr: '[::1', AdvertiseAddr: '127.0.0.1' }, '400 could not parse listen address [::1'],
    [{ ListenAddr: '127.0.0.1:0', AdvertiseAddr: 'nosuchif' }, `400 ${notAdvertised}`],
    [{ ListenAddr: 'lo:2377', AdvertiseAddr: '0.0.0.0' }, `400 ${notAdvertised}`],
    [{ ...here, DataPathAddr: 'nosuch' }, `400 ${notData}`],
    [{ ...here, DataPathAddr: '0.0.0.0' }, `400 ${notData}`],
    [{ ...here, Spec: { Name: 'x' } }, '400 swarm spec must be named "default"'],
    [{ ...here, DataPathPort: 5 }, '500 Datapath port number is not in valid range (1024-49151) : 5'],
    [{ ...here, DefaultAddrPool: ['x'] }, '500 invalid base pool x: invalid CIDR address: x'],
    [{ ...here, DefaultAddrPool: ['10.0.0.0/8'], SubnetSize: 30 }, '500 subnet size is out of range: 30'],
    [
      { ...here, DefaultAddrPool: ['10.0.0.0/8'], SubnetSize: 4 },
      '500 invalid CIDR: "10.0.0.0/8". Subnet size is too small for pool: 4',
    ],
    [{ ...here, Availability: 'x' }, '500 invalid Availability: "x"'],
    [{ ListenAddr: '0.0.0.0:x' }, `500 ${noListener}: lookup tcp/x: unknown port`],
    [{ ListenAddr: '0.0.0.0:99999' }, `500 ${noListener}: address 99999: invalid port`],
    [{ ListenAddr: '1.2.3.4' }, `500 ${noListener} 1.2.3.4:2377: bind: cannot assign requested address`],
  ] as const)('of %j: %s', async ([body, wanted], { docker }) => {
    expect(await answer(docker, '/swarm/init', body)).toBe(wanted)
  })

  test('by mockerd, as it does not simulate that yet', async ({ docker }) => {
    for (const ListenAddr of ['0.0.0.0:2377', '127.0.0.1', 'eth0', '[::1]:2377']) {
      expect(await answer(docker, '/swarm/init', { ListenAddr }), ListenAddr).toMatch(/^501 .*SwarmInit/)
    }
  })
})

describe('A swarm is not joined', () => {
  const other = { ListenAddr: '127.0.0.1:2399', RemoteAddrs: ['192.168.65.9:2377'] }
  test.for([
    [{}, '400 invalid ListenAddr "": invalid empty address'],
    [{ ListenAddr: 'x' }, '400 at least 1 RemoteAddr is required to join'],
    [{ ...other, RemoteAddrs: [''] }, '400 invalid remoteAddr "": invalid empty address'],
    [{ ...other, ListenAddr: 'x' }, `400 ${notListening}`],
    [{ ...other, DataPathAddr: 'x' }, `400 ${notData}`],
    [{ ...other, JoinToken: 'bad', Availability: 'x' }, '500 invalid Availability: "x"'],
    [{ ...other, JoinToken: 'SWMTKN-1-x-y' }, '500 invalid join token'],
  ] as const)('with %j: %s', async ([body, wanted], { docker }) => {
    expect(await answer(docker, '/swarm/join', body)).toBe(wanted)
  })
})

describe('An object of a swarm is not changed', () => {
  test.for(['', '?version=', '?version=x', '?version=-1'])('with the version %j', async (query, { docker }) => {
    expect(await answer(docker, `/secrets/x/update${query}`, { Name: 'x' })).toBe('400 invalid secret version')
    expect(await answer(docker, `/configs/x/update${query}`, { Name: 'x' })).toBe('400 invalid config version')
  })
})

describe('A connection is not upgraded', () => {
  test('to a session without the protocol of sessions', async ({ docker }) => {
    const ask = async (path: string, headers: Record<string, string> = {}): Promise<unknown[]> => {
      const { status, body } = await supertest(docker.app).post(path).set(headers)
      return [status, body.message]
    }
    expect(await ask('/session')).toEqual([400, 'no upgrade proto in request'])
    expect(await ask('/grpc')).toEqual([500, 'no upgrade proto in request'])
    const foo = { upgrade: 'foo' }
    expect(await ask('/session', foo)).toEqual([400, 'protocol foo not supported'])
    expect(await ask('/grpc', foo)).toEqual([500, 'protocol foo not supported'])
  })
})

describe('A build is cancelled', () => {
  test('by its id, whether it runs or not', async ({ docker }) => {
    expect(await answer(docker, '/build/cancel')).toBe('400 build ID not provided')
    const reply = await docker.fetch(new Request('http://docker/build/cancel?id=x', { method: 'POST' }))
    expect([reply.status, await reply.text()]).toEqual([200, ''])
  })
})

describe('What the daemon is told of swarms', () => {
  test('is looked at when one is made: live-restore does not go together with it', async () => {
    await using docker = await startTestDaemon({ settings: { liveRestore: true } })
    const reason = '500 --live-restore daemon configuration is incompatible with swarm mode'
    expect(await answer(docker, '/swarm/init', here)).toBe(reason)
    expect(await answer(docker, '/swarm/join', { ListenAddr: '127.0.0.1', RemoteAddrs: ['1.2.3.4'] })).toBe(reason)
  })

  test('is where it is to be found, if the request does not say that', async () => {
    await using docker = await startTestDaemon({ settings: { swarmDefaultAdvertiseAddr: 'nosuchif' } })
    expect(await answer(docker, '/swarm/init', { ListenAddr: '127.0.0.1:2377' })).toBe(
      '400 default advertise address must be a non-zero IP address or network interface (without a port number)',
    )
    expect(await answer(docker, '/swarm/init', here)).toMatch(/^501 /)
  })
})
