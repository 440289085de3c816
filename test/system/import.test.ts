// What `mockerd import` copies of an engine, and that it leaves the engine as it is.
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { copiedPaths } from '../../src/daemon/import/container-files.ts'
import { importCommand } from '../../src/daemon/import/import-command.ts'
import { test } from '../fixture.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

/** Imports it into a file; gives the file and what was said. */
async function imported(from: TestDaemon): Promise<{ snapshot: string; said: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-import-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const snapshot = join(folder, 'engine.tar')
  const said: string[] = []
  expect(await importCommand(['--from', from.host, '--out', snapshot], (text) => said.push(text))).toBe(0)
  return { snapshot, said }
}

const namesOf = async ({ dockerode }: TestDaemon): Promise<unknown> => ({
  images: (await dockerode.listImages()).map(({ Id, RepoTags }) => [Id, RepoTags]),
  networks: (await dockerode.listNetworks()).map(({ Name, Labels }) => [Name, Labels]),
  volumes: (await dockerode.listVolumes()).Volumes.map(({ Name, Labels }) => [Name, Labels]),
  containers: (await dockerode.listContainers({ all: true })).map(({ Names, State }) => [Names, State]).sort(),
})

test('images, networks, volumes and containers are the same in a daemon that begins with the import', async ({
  docker,
}) => {
  const { dockerode } = docker
  await dockerode.createNetwork({
    ...{ Name: 'back', Labels: { a: 'b' } },
    IPAM: { Config: [{ Subnet: '10.77.0.0/24', Gateway: '10.77.0.9' }] },
  })
  await dockerode.createVolume({ Name: 'data', Labels: { x: 'y' } })
  const db = await docker.run('alpine', ['sleep', '1000'], {
    ...{ name: 'db', Env: ['SECRET=hush'], Labels: { role: 'db' }, Volumes: { '/own': {} } },
    HostConfig: { NetworkMode: 'back', Binds: ['data:/data'] },
    NetworkingConfig: { EndpointsConfig: { back: { Aliases: ['store'] } } },
  })
  const archive = await tarBytes([
    tarEntry('new.txt', 'new\n'),
    tarEntry('data/in.txt', 'volume\n'),
    tarEntry('d/e.txt'),
  ])
  await db.putArchive(archive, { path: '/' })
  await docker.cli.out('exec', 'db', 'rm', '/etc/motd')
  await docker.create('alpine', ['true'], { name: 'guest', HostConfig: { NetworkMode: `container:${db.id}` } })
  const paused = await docker.run('alpine', ['sleep', '1000'], { name: 'paused' })
  await paused.pause()
  const before = await namesOf(docker)

  const { snapshot, said } = await imported(docker)
  expect(said).toEqual([expect.stringMatching(/^Copied 1 image, 1 network, 2 volumes, 3 containers of 28\.5\.2 to /)])
  expect(await namesOf(docker)).toEqual(before)
  // there are passwords in it
  expect((await stat(snapshot)).mode & 0o777).toBe(0o600)

  await using copy = await startTestDaemon({ snapshot })
  expect(await namesOf(copy)).toEqual(before)
  const there = copy.dockerode.getContainer('db')
  expect(await there.inspect()).toMatchObject({
    Config: { Env: expect.arrayContaining(['SECRET=hush']), Labels: { role: 'db' } },
    NetworkSettings: { Networks: { back: { Aliases: ['store'], Gateway: '10.77.0.9' } } },
  })
  const own = (await db.inspect()).Mounts.find(({ Destination }) => Destination === '/own')
  expect((await there.inspect()).Mounts).toContainEqual(expect.objectContaining({ Name: own?.Name }))
  const fileAt = async (path: string) =>
    tarContents((await there.getArchive({ path })) as unknown as AsyncIterable<Uint8Array>)
  expect(await fileAt('/new.txt')).toEqual({ 'new.txt': 'new\n' })
  expect(await fileAt('/data/in.txt')).toEqual({ 'in.txt': 'volume\n' })
  const changes = async (container: typeof db): Promise<string[]> =>
    ((await container.changes()) as { Path: string; Kind: number }[]).map(({ Path, Kind }) => `${Kind} ${Path}`).sort()
  expect(await changes(there)).toEqual(await changes(db))
})

test('what cannot be copied is told, and the rest is copied', async ({ docker }) => {
  await docker.dockerode.createVolume({ Name: 'lonely' })
  await docker.run('alpine', ['sh', '-c', 'while [ ! -e /stop ]; do sleep 1; done'], { name: 'here' })
  const { snapshot, said } = await imported(docker)
  expect(said).toEqual([
    'mockerd: volume lonely is empty in the copy: no container shows what is in it',
    expect.stringMatching(/^Copied 1 image, 0 networks, 1 volume, 1 container /),
  ])
  await using copy = await startTestDaemon({ snapshot })
  expect(await namesOf(copy)).toEqual(await namesOf(docker))
})

test('an engine that is not there is told in a sentence', async () => {
  await expect(
    importCommand(['--from', 'unix:///nosuch/docker.sock', '--out', '/nosuch/out'], () => {}),
  ).rejects.toThrow('connect ENOENT /nosuch/docker.sock')
  await expect(importCommand(['--out', '/nosuch/out'], () => {})).rejects.toThrow('--from and --out are needed')
})

test('of what changed in a container nothing is copied twice, and nothing that is mounted', () => {
  const changes = [
    { Path: '/etc', Kind: 0 },
    { Path: '/etc/passwd', Kind: 0 },
    { Path: '/new', Kind: 1 },
    { Path: '/new/deep', Kind: 1 },
    { Path: '/new/deep/file', Kind: 1 },
    { Path: '/data', Kind: 1 },
    { Path: '/gone', Kind: 2 },
    { Path: '/mode', Kind: 0 },
  ] as const
  expect(copiedPaths(changes, ['/data'])).toEqual(['/etc/passwd', '/new', '/mode'])
})
