// What scenarios do at times, what they give, and what they expect.
import { expect, test } from 'vitest'
import { createDaemon, type ScenarioSpec, startDaemon } from '../../src/index.ts'
import { checkExpectations } from '../../src/scenario/expectations.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { bodyOf, play } from './play.ts'

test('entries happen at their times, again and again, or after a rule', async () => {
  const seen: string[] = []
  const clock = manualClock(0)
  const note = (what: string) => () => void seen.push(`${what} ${clock.now() / 1000}`)
  await using daemon = createDaemon({
    clock,
    scenario: {
      rules: [{ name: 'ping', when: { operation: 'SystemPing' }, do: note('ping') }],
      timeline: [
        { at: '5s', do: note('at') },
        { every: '4s', times: 2, do: note('every') },
        { after: 'ping', at: '2s', every: '1s', times: 2, do: note('after') },
      ],
    },
  })
  await clock.advance(6000)
  await daemon.fetch(new Request('http://docker/_ping'))
  await clock.advance(60_000)
  expect(seen).toEqual(['every 4', 'at 5', 'ping 6', 'every 8', 'after 8', 'after 9'])
})

test('a scenario is over with its daemon', async () => {
  const seen: string[] = []
  const clock = manualClock(0)
  const daemon = createDaemon({ clock, scenario: { timeline: [{ every: '1s', do: () => void seen.push('!') }] } })
  await clock.advance(2500)
  await daemon.close()
  await clock.advance(5000)
  expect(seen).toEqual(['!', '!'])
})

const scenario: ScenarioSpec = {
  engine: '24.0',
  given: {
    images: ['busybox'],
    networks: ['front'],
    volumes: [{ name: 'data', labels: { kind: 'test' } }],
    containers: [
      { name: 'web', image: 'alpine', command: ['sleep', '1000'], labels: { stage: 'test' } },
      { name: 'idle', image: 'alpine', running: false },
    ],
  },
  rules: [{ name: 'count', do: { delay: '0' } }],
}

test('what a scenario gives is there before anybody asks, and no rule has seen it come', async () => {
  await using it = await play([], { scenario, journal: true })
  const { engine, rules, journal } = it.daemon
  expect(engine.containers.find('web').state.status).toBe('running')
  expect(engine.containers.find('idle').state.status).toBe('created')
  expect(engine.networks.find('front').name).toBe('front')
  expect(engine.volumes.find('data').labels).toEqual({ kind: 'test' })
  expect(engine.images.find('busybox')).toBeDefined()
  expect(rules.list()).toMatchObject([{ name: 'count', hits: 0 }])
  expect(journal.entries).toEqual([])
  expect(JSON.parse(bodyOf(await it.ask('GET /version'))).ApiVersion).toBe('1.43')
})

test('what cannot be given is named', async () => {
  const given = { images: ['alpine'], containers: [{ name: '/', image: 'alpine' }] }
  await expect(startDaemon({ scenario: { given } })).rejects.toThrow("the scenario's container / cannot be made: ")
})

test('options win over the settings of a scenario', async () => {
  await using it = await play([], { scenario, engine: '20.10' })
  expect(JSON.parse(bodyOf(await it.ask('GET /version'))).ApiVersion).toBe('1.41')
})

test('expectations are held against requests, events and state', async () => {
  await using it = await play([], { scenario, journal: true })
  await it.ask('POST /containers/web/stop?t=0')
  await it.ask('GET /containers/nobody/json')
  const { engine, journal } = it.daemon
  const verdicts = checkExpectations(
    [
      { requests: { operation: 'ContainerStop', query: { t: '0' } } },
      { requests: { operation: 'Container*', status: 404, count: 1 } },
      { requests: { path: '/containers/*/start', atMost: 0 } },
      { requests: { method: 'POST', atLeast: 2 } },
      { events: { event: 'container.die', container: 'web', count: 1 } },
      { events: { event: 'oom' } },
      { state: { container: 'web', has: { State: { Running: false } } } },
      { state: { container: 'web', has: { State: { Running: true } } } },
      { state: { network: 'front' } },
      { state: { volume: 'data', exists: false } },
      { state: { image: 'nginx' } },
    ],
    { engine, requests: journal.entries, events: engine.world.events.recall(0) },
  )
  expect(verdicts.map(({ met, found }) => `${met ? 'met' : 'not met'}: ${found.slice(0, 24)}`)).toEqual([
    'met: 1',
    'met: 1',
    'met: 0',
    'not met: 1',
    'met: 1',
    'not met: 0',
    'met: it is there',
    'not met: {"State":{"Status":"exit',
    'met: it is there',
    'not met: it is there',
    'not met: it is not there',
  ])
})
