// What tests tell a mockerd in another process, through the typed client; every reply is held against its own contract.
import { afterAll, describe, expect } from 'vitest'
import { type ControlClient, ControlError, type ControlSchemas } from '../../src/control.ts'
import { manualClock } from '../../src/index.ts'
import { test as base } from '../../src/vitest.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { checkedControl, operations } from './checked.ts'

const everSeen = new Set<string>()

interface Fixtures {
  readonly mockerd: TestDaemon
  readonly control: ControlClient
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  mockerd: async ({}, use) => {
    await using daemon = await startTestDaemon({
      control: true,
      clock: manualClock(Date.UTC(2026, 0, 1)),
      seed: 'control',
    })
    await use(daemon)
  },
  control: async ({ mockerd }, use) => {
    await using checked = await checkedControl(mockerd.host)
    await use(checked.control)
    for (const operation of checked.seen) everSeen.add(operation)
  },
})

const refusal = (status: number, message: string | RegExp): unknown =>
  expect.objectContaining({
    name: 'ControlError',
    status,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })

const failed = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it went well',
    (error) => error,
  )

describe('Rules', () => {
  test('are added, counted, switched and taken away', async ({ mockerd, control }) => {
    const { name } = await control.rules.add({
      name: 'full/disk',
      when: { operation: 'VolumeCreate' },
      do: { status: 500 },
    })
    expect(await control.rules.list()).toEqual({
      rules: [{ name: 'full/disk', enabled: true, optional: false, hits: 0, did: [] }],
      unused: ['full/disk'],
    })
    const create = (): Promise<unknown> => failed(mockerd.dockerode.createVolume())
    expect(await create()).toMatchObject({ statusCode: 500 })
    expect(await control.rules.get(name)).toMatchObject({ hits: 1, lastFired: Date.UTC(2026, 0, 1) })
    expect(await control.rules.disable(name)).toMatchObject({ enabled: false })
    expect(await create()).toBe('it went well')
    await control.rules.enable(name)
    expect(await create()).toMatchObject({ statusCode: 500 })
    await control.rules.remove(name)
    expect(await create()).toBe('it went well')
    expect(await failed(control.rules.get(name))).toEqual(refusal(404, 'there is no rule "full/disk"'))
  })

  test('come as YAML, too', async ({ mockerd, control }) => {
    await control.rules.add('name: slow\nwhen: { operation: SystemPing }\ndo: { status: 500 }\n')
    expect(await failed(mockerd.dockerode.ping())).toMatchObject({ statusCode: 500 })
    await control.rules.removeAll()
    expect(await control.rules.list()).toEqual({ rules: [], unused: [] })
  })

  test('that cannot be are refused with all that is wrong', async ({ control }) => {
    expect(await failed(control.rules.add({ when: { operation: 'Contaner' }, do: 'explode' }))).toEqual(
      refusal(400, /when\.operation is no operation of the API: "Contaner".*explode/s),
    )
    expect(await failed(control.rules.add('when: ['))).toEqual(refusal(400, /^the body:1:8: /))
    await control.rules.add({ name: 'once', do: 'hang', when: { operation: 'SystemPing' } })
    expect(await failed(control.rules.add({ name: 'once', do: 'hang' }))).toEqual(
      refusal(400, /there is a rule "once"/),
    )
    expect(await failed(control.rules.disable('twice'))).toEqual(refusal(404, 'there is no rule "twice"'))
  })

  test('let go on who hangs in them when a step says so', async ({ mockerd, control }) => {
    await control.rules.add({ when: { operation: 'SystemPing' }, do: { hang: 'gate' } })
    const ping = mockerd.dockerode.ping()
    await mockerd.journal.next(({ rules }) => rules.length > 0)
    await control.run({ unblock: 'gate' })
    expect(String(await ping)).toBe('OK')
    expect(await failed(control.run({ status: 500 }))).toEqual(refusal(400, /in a timeline/))
  })
})

