// What releases say of parameters that they cannot read, and with which status.
import { describe, expect, test } from 'vitest'
import { startTestDaemon } from '../test-daemon.ts'

async function answer(engine: string, path: string, method = 'GET'): Promise<string> {
  await using daemon = await startTestDaemon({ engine })
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method }))
  const { message } = (await reply.json()) as { message: string }
  return `${reply.status} ${message}`
}

const filters = (text: string): string => `filters=${encodeURIComponent(text)}`

describe('Filters that are no JSON', () => {
  const go = "invalid character 'b' looking for beginning of value"
  test.each([
    ['20.10', `500 ${go}`],
    ['23.0', `400 invalid filter: ${go}`],
    ['24.0', '400 invalid filter'],
    ['28.5', '400 invalid filter'],
  ])('are answered by Docker Engine %s: %s', async (engine, words) => {
    expect(await answer(engine, `/images/prune?${filters('bad')}`, 'POST')).toBe(words)
  })

  test.each([
    ['20.10', `400 error reading volume filters: ${go}`],
    ['28.5', '400 error reading volume filters: invalid filter'],
  ])('of volumes are answered by Docker Engine %s: %s', async (engine, words) => {
    expect(await answer(engine, `/volumes?${filters('bad')}`)).toBe(words)
  })
})

test.each([
  ['[]', 'json: cannot unmarshal array into Go value of type map[string]map[string]bool'],
  ['{"label":"x"}', 'json: cannot unmarshal string into Go value of type map[string]bool'],
  ['{"label":[1]}', 'json: cannot unmarshal array into Go value of type map[string]bool'],
  ['{"label":{"x":1}}', 'json: cannot unmarshal number into Go value of type bool'],
  ['{"label":', 'unexpected end of JSON input'],
  ['{} x', "invalid character 'x' after top-level value"],
])('Docker Engine 20.10 complains of the filters %s as Go does', async (text, words) => {
  expect(await answer('20.10', `/images/json?${filters(text)}`)).toBe(`500 ${words}`)
})

test.each([
  ['20.10', "400 Invalid filter 'nosuch'"],
  ['28.5', "400 invalid filter 'nosuch'"],
])('A filter of images that Docker Engine %s does not know: %s', async (engine, words) => {
  expect(await answer(engine, `/images/json?${filters('{"nosuch":["x"]}')}`)).toBe(words)
  expect(await answer(engine, `/images/prune?${filters('{"nosuch":["x"]}')}`, 'POST')).toBe(words)
})

test.each([
  ['20.10', '500 strconv.Atoi: parsing "x": invalid syntax'],
  ['23.0', '400 invalid limit specified: strconv.Atoi: parsing "x": invalid syntax'],
])('A search with a limit that is no number, in Docker Engine %s: %s', async (engine, words) => {
  expect(await answer(engine, '/images/search?term=redis&limit=x')).toBe(words)
})

test.each([
  ['20.10', '400 Limit 101 is outside the range of [1, 100]'],
  ['28.5', '400 limit 101 is outside the range of [1, 100]'],
])('A search for too much, in Docker Engine %s: %s', async (engine, words) => {
  expect(await answer(engine, '/images/search?term=redis&limit=101')).toBe(words)
})

test.each([
  ['27.5', '400 strconv.Atoi: parsing "x": invalid syntax'],
  ['28.5', '400 invalid resize height "x": invalid syntax'],
])('A height that is no number, in Docker Engine %s: %s', async (engine, words) => {
  expect(await answer(engine, '/containers/web/resize?h=x&w=1', 'POST')).toBe(words)
})
