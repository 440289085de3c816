// The whole life of a container on a clock that stands still until it is told to move: every moment is exact.
import { expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { wholeLines } from '../reading.ts'

const START = Date.UTC(2026, 0, 1)
const clock = manualClock(START)
const test = dockerTest(() => ({ clock }))

const script = `
[ -e /ran ] && exit 1
touch /ran /up; sleep 35; rm /up; sleep 60; exit 1
`

test('starts, becomes healthy, unhealthy, ends, and is started again after waits that double', async ({ docker }) => {
  const seconds = (count: number): number => count * 1e9
  await docker.run('alpine', ['sh', '-c', script], {
    name: 'web',
    Healthcheck: { Test: ['CMD', 'test', '-e', '/up'], Interval: seconds(10), Timeout: seconds(5), Retries: 2 },
    HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
  })
  await clock.advance(120_000)
  const events = await docker.dockerode.getEvents({
    since: START / 1000,
    until: clock.now() / 1000,
    filters: { container: ['web'] },
  })
  const told = await wholeLines<{ Action: string; timeNano: number }>(events)
  const moments = told
    .filter(({ Action }) => !Action.startsWith('exec_'))
    .map(({ Action, timeNano }) => [Action, timeNano / 1e6 - START])
  expect(moments).toEqual([
    ['create', 0],
    ['start', 0],
    ['health_status: healthy', 10_000],
    ['health_status: unhealthy', 50_000],
    ['die', 95_000],
    ['start', 95_100],
    ['die', 95_100],
    ['start', 95_300],
    ['die', 95_300],
    ['start', 95_700],
    ['die', 95_700],
  ])
  expect(await docker.dockerode.getContainer('web').inspect()).toMatchObject({
    RestartCount: 3,
    State: { Status: 'exited', ExitCode: 1, FinishedAt: '2026-01-01T00:01:35.7Z', Health: { Status: 'unhealthy' } },
  })
})
