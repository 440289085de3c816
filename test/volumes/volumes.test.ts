// Volumes: making, listing, using, removing, pruning.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

const post = (docker: TestDaemon, path: string, body?: object) => supertest(docker.app).post(path).send(body)
const names = async (docker: TestDaemon, filters?: object): Promise<string[]> => {
  const { body } = await supertest(docker.app)
    .get('/volumes')
    .query(filters ? { filters: JSON.stringify(filters) } : {})
  return body.Volumes.map(({ Name }: { Name: string }) => Name).sort()
}

describe('making a volume', () => {
  test('shows it as inspect does', async ({ docker }) => {
    const made = await post(docker, '/volumes/create', { Name: 'data', Labels: { b: '2', a: '1' }, DriverOpts: {} })
    expect(made.status).toBe(201)
    expect(made.text).toMatch(
      /^\{"CreatedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","Driver":"local","Labels":\{"a":"1","b":"2"\},"Mountpoint":"\/var\/lib\/docker\/volumes\/data\/_data","Name":"data","Options":\{\},"Scope":"local"\}\n$/,
    )
    expect((await supertest(docker.app).get('/volumes/data')).text).toBe(made.text)
  })

  test('twice gives the one that is there', async ({ docker }) => {
    await post(docker, '/volumes/create', { Name: 'data', Labels: { first: 'yes' } })
    const again = await post(docker, '/volumes/create', { Name: 'data', Labels: { first: 'no' } })
    expect([again.status, again.body.Labels]).toEqual([201, { first: 'yes' }])
  })

  test('without a name marks it as anonymous', async ({ docker }) => {
    const { body } = await post(docker, '/volumes/create')
    expect(body.Name).toMatch(/^[0-9a-f]{64}$/)
    expect(body.Labels).toEqual({ 'com.docker.volume.anonymous': '' })
  })

  old('without a name leaves no mark in Docker 20.10', async ({ docker }) => {
    expect((await post(docker, '/volumes/create', {})).body.Labels).toBeNull()
  })

  test.for([
    [{ Name: 'x' }, 400, 'create x: volume name is too short, names should be at least two alphanumeric characters'],
    [
      { Name: 'bad name' },
      400,
      'create bad name: "bad name" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
    ],
    [
      { Name: 'v4', Driver: 'nosuch' },
      404,
      'create v4: error looking up volume plugin nosuch: plugin "nosuch" not found',
    ],
    [{ Name: 'v4', DriverOpts: { bogus: '1' } }, 400, 'create v4: invalid option: "bogus"'],
    [{ Name: 'v4', DriverOpts: { type: 'tmpfs' } }, 400, 'create v4: missing required option: "device"'],
  ] as const)('as %j is refused', async ([request, status, message], { docker }) => {
    const reply = await post(docker, '/volumes/create', request)
    expect([reply.status, reply.body.message]).toEqual([status, message])
    expect(await names(docker)).toEqual([])
  })
})

describe('listing volumes', () => {
  test.for([
    [undefined, ['plain', 'red', 'used']],
    [{ name: ['^r'] }, ['red']],
    [{ label: ['color=red'] }, ['red']],
    [{ dangling: ['true'] }, ['plain', 'red']],
    [{ dangling: ['0'] }, ['used']],
    [{ driver: ['local'], name: ['e'] }, ['red', 'used']],
    [{ driver: ['nosuch'] }, []],
  ] as const)('with %j', async ([filters, expected], { docker }) => {
    await docker.dockerode.createVolume({ Name: 'plain' })
    await docker.dockerode.createVolume({ Name: 'red', Labels: { color: 'red' } })
    await docker.create('busybox', ['true'], { HostConfig: { Binds: ['used:/used'] } })
    expect(await names(docker, filters)).toEqual(expected)
  })

  test.for([
    [{ nosuch: ['x'] }, "invalid filter 'nosuch'"],
    [{ dangling: ['maybe'] }, "invalid filter 'dangling=[maybe]'"],
  ] as const)('with %j is refused', async ([filters, message], { docker }) => {
    const reply = await supertest(docker.app)
      .get('/volumes')
      .query({ filters: JSON.stringify(filters) })
    expect([reply.status, reply.body.message]).toEqual([400, message])
  })
})

