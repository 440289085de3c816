// What authors of scenarios are told when something is wrong, and when all is right.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { explainCommand } from '../../src/daemon/explain-command.ts'
import { parseScenarios } from '../../src/scenario/read.ts'
import { builtInSteps } from '../../src/scenario/steps.ts'

/** The complaints about a text, a line each. */
async function complaints(text: string): Promise<string[]> {
  try {
    await parseScenarios(text, 'x.yaml', builtInSteps)
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  return []
}

const rule = (text: string): string => `rules:\n  - ${text.trim().replaceAll('\n', '\n    ')}\n`

test.each([
  [
    'an operation that the API does not have',
    'when: { operation: ContainerStrt }\ndo: reset',
    '2:24',
    'did you mean "ContainerStart"?',
  ],
  ['a step that there is not', 'do: { statuss: 500 }', '2:11', 'is no step: "statuss"; did you mean "status"?'],
  ['a step alone that there is not', 'do: rset', '2:9', 'is no step: "rset"; did you mean "reset"?'],
  ['two steps in one map', 'do: { delay: 1s, status: 500 }', '2:9', 'must be one step, not 2: make it a list'],
  [
    'a key that there is not',
    'wehn: {}\ndo: reset',
    '2:5',
    'is not known; known are name, when, do, enabled, optional',
  ],
  ['a duration without a unit', 'do: { delay: 5 }', '2:18', 'must be a duration like 500ms or 1m30s'],
  [
    'an answer behind the head',
    'when: { point: end }\ndo: { status: 500 }',
    '3:11',
    'cannot stand at the end of a reply',
  ],
  [
    'a reset where there is no call',
    'when: { event: die }\ndo: reset',
    '3:9',
    'cannot stand in a rule that waits for an event',
  ],
  [
    'what cannot be known yet',
    'when: { point: accept, path: /info }\ndo: reset',
    '2:28',
    'cannot be known at the point accept',
  ],
  [
    'a regular expression that is none',
    'when: { client: { matches: "(" } }\ndo: reset',
    '2:32',
    'is no regular expression',
  ],
  [
    'two units',
    'do: { truncate: { bytes: 1, objects: 1 } }',
    '2:21',
    'must count one of bytes, chunks, frames, objects, events',
  ],
  ['a probability above 1', 'when: { probability: 2 }\ndo: reset', '2:26', 'must be from 0 to 1'],
  [
    'a rule that names another one that is not there',
    'when: { fired: first }\ndo: reset',
    '2:20',
    'names nothing that is here: "first"',
  ],
])('%s is refused at its line and column', async (_, text, place, sentence) => {
  const found = await complaints(rule(text))
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(new RegExp(`^x\\.yaml:${place}: `))
  expect(found[0]).toContain(sentence)
})

test('everything that is wrong with a file is said at once', async () => {
  expect(
    await complaints('name: 5\nrules:\n  - do: rset\ntimeline:\n  - do: { delay: 1s }\nexpect:\n  - {}\n'),
  ).toEqual([
    'x.yaml:1:7: name must be a text, not 5',
    'x.yaml:3:9: rules.0.do is no step: "rset"; did you mean "reset"?',
    'x.yaml:5:5: timeline.0 must say when: "at", "after" or "every"',
    'x.yaml:7:5: expect.0 must have one of requests, events, state',
  ])
})

test('a text that is no YAML is refused where it stops being some', async () => {
  expect((await complaints('rules: [\n'))[0]).toMatch(/^x\.yaml:\d+:\d+: /)
})

test('an empty file is no scenario', async () => {
  expect(await complaints('')).toEqual(['x.yaml:1:1: it is empty'])
})

test('a file may hold several scenarios', async () => {
  const scenarios = await parseScenarios('name: a\n---\nname: b\n', 'x.yaml', builtInSteps)
  expect(scenarios.map(({ name }) => name)).toEqual(['a', 'b'])
})

const everything = `name: pull/slow
description: Pulls take long, and the second one breaks off.
client: shows progress, and tries again.
engine: "28.5"
seed: one
clock: { time: skip, start: 2026-01-01T00:00:00Z }
given:
  images: [alpine]
  networks: [front]
  volumes: [{ name: data }]
  containers:
    - { name: web, image: alpine, command: [sleep, "1000"] }
rules:
  - name: slow
    when: { operation: ImageCreate, image: alpine*, from: 1s, until: 1m }
    do: [{ delay: { from: 1s, to: 2s } }, { throttle: 64k }]
  - when: { operation: [ImageCreate, ImagePush], nth: 2, point: { after: { objects: 3 } } }
    optional: true
    do: reset
  - name: gone
    when: { event: container.die, container: web, fired: slow }
    do: { unblock: pulls }
  - name: old clients
    when: { method: GET, path: /containers/*/json, apiVersion: "<1.44", client: { contains: docker-py }, times: 1 }
    enabled: false
    do: { status: { code: 429, message: slow down } }
timeline:
  - { name: tick, after: slow, at: 5s, every: 1s, times: 3, do: { delay: 1s } }
expect:
  - requests: { operation: ImageCreate, atLeast: 2 }
  - events: { event: container.die, container: web, count: 1 }
  - { within: 10s, state: { container: web, has: { State: { Running: true } } } }
strict: true
`

async function explained(text: string, ...flags: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-explain-'))
  try {
    await writeFile(join(folder, 'it.yaml'), text)
    return await explainCommand([...flags, join(folder, 'it.yaml')])
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('mockerd explain says in plain sentences what would happen', async () => {
  expect(await explained(everything)).toMatchInlineSnapshot(`
    "pull/slow
    Pulls take long, and the second one breaks off.
    A good client: shows progress, and tries again.

    The engine is 28.5.
    The seed is "one".
    Time begins at 2026-01-01T00:00:00Z and leaps to the next moment at which something is due.
    There: the images alpine.
    There: the networks front.
    There: the volumes data.
    There: the container web of alpine with sleep 1000, running.
    Rule "slow": for ImageCreate where the image is like "alpine*", from 1s on, until 1m, wait between 1s and 2s, then send 64k bytes a second.
    Rule "rule 2" (may never fire): for ImageCreate or ImagePush, only the 2nd call, after 3 objects, reset the connection.
    Rule "gone": when container.die happens where the container is "web", once "slow" has fired, unblock "pulls".
    Rule "old clients" (switched off): for GET /containers/*/json of API <1.44 where the client contains "docker-py", once, answer 429 "slow down".
    Timeline "tick": 5s after "slow", then every 1s, 3 times: wait 1s.
    Expected: at the end, at least 2 of ImageCreate.
    Expected: at the end, exactly 1 of container.die where the container is "web".
    Expected: within 10s, the container web is there with {"State":{"Running":true}}.
    A rule that never fires is a failure.
    "
  `)
})

test('mockerd explain --json gives the plan', async () => {
  const [plan] = JSON.parse(await explained(everything, '--json'))
  expect(plan.rules[1]).toEqual({
    name: 'rule 2',
    when: { operation: ['ImageCreate', 'ImagePush'], nth: 2, point: { after: { objects: 3 } } },
    point: { place: 'body', direction: 'reply', behind: { unit: 'objects', amount: 3 } },
    steps: [{ name: 'reset', args: null }],
    enabled: true,
    optional: true,
  })
})

test('mockerd explain names the file that is not there', async () => {
  await expect(explainCommand(['/nowhere/x.yaml'])).rejects.toThrow('/nowhere/x.yaml: there is no such file')
})
