// Code that is loaded when it is first needed.
import { expect, test } from 'vitest'
import { inTurn } from '../../src/world/late.ts'

test('Parts that are wanted at once are imported one after another', async () => {
  const seen: string[] = []
  const part = (name: string) =>
    inTurn(async () => {
      seen.push(`${name} begins`)
      await new Promise(setImmediate)
      seen.push(`${name} ends`)
      return name
    })
  expect(await Promise.all([part('first'), part('second')])).toEqual(['first', 'second'])
  expect(seen).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('A part that cannot be loaded keeps no other from it', async () => {
  const loading = [inTurn(() => Promise.reject(new Error('not there'))), inTurn(async () => 'there')]
  expect(await Promise.allSettled(loading)).toMatchObject([{ status: 'rejected' }, { value: 'there' }])
})
