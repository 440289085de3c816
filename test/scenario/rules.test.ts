// Which calls a rule acts on, how rules stand to each other, and what is known of them afterwards.
import { expect, test } from 'vitest'
import { type RuleSpec, ScenarioError, type WhenSpec } from '../../src/index.ts'
import { bodyOf, containerThatSaid, type Play, play } from './play.ts'

/** Answers with this, so that a client sees whether the rule has fired. */
const says = (word: string, when: WhenSpec = {}, name = word): RuleSpec => ({
  name,
  when: { operation: 'SystemPing', ...when },
  do: { status: { code: 200, body: word } },
})

async function pings(it: Play, times: number): Promise<string> {
  let said = ''
  for (let time = 0; time < times; time++) said += bodyOf(await it.ask('GET /_ping')) === 'OK' ? '.' : 'x'
  return said
}

test.each([
  [{ nth: 2 }, '.x....'],
  [{ nth: [1, 4] }, 'x..x..'],
  [{ every: 3 }, '..x..x'],
  [{ first: 2 }, 'xx....'],
  [{ skip: 4 }, '....xx'],
  [{ skip: 1, every: 2 }, '..x.x.'],
  [{ times: 3 }, 'xxx...'],
  [{ every: 2, times: 1 }, '.x....'],
  [{ probability: 0 }, '......'],
  [{ probability: 1 }, 'xxxxxx'],
  [{ method: 'HEAD' }, '......'],
  [{ path: '/_ping' }, 'xxxxxx'],
  [{ path: '/**' }, 'xxxxxx'],
  [{ apiVersion: '>=1.40' }, 'xxxxxx'],
  [{ apiVersion: '1.24..1.40' }, '......'],
  [{ client: 'docker-py*' }, '......'],
  [{ headers: { host: 'x' } }, 'xxxxxx'],
  [{ headers: { 'x-registry-auth': { absent: true } } }, 'xxxxxx'],
  [{ from: '1s' }, '......'],
  [{ until: '1s' }, 'xxxxxx'],
] as const)('of six pings %j fires for %s', async (when, wanted) => {
  await using it = await play([says('!', when as WhenSpec)])
  expect(await pings(it, 6)).toBe(wanted)
})

test('the same seed draws the same', async () => {
  const draw = async (seed: string): Promise<string> => {
    await using it = await play([says('!', { probability: 0.5 })], { seed })
    return await pings(it, 20)
  }
  expect(await draw('a')).toBe(await draw('a'))
  expect(await draw('a')).not.toBe(await draw('b'))
})

test('times are counted from the beginning, on the daemon’s clock', async () => {
  await using it = await play([says('!', { from: '10s', until: '20s' })])
  expect(await pings(it, 1)).toBe('.')
  await it.clock.advance(10_000)
  expect(await pings(it, 1)).toBe('x')
  await it.clock.advance(10_000)
  expect(await pings(it, 1)).toBe('.')
})

test('the first rule that answers keeps the call from the others', async () => {
  await using it = await play([says('one', { nth: 1 }), says('two')])
  const heard = [bodyOf(await it.ask('GET /_ping')), bodyOf(await it.ask('GET /_ping'))]
  expect(heard).toEqual(['one', 'two'])
  expect(it.daemon.rules.list().map(({ name, hits }) => [name, hits])).toEqual([
    ['one', 1],
    ['two', 1],
  ])
})

test('rules are layers: the first changes last what the others have answered', async () => {
  await using it = await play([
    { when: { operation: 'SystemPing' }, do: { truncate: { bytes: 3, end: 'clean' } } },
    says('abcdef'),
  ])
  expect(bodyOf(await it.ask('GET /_ping'))).toBe('abc')
})

test('a rule may wait for another to have fired', async () => {
  await using it = await play([
    says('up', { fired: 'down', notFired: 'later' }, 'up'),
    says('later', { nth: 3 }, 'later'),
    says('down', { times: 1 }, 'down'),
  ])
  const heard: string[] = []
  for (let time = 0; time < 3; time++) heard.push(bodyOf(await it.ask('GET /_ping')))
  expect(heard).toEqual(['down', 'up', 'up'])
})

