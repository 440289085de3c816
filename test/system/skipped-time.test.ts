// A daemon whose clock leaps while a call waits: minutes of a container's life pass at once.
import { expect } from 'vitest'
import { steerableClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'

const START = Date.UTC(2026, 0, 1)
const test = dockerTest(() => ({ clock: steerableClock({ start: START, rate: 0, skips: true }) }))

test('docker stop of a container that does not listen takes its ten seconds, and no time', async ({ docker }) => {
  const container = await docker.run('alpine', ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'])
  const { StartedAt } = (await container.inspect()).State
  await container.stop()
  const { ExitCode, FinishedAt } = (await container.inspect()).State
  expect(ExitCode).toBe(137)
  expect(Date.parse(FinishedAt) - Date.parse(StartedAt)).toBe(10_000)
})

test('docker wait sees the end of a container that sleeps for half an hour', async ({ docker }) => {
  const container = await docker.run('alpine', ['sh', '-c', 'sleep 1800; exit 3'])
  expect(await container.wait()).toMatchObject({ StatusCode: 3 })
  expect(docker.engine.world.clock.now() - START).toBeGreaterThanOrEqual(1_800_000)
})

test('Following the logs shows lines that are minutes apart', async ({ docker }) => {
  const container = await docker.run('alpine', ['sh', '-c', 'for n in 1 2 3; do sleep 60; date +%T; done'], {
    Tty: true,
  })
  const log = await container.logs({ follow: true, stdout: true })
  expect(await wholeText(log)).toBe('00:01:00\r\n00:02:00\r\n00:03:00\r\n')
})

test('While nobody waits no time passes', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '5'])
  await docker.dockerode.ping()
  expect((await container.inspect()).State).toMatchObject({ Running: true })
  expect(docker.engine.world.clock.now()).toBe(START)
})
