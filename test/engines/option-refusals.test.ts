// What each release refuses of the options of containers and of filters, with which status and in which words.
import { describe, expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function answer(daemon: TestDaemon, method: string, path: string, body?: object): Promise<string> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method, ...(body && json) }))
  const text = await reply.text()
  const said = reply.status < 300 ? '' : ` ${(JSON.parse(text) as { message: string }).message}`
  return `${reply.status}${said}`
}

describe('A new container', () => {
  const cpus = 'ange of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available'
  const qos = 'Invalid QoS settings: linux does not support configuration of maximum bandwidth'
  test.each([
    ['20.10', { Isolation: 'bogus' }, `500 Invalid isolation: "bogus" - linux only supports 'default'`],
    ['27.5', { Isolation: 'bogus' }, `500 Invalid isolation: "bogus" - linux only supports 'default'`],
    ['28.5', { Isolation: 'bogus' }, "400 invalid isolation (bogus): linux only supports 'default'"],
    ['26.1', { NanoCpus: -1 }, `400 R${cpus}`],
    ['27.5', { NanoCpus: -1 }, `400 r${cpus}`],
    ['27.5', { IOMaximumBandwidth: 1 }, `500 ${qos}`],
    [
      '28.5',
      { IOMaximumBandwidth: 1 },
      '400 invalid option: QoS maximum bandwidth configuration is not supported on linux',
    ],
    ['27.5', { NetworkMode: 'container:' }, '400 Invalid network mode: invalid container format container:<name|id>'],
    ['28.5', { NetworkMode: 'container:' }, '400 invalid network mode: invalid container format container:<name|id>'],
    ['20.10', { PidMode: 'bogus' }, '201'],
    ['23.0', { PidMode: 'bogus' }, '400 invalid PID mode: bogus'],
    ['20.10', { IpcMode: 'bogus' }, '201'],
    ['23.0', { IpcMode: 'bogus' }, '400 invalid IPC mode: bogus'],
  ])('with Docker Engine %s and %j: %s', async (engine, HostConfig, words) => {
    await using daemon = await startTestDaemon({ engine })
    await daemon.create('busybox', ['true'])
    const said = await answer(daemon, 'POST', '/containers/create', { Image: 'busybox', HostConfig })
    expect(said.replace(/to \d+\.00, as there are only \d+/, 'to 4.00, as there are only 4')).toBe(words)
  })

  test('with an IPC mode that nobody knows is refused by Docker Engine 20.10 when it starts', async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    const { id } = await daemon.create('busybox', ['true'], { HostConfig: { IpcMode: 'bogus' } })
    expect(await answer(daemon, 'POST', `/containers/${id}/start`)).toBe('500 Invalid IPC mode: bogus')
  })
})

describe('A filter that makes no sense', () => {
  const list = (filters: object): string => `/containers/json?filters=${encodeURIComponent(JSON.stringify(filters))}`
  const atoi = 'strconv.Atoi: parsing "x": invalid syntax'
  test.each([
    ['20.10', { exited: ['x'] }, `500 ${atoi}`],
    ['23.0', { exited: ['x'] }, `500 ${atoi}`],
    ['24.0', { exited: ['x'] }, `400 invalid filter 'exited=x': ${atoi}`],
    ['20.10', { health: ['x'] }, '400 Unrecognised filter value for health: x'],
    ['23.0', { health: ['x'] }, '400 Unrecognised filter value for health: x'],
    ['24.0', { health: ['x'] }, '400 unrecognized filter value for health: x'],
    ['28.5', { health: ['x'] }, "400 invalid filter 'health=x'"],
    ['23.0', { before: ['nosuch'] }, '500 no such container nosuch'],
    ['24.0', { since: ['nosuch'] }, '404 No such container: nosuch'],
  ])('is refused by Docker Engine %s: %j: %s', async (engine, filters, words) => {
    await using daemon = await startTestDaemon({ engine })
    expect((await answer(daemon, 'GET', list(filters))).startsWith(words)).toBe(true)
  })

  test.each([
    ['23.0', 500],
    ['24.0', 400],
  ])('is refused to the prunes of Docker Engine %s with %i', async (engine, status) => {
    await using daemon = await startTestDaemon({ engine })
    const until = encodeURIComponent('{"until":["x"]}')
    for (const path of [
      `/containers/prune?filters=${until}`,
      `/networks/prune?filters=${until}`,
      '/build/prune?keep-storage=x',
    ]) {
      expect(await answer(daemon, 'POST', path)).toMatch(new RegExp(`^${status} `))
    }
  })
})

test.each([
  ['23.0', '500 build ID not provided'],
  ['24.0', '400 build ID not provided'],
])('Docker Engine %s cancels no build without an id: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await answer(daemon, 'POST', '/build/cancel')).toBe(words)
})
