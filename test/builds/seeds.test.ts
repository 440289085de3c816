// With one seed and a clock that stands still two builds tell the same, ids and all.
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { manualClock } from '../../src/world/manual-clock.ts'
import { wholeText } from '../reading.ts'
import { startTestDaemon } from '../test-daemon.ts'
import { contextOf, withBusybox } from './building.ts'

test('a build is the same under the same seed', async () => {
  const built = async (): Promise<string> => {
    await using docker = await startTestDaemon({ seed: 'builds', clock: manualClock(Date.UTC(2026, 0, 1)) })
    await withBusybox(docker)
    const context = await contextOf('FROM busybox\nENV A=1\nCOPY f /f\nRUN cat /f; id\n', { f: 'text\n' })
    // to its end, before the daemon is closed
    return await wholeText(await docker.dockerode.buildImage(Readable.from([context])))
  }
  const [first, second] = [await built(), await built()]
  expect(first).toContain('Successfully built')
  expect(second).toBe(first)
})
