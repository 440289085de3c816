// What happened, and what happens: GET /events.
import Dockerode from 'dockerode'
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { jsonLines, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

interface Event {
  readonly status?: string
  readonly id?: string
  readonly from?: string
  readonly Type: string
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> }
  readonly scope: string
  readonly time: number
  readonly timeNano: number
}

const clock = manualClock(Date.UTC(2026, 0, 1))
const still = dockerTest(() => ({ clock }))
const old = dockerTest(() => ({ engine: '20.10' }))

/** What /events says of everything up to now, under this version. */
async function pastText(docker: TestDaemon, filters: object, version: string): Promise<string> {
  const client = new Dockerode({ agent: docker.agent, version } as Dockerode.DockerOptions)
  const until = docker.engine.world.clock.now() / 1000
  return wholeText(await client.getEvents({ since: 0, until, filters: JSON.stringify(filters) }))
}

async function past(docker: TestDaemon, filters: object = {}, version = 'v1.51'): Promise<Event[]> {
  const lines = (await pastText(docker, filters, version)).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Event)
}

const actions = (events: readonly Event[]): string[] => events.map(({ Type, Action }) => `${Type} ${Action}`)

/** Runs a container with labels from an image and a volume, and removes it. */
async function aDay(docker: TestDaemon): Promise<void> {
  const container = await docker.run('busybox', ['true'], {
    name: 'web',
    Labels: { role: 'front', app: 'shop' },
    HostConfig: { Binds: ['data:/data'] },
  })
  await container.wait()
  await container.remove()
}