describe('removing a volume', () => {
  test('that a container has is refused, also by force', async ({ docker }) => {
    const { id } = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['data:/data'] } })
    for (const path of ['/volumes/data', '/volumes/data?force=1']) {
      const reply = await supertest(docker.app).delete(path)
      expect([reply.status, reply.body.message]).toEqual([409, `remove data: volume is in use - [${id}]`])
    }
  })

  test('that a container borrows is refused once that container has started', async ({ docker }) => {
    const owner = await docker.create('busybox', ['true'], { name: 'owner', HostConfig: { Binds: ['data:/data'] } })
    const borrower = await docker.create('busybox', ['sleep', '1000'], { HostConfig: { VolumesFrom: ['owner'] } })
    const refusal = async (): Promise<string> => (await supertest(docker.app).delete('/volumes/data')).body.message
    expect(await refusal()).toBe(`remove data: volume is in use - [${owner.id}]`)
    await borrower.start()
    expect(await refusal()).toBe(`remove data: volume is in use - [${owner.id}, ${borrower.id}]`)
    await owner.remove()
    expect(await refusal()).toBe(`remove data: volume is in use - [${borrower.id}]`)
  })

  test('that is not there is only fine by force', async ({ docker }) => {
    const plain = await supertest(docker.app).delete('/volumes/nosuch')
    expect([plain.status, plain.body.message]).toEqual([404, 'get nosuch: no such volume'])
    expect((await supertest(docker.app).delete('/volumes/nosuch?force=1')).status).toBe(204)
  })
})

describe('pruning volumes', () => {
  const prepare = async (docker: TestDaemon): Promise<string> => {
    const container = await docker.run('busybox', ['sh', '-c', 'echo 12345 >/anonymous/f'], {
      Volumes: { '/anonymous': {} },
      HostConfig: { Binds: ['named:/named'] },
    })
    await container.wait()
    const { Mounts } = await container.inspect()
    await container.remove()
    return Mounts.find(({ Destination }) => Destination === '/anonymous')!.Name!
  }

  test('takes the unused that nobody named', async ({ docker }) => {
    const anonymous = await prepare(docker)
    const { body } = await post(docker, '/volumes/prune')
    expect(body).toEqual({ VolumesDeleted: [anonymous], SpaceReclaimed: 6 })
    expect(await names(docker)).toEqual(['named'])
  })

  test('takes the named too when all are asked for', async ({ docker }) => {
    const anonymous = await prepare(docker)
    const { body } = await post(docker, '/volumes/prune').query({ filters: '{"all":["1"]}' })
    expect(body.VolumesDeleted.toSorted()).toEqual([anonymous, 'named'].toSorted())
  })

  test('takes the named too for clients before 1.42', async ({ docker }) => {
    await prepare(docker)
    expect((await post(docker, '/v1.41/volumes/prune')).body.VolumesDeleted).toContain('named')
  })

  test('spares what has a label', async ({ docker }) => {
    await post(docker, '/volumes/create', { Labels: { keep: '' } })
    const filters = { filters: '{"label!":["keep"]}' }
    expect((await post(docker, '/volumes/prune').query(filters)).body.VolumesDeleted).toEqual([])
  })

  test('is told of', async ({ docker }) => {
    await prepare(docker)
    await post(docker, '/volumes/prune')
    const happened = docker.engine.world.events.recall(0).filter(({ type }) => type === 'volume')
    expect(happened.slice(-2).map(({ action }) => action)).toEqual(['destroy', 'prune'])
    expect(happened.at(-1)!.attributes).toEqual({ reclaimed: '6' })
  })
})

test('changing a volume is for swarms only', async ({ docker }) => {
  const reply = await supertest(docker.app).put('/volumes/data?version=1').send({})
  expect([reply.status, reply.body.message]).toEqual([
    503,
    'volume update only valid for cluster volumes, but swarm is unavailable',
  ])
})
