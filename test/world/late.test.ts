// Code that is loaded when it is first needed.
import { expect, test } from 'vitest'
import { late } from '../../src/world/late.ts'

test('Parts that are wanted at once are imported one after another', async () => {
  const seen: string[] = []
  const part = (name: string) =>
    late(async () => {
      seen.push(`${name} begins`)
      await new Promise(setImmediate)
      seen.push(`${name} ends`)
      return name
    })
  const [first, second] = [part('first'), part('second')]
  expect(await Promise.all([first.load(), second.load(), first.load()])).toEqual(['first', 'second', 'first'])
  expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  expect(second.code).toBe('second')
})

test('A part that cannot be loaded keeps no other from it', async () => {
  const broken = late(() => Promise.reject(new Error('not there')))
  const sound = late(async () => 'there')
  const loading = [broken.load(), sound.load()]
  expect(await Promise.allSettled(loading)).toMatchObject([{ status: 'rejected' }, { value: 'there' }])
})
