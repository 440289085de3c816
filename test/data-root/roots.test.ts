// Whose a data root is: one daemon's at a time, with the images and containers of one storage driver.
import { spawnSync } from 'node:child_process'
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { createDaemon, startDaemon } from '../../src/index.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'
import { test } from './runs.ts'

const namesOf = async (docker: TestDaemon) => ({
  images: (await docker.dockerode.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []).sort(),
  containers: (await docker.dockerode.listContainers({ all: true })).map(({ Names }) => Names[0]).sort(),
})

describe('a data root', () => {
  test('shows in paths of replies', async ({ runs }) => {
    const docker = await runs.next()
    expect((await docker.dockerode.info()).DockerRootDir).toBe(runs.path)
    await docker.dockerode.createVolume({ Name: 'data' })
    expect((await docker.dockerode.getVolume('data').inspect()).Mountpoint).toBe(`${runs.path}/volumes/data/_data`)
  })

  test('belongs to one daemon at a time', async ({ runs }) => {
    await runs.next()
    expect(() => createDaemon({ dataRoot: runs.path })).toThrow(
      `failed to start daemon: ensure docker is not running or delete ${runs.path}/mockerd.pid: process with PID ${process.pid} is still running`,
    )
    await runs.end()
    await expect(access(join(runs.path, 'mockerd.pid'))).rejects.toThrow('ENOENT')
  })

  test('is free again when its daemon is dead, though its process number lives', async ({ runs }) => {
    await runs.next()
    await runs.end()
    // the parent of this process lives, but has not begun then
    await writeFile(join(runs.path, 'mockerd.pid'), `${process.ppid} 1\n`)
    await expect(runs.next()).resolves.toBeDefined()
  })

  test('that holds something else is left alone', async () => {
    const path = await mkdtemp(join(tmpdir(), 'mockerd-root-'))
    await writeFile(join(path, 'precious'), 'data')
    expect(() => createDaemon({ dataRoot: path })).toThrow(
      `failed to start daemon: ${path} holds something else than the data of a mockerd: precious`,
    )
    expect(await readdir(path)).toEqual(['precious'])
    await rm(path, { recursive: true })
  })

  test('is free again when its daemon finds no place for its socket', async ({ runs }) => {
    vi.stubEnv('TMPDIR', '/dev/null')
    await expect(startDaemon({ dataRoot: runs.path })).rejects.toThrow('ENOTDIR')
    vi.unstubAllEnvs()
    await expect(access(join(runs.path, 'mockerd.pid'))).rejects.toThrow('ENOENT')
  })

  test('that cannot be made is refused in the words of dockerd', () => {
    const refused = 'Unable to get the full path to root'
    expect(() => createDaemon({ dataRoot: '/dev/null/root' })).toThrow(
      `${refused} (/dev/null/root): failed to canonicalise path for /dev/null/root: not a directory`,
    )
    expect(() => createDaemon({ dataRoot: '/dev/null' })).toThrow(
      `${refused} (/dev/null): canonical path points to a file '/dev/null'`,
    )
  })
})

