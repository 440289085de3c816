// What the filters of a list refuse.
import { expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { startTestDaemon } from '../test-daemon.ts'

const refusals: readonly [filters: Record<string, string[]>, status: number, message: string][] = [
  [
    { status: ['nosuch'] },
    400,
    "invalid filter 'status=nosuch': invalid value for state (nosuch): must be one of created, running, paused, restarting, removing, exited, dead",
  ],
  [
    { health: ['x'] },
    400,
    "invalid filter 'health=x': invalid value for health (x): must be one of none, starting, healthy, unhealthy",
  ],
  [{ 'is-task': ['x'] }, 400, "invalid filter 'is-task=[x]'"],
  [{ 'is-task': ['true', 'false'] }, 400, "invalid filter 'is-task=[true false]'"],
  [
    { publish: ['80-x'] },
    500,
    'error while looking up for publish 80-x: strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    { expose: ['99999'] },
    500,
    'error while looking up for expose 99999: strconv.ParseUint: parsing "99999": value out of range',
  ],
  [
    { publish: ['90-80'] },
    500,
    'error while looking up for publish 90-80: Invalid range specified for the Port: 90-80',
  ],
  [{ publish: [''] }, 500, 'error while looking up for publish : Empty string specified for ports.'],
]

test.for(refusals)('a list with the filter %j is refused', async ([filters, statusCode, message], { docker }) => {
  await expect(docker.dockerode.listContainers({ filters })).rejects.toMatchObject({ statusCode, json: { message } })
})

test('a protocol that nobody has selects no container', async ({ docker }) => {
  await docker.run('alpine', ['sleep', '1000'], { ExposedPorts: { '80/tcp': {} } })
  expect(await docker.dockerode.listContainers({ filters: { expose: ['80/foo'] } })).toEqual([])
  expect(await docker.dockerode.listContainers({ filters: { expose: ['79-80'] } })).toHaveLength(1)
})

const test20 = dockerTest(() => ({ engine: '20.10' }))

test20('Engine 20.10 names a filter that it refuses without a reason', async ({ docker }) => {
  const listing = docker.dockerode.listContainers({ filters: { status: ['nosuch'] } })
  await expect(listing).rejects.toMatchObject({ statusCode: 400, json: { message: "Invalid filter 'status=nosuch'" } })
})

test('only the state that a filter names brings stopped containers into a list', async ({ docker }) => {
  const first = await docker.create('alpine', ['sh', '-c', 'exit 3'], { name: 'ended' })
  await first.start()
  await first.wait()
  await docker.run('alpine', ['sleep', '1000'], { name: 'runs' })
  await docker.create('alpine', ['true'], { name: 'waits' })
  const names = async (filters: Record<string, string[]>, all: boolean = false): Promise<string[]> =>
    (await docker.dockerode.listContainers({ all, filters })).flatMap(({ Names }) => Names)
  expect(await names({ status: ['exited'] })).toEqual(['/ended'])
  expect(await names({ exited: ['3'] })).toEqual([])
  expect(await names({ exited: ['3'] }, true)).toEqual(['/ended'])
  expect(await names({ since: ['ended'] })).toEqual(['/runs'])
  expect(await names({ before: ['waits'] })).toEqual(['/runs'])
})

test('a prune by age counts from the beginning of the second', async () => {
  const clock = manualClock(Date.UTC(2030, 0, 1) + 700)
  await using docker = await startTestDaemon({ clock })
  await docker.create('alpine')
  const pruned = async (): Promise<number> =>
    (await docker.dockerode.pruneContainers({ filters: { until: ['0s'] } })).ContainersDeleted?.length ?? 0
  expect(await pruned()).toBe(0)
  await clock.advance(1000)
  expect(await pruned()).toBe(1)
})
