// What clients see of events that nothing stands behind, of networks and ports, and of swarms.
import { expect, test } from 'vitest'
import { ask, happen, runningContainer } from './happen.ts'
import { type Play, play } from './play.ts'

const message = async (it: Play, line: string, body?: object): Promise<readonly [number, string]> => {
  const reply = await ask(it, line, body)
  return [reply.status, reply.body?.message]
}

test('an event is told although nothing has happened', async () => {
  await using it = await play()
  const id = await runningContainer(it)
  const since = it.clock.now() / 1000
  await it.clock.advance(1000)
  await happen(it, [
    { emit: { event: 'container.die', container: 'web', attributes: { exitCode: '137' } } },
    { emit: 'daemon.reload' },
  ])
  const { text } = await ask(it, `GET /events?since=${since + 1}&until=${since + 1}`)
  const [die, reload] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(die).toMatchObject({
    Type: 'container',
    Action: 'die',
    Actor: { ID: id, Attributes: { name: 'web', image: 'alpine', exitCode: '137' } },
  })
  expect(reload).toMatchObject({ Type: 'daemon', Action: 'reload', Actor: { ID: it.daemon.engine.id } })
  expect((await ask(it, 'GET /containers/web/json')).body.State.Running).toBe(true)
})

test('a flood pushes older events out of what the daemon remembers', async () => {
  await using it = await play()
  await runningContainer(it)
  await happen(it, { flood: { events: 300, container: 'web' } })
  const { text } = await ask(it, `GET /events?since=0&until=${it.clock.now() / 1000}`)
  const actions = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).Action)
  expect(actions).toEqual(Array.from({ length: 256 }, () => 'exec_die'))
})

test('a port is taken by another program: the start fails, the container stays created', async () => {
  await using it = await play()
  const rule = await happen(it, { 'port-taken': 8080 })
  const config = { HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } }
  await expect(runningContainer(it, config)).rejects.toThrow(
    /failed to set up container networking: driver failed programming external connectivity on endpoint web \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated/,
  )
  const { State } = (await ask(it, 'GET /containers/web/json')).body
  expect(State.Status).toBe('created')
  expect(State.Error).toContain('port is already allocated')
  await expect(happen(it, { 'port-taken': 8080 })).rejects.toThrow(/^rule "happening \d+": Bind for /)
  rule.remove()
  expect((await ask(it, 'POST /containers/web/start')).status).toBe(204)
})

test('the very ports that a container is to have are taken', async () => {
  await using it = await play([{ when: { operation: 'ContainerStart', nth: 1 }, do: 'port-taken' }])
  const config = { HostConfig: { PortBindings: { '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }] } } }
  await expect(runningContainer(it, config)).rejects.toThrow(
    'Bind for 127.0.0.1:5353 failed: port is already allocated',
  )
})

test.each([
  ['28.5', 400, 'all predefined address pools have been fully subnetted'],
  [
    '20.10',
    404,
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
  ],
])('there is no address pool for another network, in the words of %s', async (engine, status, words) => {
  await using it = await play([], { engine })
  const rule = await happen(it, 'no-addresses')
  expect(await message(it, 'POST /networks/create', { Name: 'back' })).toEqual([status, words])
  rule.remove()
  expect((await ask(it, 'POST /networks/create', { Name: 'back' })).status).toBe(201)
})

test('a network has no address left for a container', async () => {
  await using it = await play()
  using _ = await happen(it, { 'no-addresses': 'bridge' })
  await expect(runningContainer(it)).rejects.toThrow("no available IPv4 addresses on this network's address pools")
})

test('a network stays in use although no container is in it', async () => {
  await using it = await play()
  await ask(it, 'POST /networks/create', { Name: 'back' })
  const rule = await happen(it, { 'network-in-use': { network: 'back', endpoint: 'web' } })
  const [status, text] = await message(it, 'DELETE /networks/back')
  expect(status).toBe(403)
  expect(text).toMatch(
    /^error while removing network: network back has active endpoints \(name:"web" id:"[0-9a-f]{12}"\)$/,
  )
  rule.remove()
  expect((await ask(it, 'DELETE /networks/back')).status).toBe(204)
  await expect(happen(it, { 'network-in-use': 'back' })).rejects.toThrow('network back not found')
})

test.each([
  [
    'worker',
    503,
    "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
    { LocalNodeState: 'active', ControlAvailable: false },
  ],
  [
    'locked',
    503,
    'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.',
    { LocalNodeState: 'locked', ControlAvailable: false },
  ],
  [
    'no-leader',
    500,
    "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.",
    { LocalNodeState: 'active', ControlAvailable: true },
  ],
] as const)('a swarm that is %s', async (trouble, status, words, shown) => {
  await using it = await play()
  const rule = await happen(it, { swarm: trouble })
  expect(await message(it, 'GET /services')).toEqual([status, words])
  expect((await ask(it, 'GET /info')).body.Swarm).toMatchObject(shown)
  rule.remove()
  expect((await message(it, 'GET /nodes'))[1]).toMatch(/^This node is not a swarm manager\. Use "docker swarm init"/)
})