describe('storage drivers on one data root', () => {
  test('hide what is of the others, and show it again', async ({ runs }) => {
    const first = await runs.next()
    await first.create('busybox', ['true'], { name: 'in-overlay2' })
    const inOverlay2 = await namesOf(first)
    await first.dockerode.createVolume({ Name: 'for-all' })

    const second = await runs.next({ storageDriver: 'vfs' })
    expect(await namesOf(second)).toEqual({ images: [], containers: [] })
    expect((await second.dockerode.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(['for-all'])
    await second.create('busybox', ['true'], { name: 'in-vfs' })
    await wholeText(await second.dockerode.pull('hello-world:latest'))
    await second.dockerode.getImage('hello-world').remove()
    await second.dockerode.getContainer('in-vfs').remove()
    await second.dockerode.getImage('busybox').remove()

    // vfs is never taken for a prior driver
    const third = await runs.next()
    expect((await third.dockerode.info()).Driver).toBe('overlay2')
    expect(await namesOf(third)).toEqual(inOverlay2)
    const container = third.dockerode.getContainer('in-overlay2')
    await container.start()
    expect((await container.wait()).StatusCode).toBe(0)
  })

  test('the one that was used before is used again', async ({ runs }) => {
    const first = await runs.next({ storageDriver: 'btrfs' })
    const before = await (await first.create('busybox', ['true'])).inspect()
    const second = await runs.next()
    expect((await second.dockerode.info()).Driver).toBe('btrfs')
    expect((await second.dockerode.getContainer(before.Id).inspect()).GraphDriver).toEqual(before.GraphDriver)
  })

  test('several that were used, and none named, is refused', async ({ runs }) => {
    for (const storageDriver of ['overlay2', 'btrfs']) {
      const docker = await runs.next({ storageDriver })
      await wholeText(await docker.dockerode.pull('hello-world:latest'))
    }
    await runs.end()
    expect(() => createDaemon({ dataRoot: runs.path })).toThrow(
      `failed to start daemon: error initializing graphdriver: ${runs.path} contains several valid graphdrivers: btrfs, overlay2; cleanup or explicitly choose storage driver (-s <DRIVER>)`,
    )
    const named = await runs.next({ storageDriver: 'overlay2' })
    expect((await namesOf(named)).images).toEqual(['hello-world:latest'])
  })
})

describe('damaged files', () => {
  const only = async (folder: string, end: string): Promise<string> =>
    join(folder, (await readdir(folder)).find((name) => name.endsWith(end))!)

  test.for([
    ['a container', 'overlay2/containers', '.json'],
    ['an image', 'overlay2/images', '.json'],
    ['a layer', 'overlay2/layers', '.json'],
    ['a network', 'networks', '.json'],
    ['a volume', 'volumes', '.json'],
  ] as const)('the record of %s is left out, with a word about it', async ([, folder, end], { runs }) => {
    const first = await runs.next()
    await first.dockerode.createVolume({ Name: 'data' })
    await first.create('busybox', ['true'], { name: 'box', HostConfig: { Binds: ['data:/data'] } })
    await runs.end()
    const path = await only(join(runs.path, folder), end)
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 20))

    const warnings: string[] = []
    const second = await runs.next({ warn: (text) => warnings.push(text) })
    expect(warnings[0]).toContain(`${path} is left out: `)
    expect((await second.dockerode.listVolumes()).Volumes).toHaveLength(1)
    await expect(second.dockerode.listContainers({ all: true })).resolves.toBeDefined()
    await second.dockerode.createVolume({ Name: 'more' })
  })

  test('what belongs to a damaged record is there again when the record is', async ({ runs }) => {
    const first = await runs.next()
    await wholeText(await first.dockerode.pull('busybox:latest'))
    await runs.end()
    const path = await only(join(runs.path, 'overlay2/images'), '.json')
    const record = await readFile(path)
    await writeFile(path, '{}')
    const second = await runs.next({ warn: () => {} })
    expect((await namesOf(second)).images).toEqual([])
    await second.dockerode.createVolume({ Name: 'data' })
    await runs.end()
    await writeFile(path, record)
    const third = await runs.next()
    await (await third.create('busybox', ['true'])).start()
  })

  test('a record that says other things than it should is left out', async ({ runs }) => {
    const first = await runs.next()
    await first.create('busybox', ['true'], { name: 'box' })
    await runs.end()
    const path = await only(join(runs.path, 'overlay2/containers'), '.json')
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), mounts: 7 }))
    const warnings: string[] = []
    const second = await runs.next({ warn: (text) => warnings.push(text) })
    expect(warnings).toEqual([expect.stringContaining('its mounts are no list')])
    expect((await namesOf(second)).containers).toEqual([])
  })

  test('the list of a layer is told of when the layer is needed', async ({ runs }) => {
    const first = await runs.next()
    await wholeText(await first.dockerode.pull('busybox:latest'))
    await runs.end()
    const path = await only(join(runs.path, 'overlay2/layers'), '.list')
    await writeFile(path, '{')
    const second = await runs.next()
    await expect(second.create('busybox', ['true'])).rejects.toThrow(`${path} is damaged`)
    ;(second.defects as unknown[]).splice(0)
  })

  test('changes that were cut off and damaged are not guessed', async ({ runs }) => {
    await runs.next()
    await runs.end()
    await writeFile(join(runs.path, 'pending.json'), '[["engine')
    expect(() => createDaemon({ dataRoot: runs.path })).toThrow(
      /pending.json is damaged .*: delete it to start without/,
    )
  })
})

const skopeo = spawnSync('skopeo', ['--version']).status === 0

test.skipIf(!skopeo)('other tools read the images of a data root', async ({ runs }) => {
  const docker = await runs.next()
  const container = await docker.create('busybox', ['true'])
  await container.putArchive(await tarBytes([tarEntry('mine', 'made here')]), { path: '/' })
  await container.commit({ repo: 'mine', tag: 'one' })
  const { Id } = await docker.dockerode.getImage('mine:one').inspect()
  await runs.end()
  const from = `oci:${runs.path}:docker.io/library/mine:one`
  const to = `dir:${runs.path}-copy`
  const copied = spawnSync('skopeo', ['--insecure-policy', 'copy', from, to], { encoding: 'utf8' })
  expect([copied.status, copied.stderr]).toEqual([0, ''])
  const { config } = JSON.parse(await readFile(`${runs.path}-copy/manifest.json`, 'utf8'))
  expect(config.digest).toBe(Id)
  await rm(`${runs.path}-copy`, { recursive: true })
})