test('rules are switched off and on, and taken away', async () => {
  await using it = await play([{ ...says('!'), enabled: false }])
  const rule = it.daemon.rules.find('!')!
  expect(await pings(it, 1)).toBe('.')
  rule.enable()
  expect(await pings(it, 1)).toBe('x')
  rule.disable()
  expect(await pings(it, 1)).toBe('.')
  rule.enable()
  rule.remove()
  expect(await pings(it, 1)).toBe('.')
  expect(it.daemon.rules.list()).toEqual([])
})

test('daemon.use puts a rule before all others, until it is disposed of', async () => {
  await using it = await play([says('old')])
  {
    using mine = it.daemon.use(says('new'))
    expect(bodyOf(await it.ask('GET /_ping'))).toBe('new')
    expect(mine.report).toMatchObject({ name: 'new', hits: 1, lastFired: it.clock.now() })
  }
  expect(bodyOf(await it.ask('GET /_ping'))).toBe('old')
})

test('rules that never fired are known, except for optional ones', async () => {
  await using it = await play([says('used'), says('unused'), { ...says('fine'), optional: true }])
  await it.ask('GET /_ping')
  expect(it.daemon.rules.unused().map(({ name }) => name)).toEqual(['unused'])
})

test('a name is given once, and a rule that cannot be is refused at once', async () => {
  await using it = await play([says('!')])
  expect(() => it.daemon.use(says('!'))).toThrow(ScenarioError)
  expect(() => it.daemon.use({ do: 'rset' })).toThrow('is no step: "rset"; did you mean "reset"?')
})

test('containers, images and labels are known from the call', async () => {
  const answered = (when: WhenSpec): RuleSpec => ({ when, do: { status: 418 } })
  const status = async (it: Play, line: string, rule: RuleSpec): Promise<string> => {
    using _ = it.daemon.use(rule)
    return (await it.ask(line)).slice(9, 12)
  }
  await using it = await play()
  await containerThatSaid(it.daemon, 'true')
  const { id } = it.daemon.engine.containers.find('web')
  const inspect = `GET /containers/${id.slice(0, 12)}/json`
  expect(await status(it, inspect, answered({ container: 'web' }))).toBe('418')
  expect(await status(it, inspect, answered({ container: id }))).toBe('418')
  expect(await status(it, inspect, answered({ container: 'we' }))).toBe('200')
  expect(await status(it, inspect, answered({ image: 'alpine' }))).toBe('418')
  expect(await status(it, inspect, answered({ image: 'alpine:latest' }))).toBe('418')
  expect(await status(it, inspect, answered({ label: { stage: 'test' } }))).toBe('200')
  expect(await status(it, 'GET /images/alpine/json', answered({ image: 'alpine:*' }))).toBe('418')
  expect(await status(it, 'GET /info', answered({ image: '*' }))).toBe('200')
})

test('a rule hears of events, and knows whose they are', async () => {
  const heard: unknown[] = []
  await using it = await play([
    { when: { event: 'container.die', container: 'web' }, do: (moment) => void heard.push(moment.event?.action) },
    { when: { event: ['start', 'destroy'] }, do: (moment) => void heard.push(moment.container) },
  ])
  await containerThatSaid(it.daemon, 'true', 'other')
  await containerThatSaid(it.daemon, 'true', 'web')
  const idOf = (name: string): string => it.daemon.engine.containers.find(name).id
  expect(heard).toEqual([idOf('other'), idOf('web'), 'die'])
})

test('rules that wait for events are not counted among those who listen', async () => {
  await using it = await play([{ when: { event: 'container.die' }, do: () => {} }])
  expect(await it.ask('GET /info')).toContain('"NEventsListener":0,')
})

test('a function of the user has the moment in its hands', async () => {
  await using it = await play([
    {
      when: { operation: 'SystemPing' },
      do: async (moment) => {
        await moment.wait(1000)
        moment.answer({ kind: 'text', status: 200, type: 'text/plain', text: `${moment.call?.url} of ${moment.rule}` })
      },
    },
  ])
  const waiting = it.say('GET /_ping?a=b', 'Connection: close\r\n')
  await it.ask('GET /version')
  await it.clock.advance(1000)
  expect(bodyOf(await waiting.all())).toBe('/_ping?a=b of rule 1')
})

test('the journal says which rules had to do with a call', async () => {
  await using it = await play([says('!'), { name: 'head', do: { headers: { remove: ['Server'] } } }], { journal: true })
  await it.ask('GET /_ping')
  await it.ask('GET /version')
  expect(it.daemon.journal.entries.map(({ rules }) => rules)).toEqual([['!'], ['head']])
})
