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

test('a check that is running is in the list of execs, and is killed when the container is paused', async ({
  docker,
}) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD', 'sleep', '100'], Interval: SECOND, Timeout: SECOND / 2, Retries: 1 },
  })
  const execs = async () => (await container.inspect()).ExecIDs
  expect(await execs()).toBeNull()
  await clock.advance(1000)
  expect(await execs()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  await container.pause()
  await container.unpause()
  await clock.advance(0)
  expect(await execs()).toBeNull()
  // its result does not count any more, and the next check is a whole interval away
  expect((await container.inspect()).State.Health).toMatchObject({ Status: 'unhealthy', FailingStreak: 0, Log: [] })
  await clock.advance(999)
  expect(await execs()).toBeNull()
  await clock.advance(1 + 500)
  expect((await container.inspect()).State.Health).toMatchObject({
    FailingStreak: 1,
    Log: [{ ExitCode: -1, Output: 'Health check exceeded timeout (500ms)' }],
  })
})

test('of what a check prints 4096 bytes are kept, and of its results five', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD-SHELL', 'head -c 5000 /dev/zero | tr "\\0" x'], Interval: SECOND },
  })
  for (let count = 0; count < 7; count++) await nextCheck(docker, 1000)
  const { Log = [] } = (await container.inspect()).State.Health!
  expect(Log.map(({ Start }) => Start)).toEqual([3, 4, 5, 6, 7].map((second) => `2026-01-01T00:00:0${second}Z`))
  expect(Log[0]?.Output).toBe(`${'x'.repeat(4096)}...`)
})

test('failures while a container starts do not count, and are looked for more often', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: {
      Test: ['CMD', 'false'],
      Interval: 10 * SECOND,
      Retries: 2,
      StartPeriod: 5 * SECOND,
      StartInterval: 2 * SECOND,
    } as object,
  })
  const health = async () => (await container.inspect()).State.Health
  await nextCheck(docker, 2000)
  await nextCheck(docker, 2000)
  expect(await health()).toMatchObject({ Status: 'starting', FailingStreak: 0 })
  await nextCheck(docker, 2000)
  expect(await health()).toMatchObject({ Status: 'starting', FailingStreak: 1 })
  await nextCheck(docker, 10_000)
  expect(await health()).toMatchObject({ Status: 'unhealthy', FailingStreak: 2 })
})

test('a check that cannot be started has failed with the words of the runtime', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'], {
    Healthcheck: { Test: ['CMD', '/nosuch'], Interval: SECOND, Retries: 1 },
  })
  await clock.advance(1000)
  const reason = 'exec: "/nosuch": stat /nosuch: no such file or directory'
  expect((await container.inspect()).State.Health).toMatchObject({
    Status: 'unhealthy',
    Log: [
      { ExitCode: -1, Output: `OCI runtime exec failed: exec failed: unable to start container process: ${reason}` },
    ],
  })
})
