// dockerode looks at and changes what the engine keeps: containers, images, networks, volumes.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { jsonLines, wholeLines, wholeText } from '../reading.ts'

test('containers are listed by what they are, and inspected', async ({ docker }) => {
  const { dockerode } = docker
  const web = await docker.run('alpine', ['sleep', '1000'], { name: 'web', Labels: { tier: 'front' }, Env: ['A=1'] })
  await docker.create('alpine', ['true'], { name: 'job' })
  const [only] = await dockerode.listContainers()
  expect(only).toMatchObject({ Id: web.id, Names: ['/web'], Image: 'alpine', Command: 'sleep 1000', State: 'running' })
  const names = async (filters: object): Promise<string[]> =>
    (await dockerode.listContainers({ all: true, filters: JSON.stringify(filters) })).flatMap(({ Names }) => Names)
  expect(await names({})).toEqual(['/job', '/web'])
  expect(await names({ label: ['tier=front'] })).toEqual(['/web'])
  expect(await names({ status: ['created'] })).toEqual(['/job'])
  expect(await names({ name: ['^/w'] })).toEqual(['/web'])
  expect((await dockerode.listContainers({ limit: 1 })).map(({ Names }) => Names)).toEqual([['/job']])
  const inspected = await web.inspect()
  expect(inspected).toMatchObject({
    Name: '/web',
    Path: 'sleep',
    Args: ['1000'],
    Driver: 'overlay2',
    Platform: 'linux',
  })
  expect(inspected.Config.Env).toEqual(expect.arrayContaining(['A=1']))
  expect(inspected.NetworkSettings.Networks.bridge).toMatchObject({
    IPAddress: expect.stringMatching(/^172\.17\.0\.\d+$/),
  })
})

test('processes and their use of the host are shown', async ({ docker }) => {
  const box = await docker.run('alpine', ['sh', '-c', 'sleep 1000 & wait'])
  const top = (await box.top()) as { readonly Titles: string[]; readonly Processes: string[][] }
  expect(top.Titles).toEqual(['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'])
  expect(top.Processes.map((row) => row.at(-1))).toEqual(['sh -c sleep 1000 & wait', 'sleep 1000'])
  const one = await box.stats({ stream: false, 'one-shot': true })
  expect(one.pids_stats?.current).toBe(2)
  const stream = (await box.stats({ stream: true })) as unknown as NodeJS.ReadableStream
  for await (const sample of jsonLines(stream)) {
    expect(sample).toMatchObject({ id: box.id, cpu_stats: expect.any(Object), memory_stats: expect.any(Object) })
    break
  }
})

test('a container is renamed and given other limits', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000'], { name: 'before' })
  await box.rename({ name: 'after' })
  expect((await box.inspect()).Name).toBe('/after')
  await box.update({ Memory: 64 << 20, MemorySwap: -1 })
  expect((await box.inspect()).HostConfig.Memory).toBe(64 << 20)
})

test('files are changed, shown and taken out', async ({ docker }) => {
  const box = await docker.run('alpine', ['sh', '-c', 'echo hi > /new; rm /etc/motd; echo 1 >> /etc/hosts.allow'])
  await box.wait()
  const changes = (await box.changes()) as { readonly Path: string; readonly Kind: number }[]
  expect(changes).toEqual(
    expect.arrayContaining([
      { Path: '/new', Kind: 1 },
      { Path: '/etc', Kind: 0 },
      { Path: '/etc/motd', Kind: 2 },
    ]),
  )
  const archive = await box.getArchive({ path: '/new' })
  expect(await wholeText(archive)).toMatch(/^new\0.*hi\n/s)
})

test('images are listed, inspected, tagged and removed', async ({ docker: { dockerode } }) => {
  await wholeText(await dockerode.pull('alpine:3.20'))
  const [image] = await dockerode.listImages()
  expect(image).toMatchObject({ RepoTags: ['alpine:3.20'], RepoDigests: [expect.stringMatching(/^alpine@sha256:/)] })
  const alpine = dockerode.getImage('alpine:3.20')
  const { Id, RootFS, Os, Config } = await alpine.inspect()
  expect([Id, Os, Config?.Cmd]).toEqual([image!.Id, 'linux', ['/bin/sh']])
  expect(RootFS?.Layers).toHaveLength(1)
  const history = (await alpine.history()) as { readonly Id: string; readonly Tags: string[] | null }[]
  expect(history[0]).toMatchObject({ Id, Tags: ['alpine:3.20'] })
  await alpine.tag({ repo: 'mine', tag: '1' })
  expect(await dockerode.getImage('mine:1').remove()).toEqual([{ Untagged: 'mine:1' }])
  await dockerode.createContainer({ Image: 'alpine:3.20', name: 'user' })
  await expect(alpine.remove()).rejects.toMatchObject({ statusCode: 409 })
  await dockerode.getContainer('user').remove()
  expect(await alpine.remove()).toEqual(
    expect.arrayContaining([{ Untagged: 'alpine:3.20' }, { Deleted: Id }, { Deleted: RootFS?.Layers?.[0] }]),
  )
  await expect(alpine.inspect()).rejects.toMatchObject({ statusCode: 404 })
})

