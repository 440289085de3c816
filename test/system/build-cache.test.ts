// Builds that do not run: nothing to cancel.
import { expect } from 'vitest'
import { test } from '../fixture.ts'

test('cancelling a build needs its id, and does not ask whether there is one', async ({ docker }) => {
  const cancel = async (query: string): Promise<string> => {
    const reply = await docker.fetch(new Request(`http://docker/build/cancel${query}`, { method: 'POST' }))
    return `${reply.status} ${await reply.text()}`
  }
  expect(await cancel('?id=nosuch')).toBe('200 ')
  expect(await cancel('')).toBe('400 {"message":"build ID not provided"}\n')
})
