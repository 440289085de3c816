// The filters of every list and prune, as Docker Engine 28.5.2 answered them one by one.
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

/** Each list and prune: a value that each filter takes. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /containers/json?all=1': {
    ...{ ancestor: 'nosuch', before: 'box', exited: '0', expose: '80', health: 'none', id: 'a', 'is-task': 'false' },
    ...{ isolation: 'default', label: 'a', name: 'a', network: 'a', publish: '80-90/udp', since: 'box' },
    ...{ status: 'created', volume: 'a' },
  },
  'GET /images/json?': {
    ...{ before: 'alpine', dangling: 'true', label: 'a', reference: 'a*', since: 'alpine', until: '1h' },
  },
  'GET /networks?': { dangling: '1', driver: 'a', id: 'a', label: 'a', name: 'a', scope: 'a', type: 'custom' },
  'GET /volumes?': { dangling: '0', driver: 'a', label: 'a', name: 'a' },
  'GET /plugins?': { capability: 'a', enabled: 'true' },
  'GET /images/search?term=redis': { 'is-automated': 'false', 'is-official': 'true', stars: '-1' },
  'POST /containers/prune?': { label: 'a', 'label!': 'a', until: '1h' },
  'POST /images/prune?': { dangling: 'false', label: 'a', 'label!': 'a', until: '1h' },
  'POST /networks/prune?': { label: 'a', 'label!': 'a', until: '1h' },
  'POST /volumes/prune?': { all: 'false', label: 'a', 'label!': 'a' },
  'POST /build/prune?': { description: 'a', id: 'a', inuse: 'true', parent: 'a', private: 'a', type: 'a', until: '1h' },
}

async function answer(docker: TestDaemon, where: string, filters: string): Promise<string> {
  const [method, path] = where.split(' ') as [string, string]
  const url = `http://docker${path}${path.endsWith('?') ? '' : '&'}filters=${encodeURIComponent(filters)}`
  const reply = await docker.fetch(new Request(url, { method }))
  const said = (await reply.json()) as { readonly message?: string } | null
  return reply.status < 300 ? `${reply.status}` : `${reply.status} ${said?.message}`
}

describe.each(Object.entries(known))('%s', (where, filters) => {
  test('takes its own filters as lists and as maps, and no other', async ({ docker }) => {
    await docker.create('alpine', ['true'], { name: 'box' })
    const own = Object.entries(filters)
    const forms = own.flatMap(([key, value]) => [{ [key]: [value] }, { [key]: { [value]: true } }])
    const answers = await Promise.all(forms.map((form) => answer(docker, where, JSON.stringify(form))))
    expect(answers).toEqual(forms.map(() => '200'))
    const lead = where.includes('/build/') ? '400 failed to prune build cache: ' : '400 '
    expect(await answer(docker, where, '{"nosuch":["a"]}')).toBe(`${lead}invalid filter 'nosuch'`)
    expect(await answer(docker, where, '{"":["a"]}')).toBe(`${lead}invalid filter`)
  })

  test('refuses what is neither form', async ({ docker }) => {
    const lead = where.startsWith('GET /volumes') ? 'error reading volume filters: ' : ''
    const wrong = ['{', '[]', '"a"', '1', 'true', '{"label":"a"}', '{"label":[1]}', '{"label":{"a":1}}', '{} x', 'a=b']
    for (const filters of [...wrong, '{"label":["a"],"name":{"a":true}}', '{"label":[["a"]]}', "{'label':['a']}"])
      expect(`${filters} ${await answer(docker, where, filters)}`).toBe(`${filters} 400 ${lead}invalid filter`)
  })
})

const booleans = [
  ['GET /containers/json?all=1', 'is-task'],
  ['GET /images/json?', 'dangling'],
  ['GET /volumes?', 'dangling'],
  ['GET /plugins?', 'enabled'],
  ['GET /images/search?term=redis', 'is-official'],
  ['GET /images/search?term=redis', 'is-automated'],
  ['POST /images/prune?', 'dangling'],
] as const

test.for(booleans)('%s takes only true, 1, false and 0 for %s', async ([where, key], { docker }) => {
  for (const value of ['true', '1', 'false', '0'])
    expect(await answer(docker, where, JSON.stringify({ [key]: [value] }))).toBe('200')
  for (const value of ['', 'maybe', 'True', 't', '-1'])
    expect(await answer(docker, where, JSON.stringify({ [key]: [value] }))).toBe(
      `400 invalid filter '${key}=[${value}]'`,
    )
  expect(await answer(docker, where, JSON.stringify({ [key]: [] }))).toBe(`400 invalid filter '${key}'`)
})

test('POST /volumes/prune takes what Go takes for true or false for all', async ({ docker }) => {
  const where = 'POST /volumes/prune?'
  for (const value of ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'])
    expect(await answer(docker, where, JSON.stringify({ all: [value] }))).toBe('200')
  expect(await answer(docker, where, '{"all":[]}')).toBe('200')
  expect(await answer(docker, where, '{"all":["maybe"],"nosuch":["a"]}')).toBe(
    `400 invalid filter 'all': strconv.ParseBool: parsing "maybe": invalid syntax`,
  )
  expect(await answer(docker, where, '{"all":["true","1"]}')).toBe(
    `400 invalid filter 'all=[true 1]': only one value is expected`,
  )
})

const cache: readonly (readonly [filters: string, problem: string])[] = [
  ['{"id":["a","b"]}', 'filters expect only one value'],
  ['{"until":["1h"],"unused-for":["1h"]}', 'conflicting filters: "until" and "unused-for"'],
  [
    '{"type":[""]}',
    'failed to parse prune filters [type==]: filters: parse error: [type==]: expected value or quoted: invalid argument',
  ],
  [
    '{"id":[""]}',
    'failed to parse prune filters [id~=]: filters: parse error: [id~=]: expected value or quoted: invalid argument',
  ],
  [
    '{"unused-for":["x"]}',
    `"unused-for" filter expects a duration (e.g., '24h') or a timestamp: failed to parse value as time or duration: "x"`,
  ],
]

test.for(cache)('POST /build/prune refuses %s: %s', async ([filters, problem], { docker }) => {
  expect(await answer(docker, 'POST /build/prune?', filters)).toBe(`400 failed to prune build cache: ${problem}`)
  expect(await answer(docker, 'POST /build/prune?', '{"label":["a","b"]}')).toBe('200')
})

const numbers = [
  ['GET /containers/json?all=1', 'exited'],
  ['GET /images/search?term=redis', 'stars'],
] as const

test.for(numbers)('%s takes only numbers for %s', async ([where, key], { docker }) => {
  const refusal = (value: string, reason: string): string =>
    `400 invalid filter '${key}=${value}': strconv.Atoi: parsing "${value}": ${reason}`
  for (const value of ['', 'x', '1.5', '0x10', '10m'])
    expect(await answer(docker, where, JSON.stringify({ [key]: [value] }))).toBe(refusal(value, 'invalid syntax'))
  const large = '9223372036854775808'
  expect(await answer(docker, where, JSON.stringify({ [key]: [large] }))).toBe(refusal(large, 'value out of range'))
})

const moments: readonly (readonly [value: string, problem: string | undefined])[] = [
  ...['1h30m', '-1h', '0', '1577836800', '1577836800.5', '+5', '2020-02-29', '2020-01-01Z', '2020-01-01+01:00'].map(
    (value) => [value, undefined] as const,
  ),
  ...['2020-01-01T10', '2020-01-01T10:11', '2020-01-01T10:11:12.5', '2020-01-01T10:11:12-01:00'].map(
    (value) => [value, undefined] as const,
  ),
  ...['', 'x', '1h30', '5.', '9223372036854775808', '2020.01.01'].map(
    (value) => [value, `failed to parse value as time or duration: "${value}"`] as const,
  ),
  ['-1', 'parsing time "-1" as "2006-01-02": cannot parse "-1" as "2006"'],
  ['2020-1-1', 'parsing time "2020-1-1" as "2006-01-02": cannot parse "1-1" as "01"'],
  ['2020-13-01', 'parsing time "2020-13-01": month out of range'],
  ['2021-02-29', 'parsing time "2021-02-29": day out of range'],
  ['2020-01-01x', 'parsing time "2020-01-01x": extra text: "x"'],
  ['2020-01-01T25:00', 'parsing time "2020-01-01T25:00": hour out of range'],
  ['2020-01-01 10:11:12', 'parsing time "2020-01-01 10:11:12": extra text: " 10:11:12"'],
]

test.for(moments)('until=%s is %s', async ([value, problem], { docker }) => {
  const filters = JSON.stringify({ until: [value] })
  const expected = (status: number): string => (problem === undefined ? '200' : `${status} ${problem}`)
  expect(await answer(docker, 'POST /containers/prune?', filters)).toBe(expected(400))
  expect(await answer(docker, 'POST /networks/prune?', filters)).toBe(expected(400))
  expect(await answer(docker, 'POST /images/prune?', filters)).toBe(expected(500))
  expect(await answer(docker, 'GET /images/json?', filters)).toBe(expected(500))
})

describe('GET /containers/json', () => {
  const names = async ({ dockerode }: TestDaemon, filters: object): Promise<string[]> =>
    (await dockerode.listContainers({ all: true, filters: JSON.stringify(filters) })).flatMap(({ Names }) => Names)

  test('selects by the beginning of an id, which is no pattern', async ({ docker }) => {
    const { id } = await docker.create('alpine', ['true'], { name: 'box' })
    await docker.create('alpine', ['true'], { name: 'other' })
    expect(await names(docker, { id: [id.slice(0, 12)] })).toEqual(['/box'])
    expect(await names(docker, { id: [id.slice(0, 12)], name: ['other'] })).toEqual([])
    expect(await names(docker, { id: [`^${id.slice(0, 12)}`] })).toEqual([])
    expect(await names(docker, { id: [id.slice(30)] })).toEqual([])
    expect(await names(docker, { id: [''] })).toEqual([])
  })

  test('finds the neighbour of before and since only by its name or whole id', async ({ docker }) => {
    const { id } = await docker.create('alpine', ['true'], { name: 'first' })
    await docker.create('alpine', ['true'], { name: 'second' })
    expect(await names(docker, { since: ['first'] })).toEqual(['/second'])
    expect(await names(docker, { before: ['/second'] })).toEqual(['/first'])
    expect(await names(docker, { since: [id] })).toEqual(['/second'])
    await expect(names(docker, { since: [id.slice(0, 12)] })).rejects.toThrow(`No such container: ${id.slice(0, 12)}`)
    await expect(names(docker, { before: [''] })).rejects.toThrow('No such container: ')
  })

  test('shows everything where most filters have no values', async ({ docker }) => {
    await docker.create('alpine', ['true'], { name: 'box' })
    for (const key of ['name', 'id', 'status', 'label', 'exited', 'publish'])
      expect(await names(docker, { [key]: [] })).toEqual(['/box'])
    for (const key of ['ancestor', 'network', 'volume']) expect(await names(docker, { [key]: [] })).toEqual([])
  })
})