describe('past events', () => {
  test('come in the order in which things happened', async ({ docker }) => {
    await aDay(docker)
    expect(actions(await past(docker))).toEqual([
      'image pull',
      'volume create',
      'container create',
      'volume mount',
      'network connect',
      'container start',
      'network disconnect',
      'volume unmount',
      'container die',
      'container destroy',
    ])
  })

  test('have the fields of old clients in front, and sorted attributes', async ({ docker }) => {
    await aDay(docker)
    const [event] = await past(docker, { event: ['die'] })
    expect(Object.keys(event!)).toEqual([
      'status',
      'id',
      'from',
      'Type',
      'Action',
      'Actor',
      'scope',
      'time',
      'timeNano',
    ])
    expect(Object.keys(event!.Actor.Attributes)).toEqual(['app', 'execDuration', 'exitCode', 'image', 'name', 'role'])
    expect(event).toMatchObject({ status: 'die', from: 'busybox', id: event!.Actor.ID, scope: 'local' })
  })

  test.for([
    [{ type: ['volume'] }, ['volume create', 'volume mount', 'volume unmount']],
    [{ type: { volume: true }, event: { create: true } }, ['volume create']],
    [{ container: ['web'], event: ['create', 'destroy'] }, ['container create', 'container destroy']],
    [{ container: ['we'], event: ['die'] }, ['container die']],
    [{ container: ['other'] }, []],
    [{ label: ['role=front', 'app'], event: ['start'] }, ['container start']],
    [{ label: ['role=back'] }, []],
    [{ image: ['busybox'], event: ['create', 'pull'] }, ['image pull', 'container create']],
    [{ image: ['busybox:latest'] }, ['image pull']],
    [{ volume: ['data'] }, ['volume create', 'volume mount', 'volume unmount']],
    [{ network: ['bridge'], type: ['network'] }, ['network connect', 'network disconnect']],
    [{ scope: ['swarm'] }, []],
    [{ daemon: ['nosuch'] }, []],
    [{ whatever: ['x'], event: ['die'] }, ['container die']],
  ] as const)('are selected by %j', async ([filters, expected], { docker }) => {
    await aDay(docker)
    expect(actions(await past(docker, filters))).toEqual(expected)
  })

  test('exec_start without its command stands for all of them', async ({ docker }) => {
    const container = await docker.run('busybox', ['sleep', '1000'])
    const exec = await container.exec({ Cmd: ['echo', '<hello> & bye'] })
    await exec.start({ Detach: true })
    expect(actions(await past(docker, { event: ['exec_start'] }))).toEqual(['container exec_start: echo <hello> & bye'])
    const text = await pastText(docker, { event: ['exec_start'] }, 'v1.51')
    expect(text).toContain('echo \\u003chello\\u003e \\u0026 bye')
  })

  test('leave out that an image was made for clients before 1.46', async ({ docker }) => {
    docker.engine.world.events.publish({
      type: 'image',
      action: 'create',
      id: 'sha256:1',
      attributes: { name: 'made' },
    })
    expect(actions(await past(docker, { event: ['create'] }, 'v1.46'))).toEqual(['image create'])
    expect(await past(docker, { event: ['create'] }, 'v1.45')).toEqual([])
  })

  test('are the last 256', async ({ docker }) => {
    for (let index = 0; index < 300; index++) await docker.dockerode.createVolume({ Name: `v${index}` })
    const names = (await past(docker)).map(({ Actor }) => Actor.ID)
    expect(names).toHaveLength(256)
    expect(names.at(0)).toBe('v44')
    expect(names.at(-1)).toBe('v299')
  })

  old('Docker 20.10 does not say how long a container ran', async ({ docker }) => {
    await aDay(docker)
    const [event] = await past(docker, { event: ['die'] }, 'v1.41')
    expect(event!.Actor.Attributes).not.toHaveProperty('execDuration')
  })

  test.for([
    ['since=x', 500, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['since=10m', 500, 'strconv.ParseInt: parsing "10m": invalid syntax'],
    ['until=1.5x', 500, 'strconv.ParseInt: parsing "5x": invalid syntax'],
    ['until=99999999999999999999', 500, 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
    ['since=10&until=5', 400, '`since` time (10) cannot be after `until` time (5)'],
    ['filters=x', 400, 'invalid filter'],
  ] as const)('a bad %s is refused', async ([query, status, message], { docker }) => {
    const reply = await supertest(docker.app).get(`/events?${query}`)
    expect([reply.status, reply.body.message]).toEqual([status, message])
  })
})

describe('events to come', () => {
  test('are sent as they happen, until the client goes', async ({ docker }) => {
    const stream = await docker.dockerode.getEvents({ filters: { type: ['volume'] } })
    expect(docker.engine.world.events.listening).toBe(1)
    const lines = jsonLines<Event>(stream)
    await docker.dockerode.createVolume({ Name: 'first' })
    expect((await lines.next()).value).toMatchObject({ Action: 'create', Actor: { ID: 'first' } })
    await docker.dockerode.createNetwork({ Name: 'net' })
    await docker.dockerode.getVolume('first').remove()
    expect((await lines.next()).value).toMatchObject({ Action: 'destroy', Actor: { ID: 'first' } })
    await lines.return(undefined)
  })

  test('follow those that were, without a gap', async ({ docker }) => {
    await docker.dockerode.createVolume({ Name: 'before' })
    const lines = jsonLines<Event>(await docker.dockerode.getEvents({ since: 1 }))
    await docker.dockerode.createVolume({ Name: 'after' })
    expect((await lines.next()).value.Actor.ID).toBe('before')
    expect((await lines.next()).value.Actor.ID).toBe('after')
    await lines.return(undefined)
  })

  still("end when the daemon's clock reaches until", async ({ docker }) => {
    const until = clock.now() / 1000 + 60
    const lines = jsonLines<Event>(await docker.dockerode.getEvents({ until }))
    await clock.advance(59_000)
    await docker.dockerode.createVolume({ Name: 'late' })
    expect((await lines.next()).value).toMatchObject({ Actor: { ID: 'late' }, time: until - 1 })
    await clock.advance(1000)
    expect((await lines.next()).done).toBe(true)
    expect(docker.engine.world.events.listening).toBe(0)
  })
})