test('an image that is not there is refused, in the stream where the pull has begun', async ({
  docker: { dockerode },
}) => {
  await expect(dockerode.pull('alpine:nosuch/tag')).rejects.toMatchObject({ statusCode: 400 })
  await expect(dockerode.createContainer({ Image: 'nosuch' })).rejects.toMatchObject({
    statusCode: 404,
    json: { message: 'No such image: nosuch:latest' },
  })
})

test('images are searched for', async ({ docker: { dockerode } }) => {
  const found = (await dockerode.searchImages({ term: 'redis', limit: 3 })) as {
    readonly name: string
    readonly is_official: boolean
  }[]
  expect(found).toHaveLength(3)
  expect(found[0]).toMatchObject({ name: 'redis', is_official: true })
})

test('networks join containers, who leave them again', async ({ docker }) => {
  const network = await docker.dockerode.createNetwork({ Name: 'lan', Labels: { of: 'test' } })
  const box = await docker.run('alpine', ['sleep', '1000'], { HostConfig: { NetworkMode: 'lan' } })
  const other = await docker.run('alpine', ['sleep', '1000'])
  await network.connect({ Container: other.id })
  const inspected = await network.inspect()
  expect(Object.keys(inspected.Containers ?? {}).sort()).toEqual([box.id, other.id].sort())
  await expect(network.remove()).rejects.toMatchObject({ statusCode: 403 })
  await network.disconnect({ Container: other.id })
  await box.remove({ force: true })
  await network.remove()
  await expect(network.inspect()).rejects.toMatchObject({
    statusCode: 404,
    json: { message: `network ${network.id} not found` },
  })
})

test('volumes outlive containers', async ({ docker }) => {
  const { dockerode } = docker
  await dockerode.createVolume({ Name: 'data', Labels: { of: 'test' } })
  const HostConfig = { Binds: ['data:/data'] }
  const writer = await docker.run('alpine', ['sh', '-c', 'echo kept > /data/f'], { HostConfig })
  await writer.wait()
  await writer.remove({ v: true })
  const reader = await docker.run('alpine', ['cat', '/data/f'], { HostConfig, Tty: true })
  await reader.wait()
  expect(String(await reader.logs({ stdout: true }))).toBe('kept\r\n')
  const volume = dockerode.getVolume('data')
  await expect(volume.remove()).rejects.toMatchObject({ statusCode: 409 })
  await reader.remove()
  await volume.remove()
  expect((await dockerode.listVolumes()).Volumes ?? []).toEqual([])
})

test('info, version and disk usage count what is there', async ({ docker }) => {
  const { dockerode } = docker
  await docker.run('alpine', ['sleep', '1000'])
  await docker.create('alpine')
  expect(await dockerode.info()).toMatchObject({ Containers: 2, ContainersRunning: 1, ContainersStopped: 1, Images: 1 })
  expect(await dockerode.version()).toMatchObject({ ApiVersion: '1.51', Os: 'linux' })
  expect((await dockerode.df()).Containers).toHaveLength(2)
})

test('an image travels as an archive', async ({ docker: { dockerode } }) => {
  await wholeText(await dockerode.pull('alpine'))
  const alpine = dockerode.getImage('alpine')
  const archive = await alpine.get()
  const chunks: Uint8Array[] = []
  for await (const chunk of archive) chunks.push(chunk as Uint8Array)
  const { Id } = await alpine.inspect()
  await alpine.remove()
  const loaded = await wholeLines<{ stream?: string }>(await dockerode.loadImage(Buffer.concat(chunks) as never))
  expect(loaded.map(({ stream }) => stream).join('')).toContain('Loaded image: alpine:latest\n')
  expect((await alpine.inspect()).Id).toBe(Id)
})
