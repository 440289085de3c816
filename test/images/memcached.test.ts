// The simulated image memcached, spoken to over its published port.
import net from 'node:net'
import { expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { Reader } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock()
  return { clock, publish: 'loopback' }
})

/** Says lines and gives all answers, when the connection is closed behind them. */
async function memcached(docker: TestDaemon, Cmd?: string[]): Promise<(...lines: string[]) => Promise<string[]>> {
  const container = await docker.run('memcached:alpine', Cmd, { HostConfig: { PublishAllPorts: true } })
  const { Ports } = (await container.inspect()).NetworkSettings
  return async (...lines) => {
    const socket = net.connect(Number(Ports['11211/tcp']![0]!.HostPort), '127.0.0.1')
    const answers = new Reader(socket)
    socket.write([...lines, 'quit', ''].join('\r\n'))
    return (await answers.whole()).trimEnd().split('\r\n')
  }
}

test('memcached keeps values by key', async ({ docker }) => {
  const say = await memcached(docker)
  expect(await say('set a 5 0 3', 'one', 'add a 0 0 1', 'x', 'append a 0 0 1', '!', 'get a b')).toEqual([
    ...['STORED', 'NOT_STORED', 'STORED', 'VALUE a 5 4', 'one!', 'END'],
  ])
  expect(await say('set n 0 0 1 noreply', '7', 'incr n 5', 'decr n 100', 'delete n', 'delete n', 'incr n 1')).toEqual([
    ...['12', '0', 'DELETED', 'NOT_FOUND', 'NOT_FOUND'],
  ])
  expect(await say('gets a', 'cas a 0 0 1 999', 'z', 'incr a 1', 'what', 'version')).toEqual([
    ...[expect.stringMatching(/^VALUE a 5 4 \d+$/), 'one!', 'END', 'EXISTS'],
    ...['CLIENT_ERROR cannot increment or decrement non-numeric value', 'ERROR', 'VERSION 1.6.39'],
  ])
  expect(await say('stats')).toEqual(
    expect.arrayContaining(['STAT curr_items 1', 'STAT get_hits 2', 'STAT get_misses 1']),
  )
})

test('memcached forgets what is older than it may be', async ({ docker }) => {
  const say = await memcached(docker)
  await say('set a 0 10 1', 'x', 'set b 0 10 1', 'y', 'touch b 100')
  await clock.advance(10_000)
  expect(await say('get a b')).toEqual(['VALUE b 0 1', 'y', 'END'])
})

test('memcached drops what was used the longest time ago when there is no room', async ({ docker }) => {
  const say = await memcached(docker, ['-m', '1'])
  const value = 'x'.repeat(400_000)
  const set = (key: string): string[] => [`set ${key} 0 0 ${value.length}`, value]
  expect(await say(...set('a'), ...set('b'), 'touch a 0', ...set('c'), 'get b', 'touch a 0')).toEqual([
    ...['STORED', 'STORED', 'TOUCHED', 'STORED', 'END', 'TOUCHED'],
  ])
  expect(await say('set d 0 0 2000000', 'y'.repeat(2_000_000), 'get d')).toEqual([
    'SERVER_ERROR object too large for cache',
    'END',
  ])
})
