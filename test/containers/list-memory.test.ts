// Lists are kept ready; what they say must still be what is true.
import { expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock()
  return { clock }
})

test('the status in a list keeps up with the clock', async ({ docker }) => {
  await docker.run('alpine', ['sleep', '1000000'])
  const status = async (): Promise<string | undefined> => (await docker.dockerode.listContainers())[0]?.Status
  expect(await status()).toBe('Up Less than a second')
  expect(await status()).toBe('Up Less than a second')
  const steps: [number, string][] = [
    [999, 'Up Less than a second'],
    [1, 'Up 1 second'],
    [1000, 'Up 2 seconds'],
    [57_999, 'Up 59 seconds'],
    [1, 'Up About a minute'],
    [60_000, 'Up 2 minutes'],
    [57 * 60_000, 'Up 59 minutes'],
    [60_000, 'Up About an hour'],
    [30 * 60_000, 'Up 2 hours'],
    [24 * 3_600_000, 'Up 26 hours'],
    [24 * 3_600_000, 'Up 2 days'],
  ]
  for (const [ms, text] of steps) {
    await clock.advance(ms)
    expect(await status()).toBe(text)
  }
})

test('a list shows the id of an image whose name means another image now', async ({ docker }) => {
  const container = await docker.create('alpine')
  const image = async (): Promise<string | undefined> =>
    (await docker.dockerode.listContainers({ all: true }))[0]?.Image
  expect(await image()).toBe('alpine')
  await docker.create('busybox')
  await docker.dockerode.getImage('busybox').tag({ repo: 'alpine', tag: 'latest' })
  const { Image } = await container.inspect()
  const listed = (await docker.dockerode.listContainers({ all: true })).find(({ Id }) => Id === container.id)
  expect(listed?.Image).toBe(Image)
})
