// Health checks, on a clock that the test moves.
import { expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock(Date.UTC(2026, 0, 1))
  return { clock }
})

const SECOND = 1e9

/** Moves time to the next check and on to its result. */
async function nextCheck(docker: TestDaemon, ms: number): Promise<void> {
  const done = new Promise<void>((resolve) => {
    const stop = docker.engine.world.events.listen((event) => {
      if (event.action !== 'exec_die') return
      stop()
      resolve()
    })
  })
  await clock.advance(ms)
  await done
  await clock.advance(0)
}

test('a container becomes healthy, unhealthy after its retries, and healthy again', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD-SHELL', 'cat /state'], Interval: 5 * SECOND, Retries: 2 },
  })
  const health = async () => (await container.inspect()).State.Health
  const exec = async (command: string): Promise<void> => {
    const exec = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true })
    const stream = await exec.start({})
    stream.resume()
    await new Promise((resolve) => stream.on('end', resolve))
  }
  expect(await health()).toEqual({ Status: 'starting', FailingStreak: 0, Log: [] })
  expect((await docker.dockerode.listContainers())[0]?.Status).toContain('(health: starting)')

  await exec('echo fine > /state')
  await nextCheck(docker, 5000)
  expect(await health()).toMatchObject({
    Status: 'healthy',
    Log: [{ Start: '2026-01-01T00:00:05Z', ExitCode: 0, Output: 'fine\n' }],
  })

  await exec('rm /state')
  await nextCheck(docker, 5000)
  expect(await health()).toMatchObject({ Status: 'healthy', FailingStreak: 1 })
  await nextCheck(docker, 5000)
  expect(await health()).toMatchObject({ Status: 'unhealthy', FailingStreak: 2 })
  const filters = { health: ['unhealthy'] }
  expect(await docker.dockerode.listContainers({ filters })).toHaveLength(1)

  await exec('echo fine > /state')
  await nextCheck(docker, 5000)
  expect(await health()).toMatchObject({ Status: 'healthy', FailingStreak: 0 })
})

test('a health check that takes too long has failed', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD', 'sleep', '100'], Interval: SECOND, Timeout: 2 * SECOND, Retries: 1 },
  })
  await nextCheck(docker, 3000)
  expect((await container.inspect()).State.Health).toMatchObject({
    Status: 'unhealthy',
    Log: [{ ExitCode: -1, Output: 'Health check exceeded timeout (2s)' }],
  })
})

test('a container that is not checked any more counts as unhealthy, paused or ended', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD', 'true'], Interval: SECOND },
  })
  const status = async () => (await container.inspect()).State.Health?.Status
  await nextCheck(docker, 1000)
  expect(await status()).toBe('healthy')
  await container.pause()
  expect(await status()).toBe('unhealthy')
  await container.unpause()
  await nextCheck(docker, 1000)
  expect(await status()).toBe('healthy')
  await container.kill()
  await container.wait()
  expect(await status()).toBe('unhealthy')
  await container.start()
  expect(await status()).toBe('starting')
})
