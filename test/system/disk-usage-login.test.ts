// How much everything takes, and logging in.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { startTestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

describe('disk usage', () => {
  test('of an empty daemon is nothing', async ({ docker }) => {
    const { text } = await supertest(docker.app).get('/system/df')
    expect(text).toBe('{"LayersSize":0,"Images":[],"Containers":[],"Volumes":[],"BuildCache":[]}\n')
  })

  test('leaves out volumes that are mounted from elsewhere', async ({ docker }) => {
    await docker.dockerode.createVolume({ Name: 'own' })
    await docker.dockerode.createVolume({ Name: 'memory', DriverOpts: { type: 'tmpfs', device: 'tmpfs' } })
    expect((await docker.dockerode.df()).Volumes).toMatchObject([{ Name: 'own' }])
  })

  test('is what images, containers and volumes really hold', async ({ docker }) => {
    const container = await docker.run(
      'busybox',
      ['sh', '-c', 'head -c 1000 /dev/zero >/big; head -c 300 /dev/zero >/data/f'],
      {
        HostConfig: { Binds: ['named:/data'] },
      },
    )
    await container.wait()
    const image = await docker.dockerode.getImage('busybox').inspect()
    const usage = await docker.dockerode.df()
    expect(usage.LayersSize).toBe(image.Size)
    expect(usage.Images).toMatchObject([{ Containers: 1, SharedSize: 0, Size: image.Size }])
    expect(usage.Containers).toMatchObject([{ SizeRw: 1000, SizeRootFs: image.Size + 1000 }])
    expect(usage.Volumes).toMatchObject([{ Name: 'named', UsageData: { RefCount: 1, Size: 300 } }])
  })

  test('of two tags of one image counts its layers once', async ({ docker }) => {
    await docker.create('busybox')
    const { Size } = await docker.dockerode.getImage('busybox').inspect()
    await docker.dockerode.getImage('busybox').tag({ repo: 'other', tag: 'one' })
    expect((await docker.dockerode.df()).LayersSize).toBe(Size)
  })

  test('tells only of the types that are asked for', async ({ docker }) => {
    const { body } = await supertest(docker.app).get('/system/df?type=volume&type=build-cache')
    expect(body).toEqual({ LayersSize: 0, Images: null, Containers: null, Volumes: [], BuildCache: [] })
    const refused = await supertest(docker.app).get('/system/df?type=foo')
    expect([refused.status, refused.body.message]).toEqual([400, 'unknown object type: foo'])
  })

  test('before 1.42 tells of all types, whatever is asked for', async ({ docker }) => {
    const { body } = await supertest(docker.app).get('/v1.41/system/df?type=volume')
    expect(body.Images).toEqual([])
  })

  old('in Docker 20.10 has no list without a build cache', async ({ docker }) => {
    const { body } = await supertest(docker.app).get('/system/df')
    expect(body).toMatchObject({ BuildCache: null, BuilderSize: 0 })
  })
})

describe('pruning the build cache', () => {
  test('finds nothing, but looks at the filters', async ({ docker }) => {
    const post = (path: string) => supertest(docker.app).post(path)
    expect((await post('/build/prune')).body).toEqual({ CachesDeleted: null, SpaceReclaimed: 0 })
    const refused = await post('/build/prune').query({ filters: '{"nosuch":["x"]}' })
    expect([refused.status, refused.body.message]).toEqual([
      400,
      "failed to prune build cache: invalid filter 'nosuch'",
    ])
  })
})

describe('logging in', () => {
  const login = (app: Parameters<typeof supertest>[0], credentials: object) =>
    supertest(app).post('/auth').send(credentials)

  test('succeeds with any name and password', async ({ docker }) => {
    const { status, body } = await login(docker.app, { username: 'me', password: 'secret' })
    expect([status, body]).toEqual([200, { IdentityToken: '', Status: 'Login Succeeded' }])
  })

  test('without a password is unauthorized', async ({ docker }) => {
    const { status, body } = await login(docker.app, { username: 'me', serveraddress: 'https://index.docker.io/v1/' })
    expect([status, body.message]).toEqual([
      401,
      'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    ])
  })

  test.for([
    ['127.0.0.1:1', 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
    ['https://localhost:1/v1/', 'Get "http://localhost:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
    ['http://[::1]:1', 'Get "http://[::1]:1/v2/": dial tcp [::1]:1: connect: connection refused'],
  ] as const)('to %s finds nobody listening', async ([serveraddress, message], { docker }) => {
    const { status, body } = await login(docker.app, { username: 'u', password: 'p', serveraddress })
    expect([status, body.message]).toEqual([500, message])
  })
})

describe('Disk usage from API 1.52 on', () => {
  test.each([
    ['/v1.52/system/df', ['BuildCache', 'Containers', 'Images', 'LayersSize', 'Volumes']],
    ['/v1.52/system/df?verbose=1', []],
  ])('has sums for each kind of thing: %s', async (path, old) => {
    await using docker = await startTestDaemon({ engine: '29.0' })
    const box = await docker.run('busybox', ['sh', '-c', 'head -c 5000 /dev/zero > /f; sleep 1000'], { name: 'box' })
    await docker.create('busybox', ['true'], { name: 'idle' })
    await docker.dockerode.createVolume({ Name: 'data' })
    const ask = async (): Promise<Record<string, Record<string, unknown>>> =>
      JSON.parse(await (await docker.fetch(new Request(`http://docker${path}`))).text())
    await expect.poll(async () => (await ask()).ContainerUsage!.TotalSize).toBe(5000)
    const usage = await ask()
    expect(Object.keys(usage).sort()).toEqual(
      [...old, 'BuildCacheUsage', 'ContainerUsage', 'ImageUsage', 'VolumeUsage'].sort(),
    )
    expect(usage.ContainerUsage).toMatchObject({ ActiveCount: 1, TotalCount: 2 })
    expect(usage.ContainerUsage!.Reclaimable).toBeUndefined()
    expect(usage.ImageUsage).toMatchObject({ ActiveCount: 1, TotalCount: 1 })
    expect(usage.ImageUsage!.TotalSize).toBe(usage.ImageUsage!.Reclaimable)
    expect(usage.VolumeUsage!.ActiveCount).toBeUndefined()
    expect(usage.VolumeUsage!.TotalCount).toBe(1)
    await box.kill()
    expect((await ask()).ContainerUsage!.Reclaimable).toBe(5000)
  })
})