describe('A scenario', () => {
  const scenario = `
name: shop/closed
given: { images: [alpine], volumes: [data], containers: [{ name: web, image: alpine, command: sleep 100 }] }
clock: { time: frozen, start: 2030-01-01T00:00:00Z }
rules:
  - { when: { operation: ContainerStop }, do: { status: { code: 500, message: no } } }
  - { name: second, when: { operation: ContainerKill }, do: { status: 500 }, optional: true }
timeline:
  - { at: 1m, do: { status: 500 } }
`

  test('is played from now on, with what it gives', async ({ mockerd, control }) => {
    const { rules, unused } = await control.play(scenario.replace(/timeline:.*/s, ''))
    expect(rules.map(({ name }) => name)).toEqual(['shop/closed: rule 1', 'second'])
    expect(unused).toEqual(['shop/closed: rule 1'])
    expect(await mockerd.dockerode.getContainer('web').inspect()).toMatchObject({ State: { Running: true } })
    expect((await control.clock.get()).time).toBe('2030-01-01T00:00:00Z')
    await expect(mockerd.dockerode.getContainer('web').stop()).rejects.toMatchObject({ statusCode: 500 })
  })

  test('is refused as a whole, with the line', async ({ mockerd, control }) => {
    expect(await failed(control.play(scenario))).toEqual(refusal(400, /^the body:9:\d+: timeline\.0\.do\./))
    expect(await failed(control.play({ engine: '20.10' }))).toEqual(
      refusal(409, 'the scenario wants engine 20.10, this daemon is 28.5'),
    )
    const taken = { name: 'a', do: { status: 500 } }
    await control.rules.add(taken)
    expect(await failed(control.play({ rules: [{ name: 'b', do: { status: 500 } }, taken] }))).toEqual(
      refusal(400, /taken/),
    )
    expect(mockerd.rules.list().map(({ name }) => name)).toEqual(['a'])
  })

  test('gives things without rules, or says what cannot be made', async ({ mockerd, control }) => {
    await control.give({ volumes: ['data'], networks: ['shop'] })
    await control.give('volumes: [more]')
    expect((await mockerd.dockerode.listVolumes()).Volumes.map(({ Name }) => Name).sort()).toEqual(['data', 'more'])
    expect(await failed(control.give({ containers: [{ name: 'a b', image: 'alpine' }] }))).toEqual(
      refusal(409, /^the scenario's container a b cannot be made: .*Invalid container name/),
    )
    expect(await failed(control.give({ boxes: [] } as object))).toEqual(refusal(400, /given\.boxes is not known/))
    // given things are no calls of a client
    expect((await control.journal.read({ operation: 'VolumeCreate' })).entries).toEqual([])
  })
})

describe('The clock', () => {
  test('stands, passes, jumps and runs', async ({ mockerd, control }) => {
    const begin = { now: Date.UTC(2026, 0, 1), time: '2026-01-01T00:00:00Z', rate: 0, skips: false, steerable: true }
    expect(await control.clock.get()).toEqual(begin)
    const container = await mockerd.run('alpine', ['sleep', '90'])
    expect((await control.clock.get()).next).toBe(begin.now + 90_000)
    expect((await control.clock.advance('1m')).now).toBe(begin.now + 60_000)
    expect((await container.inspect()).State.Running).toBe(true)
    expect((await control.clock.advance(30_000)).time).toBe('2026-01-01T00:01:30Z')
    expect((await container.inspect()).State).toMatchObject({ Running: false, FinishedAt: '2026-01-01T00:01:30Z' })
    expect((await control.clock.jump({ to: '2025-12-31T00:00:00Z' })).now).toBe(Date.UTC(2025, 11, 31))
    expect((await control.clock.jump({ by: '-24h' })).now).toBe(Date.UTC(2025, 11, 30))
    expect(await control.clock.set({ rate: 60, skips: true })).toMatchObject({ rate: 60, skips: true })
    expect(await control.clock.freeze()).toMatchObject({ rate: 0, skips: true })
  })

  test('runs until nothing is due any more', async ({ mockerd, control }) => {
    await mockerd.run('alpine', ['sh', '-c', 'sleep 10; sleep 20'])
    expect((await control.clock.runUntilIdle('15s')).time).toBe('2026-01-01T00:00:10Z')
    const idle = await control.clock.runUntilIdle()
    expect([idle.time, idle.next]).toEqual(['2026-01-01T00:00:30Z', undefined])
  })

  test('refuses what time does not do', async ({ control }) => {
    expect(await failed(control.clock.advance('soon'))).toEqual(refusal(400, /^"soon" is no duration/))
    expect(await failed(control.clock.advance(-1))).toEqual(refusal(400, /does not go back/))
    expect(await failed(control.clock.jump({}))).toEqual(refusal(400, /either "by" or "to"/))
    expect(await failed(control.clock.jump({ to: 'later' }))).toEqual(refusal(400, /"later" is no moment/))
    expect(await failed(control.clock.set({ rate: -1 }))).toEqual(refusal(400, 'a clock cannot run at -1'))
    expect(await failed(control.clock.set({ pace: 2 } as object))).toEqual(
      refusal(400, 'the body.pace is not known; known are rate, skips'),
    )
  })
})

describe('Snapshots', () => {
  test('are gone back to, by name, as often as one likes', async ({ mockerd, control }) => {
    const before = await control.snapshots.save('empty')
    expect(await control.snapshots.save()).toEqual({ name: 'snapshot-1', at: before.at })
    await mockerd.run('alpine', ['sleep', '100'], { name: 'web' })
    for (const removed of [['web'], []]) {
      expect(await control.snapshots.restore('empty')).toEqual({ kept: [], restarted: [], removed, failed: {} })
      expect(await mockerd.dockerode.listContainers({ all: true })).toEqual([])
    }
    expect(await failed(control.snapshots.save('empty'))).toEqual(refusal(409, 'there is a snapshot "empty" already'))
    await control.snapshots.remove('empty')
    expect(await control.snapshots.list()).toEqual([{ name: 'snapshot-1', at: before.at }])
    expect(await failed(control.snapshots.restore('empty'))).toEqual(refusal(404, 'there is no snapshot "empty"'))
  })

  test('are files for other daemons', async ({ mockerd, control }) => {
    await mockerd.dockerode.createVolume({ Name: 'data' })
    await control.snapshots.save('full')
    await using other = await startTestDaemon({ snapshot: control.snapshots.export('full') })
    expect((await other.dockerode.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(['data'])
    await expect(control.snapshots.export('none').next()).rejects.toMatchObject({ status: 404 })
  })

  test('are held against each other and against now', async ({ mockerd, control }) => {
    await control.snapshots.save('first')
    await mockerd.dockerode.createVolume({ Name: 'data' })
    const nothing = { added: [], removed: [], changed: [] }
    const more = { containers: nothing, images: nothing, volumes: { ...nothing, added: ['data'] }, networks: nothing }
    expect(await control.snapshots.diff('first')).toEqual(more)
    await control.snapshots.save('second')
    await mockerd.run('alpine', ['true'], { name: 'web' })
    expect(await control.snapshots.diff('first', 'second')).toEqual(more)
    expect((await control.snapshots.diff('second')).containers.added).toEqual(['web'])
    expect(await failed(control.snapshots.diff('first', 'third'))).toEqual(refusal(404, 'there is no snapshot "third"'))
  })

  test('are not needed to go back to the beginning', async ({ mockerd, control }) => {
    await control.rules.add({ name: 'mine', do: { status: 500 }, when: { operation: 'SystemPing' } })
    using _ = mockerd.use({ name: 'theirs', do: { status: 500 }, when: { operation: 'SystemPing' } })
    await mockerd.create('alpine')
    expect(await control.reset()).toMatchObject({ removed: [expect.any(String)] })
    expect(await mockerd.dockerode.listImages()).toEqual([])
    expect((await control.rules.list()).rules.map(({ name }) => name)).toEqual(['theirs', 'mine'])
    await control.reset({ rules: true, journal: true })
    expect((await control.rules.list()).rules.map(({ name }) => name)).toEqual(['theirs'])
    expect(await control.journal.read()).toEqual({ count: 0, entries: [] })
    expect((await control.coverage()).seen).toBe(0)
  })
})

describe('The journal', () => {
  test('is read with filters', async ({ mockerd, control }) => {
    await mockerd.create('alpine', ['true'], { name: 'web' })
    await failed(mockerd.dockerode.getContainer('wbe').start())
    const names = async (query: object): Promise<string[]> =>
      (await control.journal.read(query)).entries.map(({ operation }) => operation)
    expect(await names({ operation: 'Container*' })).toEqual(['ContainerCreate', 'ContainerStart'])
    expect(await names({ status: '4xx' })).toEqual(['ContainerStart'])
    expect(await names({ status: 404, method: 'get' })).toEqual([])
    expect(await names({ path: '/containers/*/start' })).toEqual(['ContainerStart'])
    expect(await names({ operation: 'ImageList,ImageCreate' })).toEqual(['ImageList', 'ImageCreate'])
    expect(await names({ after: 2, limit: 1 })).toEqual(['ContainerStart'])
    const { entries, count } = await control.journal.read({ status: 404 })
    expect([count, entries[0]?.hint]).toEqual([4, 'you called /containers/wbe/start; the closest name is web'])
    expect(await failed(control.journal.read({ status: 'bad' }))).toEqual(refusal(400, /^"bad" is no status/))
    expect(await failed(control.journal.read({ verb: 'GET' } as object))).toEqual(refusal(400, /no filter "verb"/))
    await control.journal.clear()
    expect(await control.journal.read()).toEqual({ count: 0, entries: [] })
  })

  test('is an HTTP Archive and a draft of a scenario', async ({ mockerd, control }) => {
    await failed(mockerd.dockerode.getContainer('web').start())
    expect(await control.journal.har({ status: 404 })).toMatchObject({
      log: { entries: [{ response: { status: 404 } }] },
    })
    const drafted = await control.journal.scenario()
    expect(drafted).toMatchObject({ rules: [{ when: { operation: 'ContainerStart' } }] })
    // which can be played
    await mockerd.create('alpine', [], { name: 'web' })
    await control.play(drafted)
    expect(await failed(mockerd.dockerode.getContainer('web').start())).toMatchObject({ statusCode: 404 })
  })

  test('is followed', async ({ mockerd, control }) => {
    await mockerd.dockerode.ping()
    await mockerd.dockerode.version()
    const seen: [number, string][] = []
    for await (const { index, operation } of control.journal.follow({ after: 0, operation: 'System*' })) {
      seen.push([index, operation])
      if (index === 2) void mockerd.dockerode.ping()
      if (index === 3) break
    }
    expect(seen).toEqual([
      [1, 'SystemPing'],
      [2, 'SystemVersion'],
      [3, 'SystemPing'],
    ])
    const ending = new AbortController()
    const lines = control.journal.follow({ after: 2 }, ending.signal)
    expect((await lines.next()).value).toMatchObject({ index: 3 })
    ending.abort()
    expect(await lines.next()).toEqual({ done: true, value: undefined })
    // one that has all it wants ends by itself
    const two: string[] = []
    for await (const { operation } of control.journal.follow({ after: 0, limit: 2 })) two.push(operation)
    expect(two).toEqual(['SystemPing', 'SystemVersion'])
  })
})

describe('The daemon', () => {
  test('says that it is ready, and which operations were called', async ({ mockerd, control }) => {
    await mockerd.run('alpine', ['sleep', '100'])
    expect(await control.health()).toMatchObject({
      status: 'ready',
      apiVersion: '1.51',
      storageDriver: 'overlay2',
      containers: { running: 1, total: 1 },
    })
    const { operations: counts, seen, total } = await control.coverage()
    expect(counts).toMatchObject({ ContainerStart: 1, ContainerStop: 0 })
    expect([seen, total]).toEqual([4, Object.keys(counts).length])
  })

  test('tells of events that nothing has caused', async ({ mockerd, control }) => {
    const told = new Promise((resolve) => mockerd.engine.world.events.listen(resolve))
    await control.publish({ type: 'container', action: 'oom', id: 'abc', attributes: { name: 'web' } })
    expect(await told).toMatchObject({ type: 'container', action: 'oom', id: 'abc', attributes: { name: 'web' } })
    expect(await failed(control.publish({ type: 'ship' } as unknown as ControlSchemas['Event']))).toEqual(
      refusal(400, /the body must have "action"/),
    )
  })

  test('shows what its storage driver did', async ({ mockerd, control }) => {
    await mockerd.create('alpine', [], { name: 'web' })
    expect(await control.storage()).toMatchObject({ driver: 'overlay2' })
  })
})

afterAll(() => {
  const byClient = operations.map(({ id }) => id).filter((id) => !id.startsWith('Layer'))
  expect([...everSeen].sort(), 'every operation has been called').toEqual(byClient.sort())
  expect(new ControlError(404, 'x')).toBeInstanceOf(Error)
})
