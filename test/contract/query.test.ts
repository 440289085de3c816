import { describe, expect, test } from 'vitest'
import { createWaist } from './waist.ts'

const waist = createWaist()
const list = async (query: string) => (await waist.call('ContainerList', { query })).query
const refused = (query: string) => waist.refusal('ContainerList', { query })

describe('Booleans behind the question mark', () => {
  test.each(['1', 'true', 'True', 'yes', 'maybe', '2', ' on ', '-'])('all=%s lists all containers', async (value) => {
    expect(await list(`all=${encodeURIComponent(value)}`)).toMatchObject({ all: true })
  })

  test.each(['', '0', 'no', 'NO', 'false', 'False', 'none', ' none '])('all=%s does not', async (value) => {
    expect(await list(`all=${encodeURIComponent(value)}`)).toMatchObject({ all: false })
  })

  test('a name without a value is no', async () => {
    expect(await list('all')).toMatchObject({ all: false })
  })

  test('stats are streamed unless the client says no, and an empty value says no', async () => {
    const stream = async (query: string) => (await waist.call('ContainerStats', { query })).query
    expect(await stream('')).toMatchObject({ stream: true })
    expect(await stream('stream=')).toMatchObject({ stream: false })
    expect(await stream('stream=0')).toMatchObject({ stream: false })
  })
})

describe('Whole numbers behind the question mark', () => {
  test.each([
    ['limit=5', 5],
    ['limit=-1', -1],
    ['limit=%2B7', 7],
    ['limit=007', 7],
    ['limit=', undefined],
    ['', undefined],
  ])('%s is understood', async (query, limit) => {
    expect(((await list(query)) as { limit?: number }).limit).toBe(limit)
  })

  test.each([
    ['x', 'x'],
    ['1.5', '1.5'],
    ['0x1', '0x1'],
    ['+1', ' 1'],
  ])('limit=%s is refused with the words of Go', async (value, read) => {
    expect(await refused(`limit=${value}`)).toBe(`broken: strconv.Atoi: parsing "${read}": invalid syntax`)
  })

  test('a number that Go has no room for is refused', async () => {
    expect(await refused('limit=99999999999999999999')).toBe(
      'broken: strconv.Atoi: parsing "99999999999999999999": value out of range',
    )
  })

  test.each([
    ['', 'height "": invalid syntax'],
    ['h=x&w=1', 'height "x": invalid syntax'],
    ['h=1&w=x', 'width "x": invalid syntax'],
    ['h=-1&w=1', 'height "-1": value out of range'],
    ['h=4294967296&w=1', 'height "4294967296": value out of range'],
  ])('resizing a terminal with %s is refused', async (query, words) => {
    expect(await waist.refusal('ContainerResize', { query })).toBe(`invalid: invalid resize ${words}`)
    expect(await waist.refusal('ExecResize', { query })).toBe(`invalid: invalid resize ${words}`)
  })

  test('a search with a bad limit is told so', async () => {
    expect(await waist.refusal('ImageSearch', { query: 'term=x&limit=x' })).toBe(
      'invalid: invalid limit specified: strconv.Atoi: parsing "x": invalid syntax',
    )
  })

  test('a build passes over limits that are no numbers', async () => {
    expect((await waist.call('ImageBuild', { query: 'memory=x' })).query).not.toMatchObject({
      memory: expect.anything(),
    })
  })
})

describe('Queries as such', () => {
  test('unknown parameters are passed over', async () => {
    expect(await list('nosuch=1&all=1')).toMatchObject({ all: true })
    expect(await list('nosuch=1')).not.toHaveProperty('nosuch')
  })

  test('the first of several values counts, and all of them where the API has a list', async () => {
    expect(await list('limit=1&limit=2')).toMatchObject({ limit: 1 })
    expect((await waist.call('ImageGetAll', { query: 'names=a&names=b%2Fc' })).query).toMatchObject({
      names: ['a', 'b/c'],
    })
  })

  test('a plus is a blank, and escapes that are no UTF-8 do no harm', async () => {
    expect((await waist.call('ContainerTop', { query: 'ps_args=-o+pid' })).query).toMatchObject({ ps_args: '-o pid' })
    expect((await waist.call('ContainerTop', { query: 'ps_args=%ff' })).query).toMatchObject({ ps_args: '\ufffd' })
  })

  test('a bad escape and a semicolon are refused', async () => {
    expect(await refused('all=%zz')).toBe('invalid: invalid URL escape "%zz"')
    expect(await refused('%z')).toBe('invalid: invalid URL escape "%z"')
    expect(await refused('all=1;size=1')).toBe('invalid: invalid semicolon separator in query')
  })

  test('operations that do not look at the query take any', async () => {
    expect(await waist.refusal('SystemInfo', { query: '%zz' })).toBe('not refused')
    expect(await waist.refusal('ContainerInspect', { query: 'size=1&x=%zz' })).toBe('not refused')
    expect(await waist.refusal('ContainerPause', { query: '%zz' })).toBe('invalid: invalid URL escape "%zz"')
  })
})

describe('Filters', () => {
  const filters = async (value: string) => ({
    ...((await list(`filters=${encodeURIComponent(value)}`)) as { filters: object }).filters,
  })

  test.each(['', '{}', 'null', ' {} '])('%j filters nothing', async (value) => {
    expect(await filters(value)).toEqual({})
  })

  test('there are none without the parameter', async () => {
    expect(await list('')).toMatchObject({ filters: {} })
  })

  test('lists and maps mean the same, and what a map says of a value does not matter', async () => {
    expect(await filters('{"label":["a","b=1","a"]}')).toEqual({ label: ['a', 'b=1'] })
    expect(await filters('{"label":{"a":true,"b=1":false,"c":null}}')).toEqual({ label: ['a', 'b=1', 'c'] })
  })

  test('null is an empty list, and in a list an empty text', async () => {
    expect(await filters('{"label":null}')).toEqual({ label: [] })
    expect(await filters('{"label":[null]}')).toEqual({ label: [''] })
  })

  test('a filter may be called as anything', async () => {
    expect(Object.keys(await filters('{"__proto__":["x"],"constructor":["y"]}'))).toEqual(['__proto__', 'constructor'])
  })

  test.each([
    'x',
    '[]',
    '5',
    '"x"',
    'true',
    '{"label":"a"}',
    '{"label":[1]}',
    '{"label":{"a":1}}',
    '{"label":["a"]} x',
    '{"label":["a"],"name":{"b":true}}',
  ])('%s is refused', async (value) => {
    expect(await refused(`filters=${encodeURIComponent(value)}`)).toBe('invalid: invalid filter')
  })

  test('for volumes the refusal says where', async () => {
    expect(await waist.refusal('VolumeList', { query: 'filters=x' })).toBe(
      'invalid: error reading volume filters: invalid filter',
    )
  })
})
