// Whatever was done, a snapshot brings back what was: everything that replies show, under every storage driver.
import { describe, expect, test } from 'vitest'
import { type ManualClock, manualClock, type StartOptions } from '../../src/index.ts'
import { drivers } from '../../src/storage/drivers.ts'
import { seededRandom } from '../../src/world/random.ts'
import { wholeText } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { everything } from './everything.ts'
import { bytesOf, once } from './file-bytes.ts'
import { RandomHistory } from './random-history.ts'

/** Releases that still have the drivers which later ones do not. */
const engines: Record<string, string> = { aufs: '20.10', devicemapper: '20.10', overlay: '20.10', overlayfs: '29.0' }

interface Story {
  readonly docker: TestDaemon
  readonly clock: ManualClock
  readonly history: RandomHistory
}

async function begin(seed: string, options: StartOptions = {}): Promise<Story> {
  const clock = manualClock()
  const docker = await startTestDaemon({ seed, clock, ...options })
  await wholeText(await docker.dockerode.pull('alpine'))
  return { docker, clock, history: new RandomHistory(docker, clock, seededRandom(seed)) }
}

/** Says with a failure what had been done. */
async function told({ history }: Story, seed: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    throw new Error(`${(error as Error).message}\nseed ${seed}: ${history.calls.join(', ')}`, { cause: error })
  }
}

describe('Whatever is done after snapshots, going back to them in any order shows what was then', () => {
  test.for(Array.from({ length: 8 }, (_, index) => `history ${index + 1}`))('%s', async (seed) => {
    const story = await begin(seed)
    await using docker = story.docker
    await told(story, seed, async () => {
      await story.history.steps(20)
      const first = { snapshot: docker.snapshot(), shown: await everything(docker) }
      await story.history.steps(15)
      const second = { snapshot: docker.snapshot(), shown: await everything(docker) }
      await story.history.steps(15)
      for (const { snapshot, shown } of [first, first, second, first, second]) {
        const { failed } = await snapshot.restore()
        expect(failed).toEqual({})
        expect(await everything(docker)).toEqual(shown)
        await story.history.steps(5)
      }
    })
  })
})

describe('A snapshot goes through a file, and comes out the same', () => {
  test.for(Object.keys(drivers))('under the storage driver %s', async (storageDriver) => {
    const options = { storageDriver, ...(engines[storageDriver] && { engine: engines[storageDriver] }) }
    const story = await begin(storageDriver, options)
    await using docker = story.docker
    await told(story, storageDriver, async () => {
      await story.history.steps(25)
      const snapshot = docker.snapshot()
      const shown = await everything(docker)
      const file = await bytesOf(snapshot.export())
      await story.history.steps(10)
      expect(await bytesOf(snapshot.export())).toEqual(file)
      await snapshot.restore()
      expect(await everything(docker)).toEqual(shown)
      await using other = await startTestDaemon({ ...options, snapshot: once(file), clock: manualClock(snapshot.at) })
      expect(await bytesOf(other.snapshot().export())).toEqual(file)
      expect(other.resumed.failed).toEqual({})
    })
  })
})
