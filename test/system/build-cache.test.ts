// Builds that do not run, and a cache that holds nothing: what there is to cancel and to prune.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'

test('cancelling a build needs its id, and does not ask whether there is one', async ({ docker }) => {
  const cancel = async (query: string): Promise<string> => {
    const reply = await docker.fetch(new Request(`http://docker/build/cancel${query}`, { method: 'POST' }))
    return `${reply.status} ${await reply.text()}`
  }
  expect(await cancel('?id=nosuch')).toBe('200 ')
  expect(await cancel('')).toBe('400 {"message":"build ID not provided"}\n')
})

test('pruning the cache is told of, although there is nothing in it', async ({ docker }) => {
  const since = Math.floor(Date.now() / 1000)
  await docker.fetch(new Request('http://docker/build/prune', { method: 'POST' }))
  const events = await wholeText(
    await docker.dockerode.getEvents({
      since,
      until: Date.now() / 1000 + 0.01,
      filters: { type: ['builder'] },
    } as object),
  )
  expect(JSON.parse(events)).toMatchObject({ Action: 'prune', Actor: { ID: '', Attributes: { reclaimed: '0' } } })
})
