// What a daemon keeps under its data root is there again at the next start.
import { Buffer } from 'node:buffer'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type Dockerode from 'dockerode'
import { describe, expect } from 'vitest'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'
import { test } from './runs.ts'

const pull = async (docker: TestDaemon, name: string): Promise<string> => wholeText(await docker.dockerode.pull(name))

const files = async (container: Dockerode.Container, path: string) =>
  tarContents((await container.getArchive({ path })) as unknown as AsyncIterable<Uint8Array>)

const saved = async (docker: TestDaemon, name: string) =>
  tarContents((await docker.dockerode.getImage(name).get()) as unknown as AsyncIterable<Uint8Array>)

const logs = async (container: Dockerode.Container): Promise<string> =>
  Buffer.from(await container.logs({ stdout: true, stderr: true })).toString()

const ended = (container: Dockerode.Container) => container.wait()

describe('images', () => {
  test('are there with their names, layers, history and sizes', async ({ runs }) => {
    const first = await runs.next()
    await pull(first, 'busybox:latest')
    await pull(first, 'redis:latest')
    await first.dockerode.getImage('busybox').tag({ repo: 'mine', tag: '1' })
    const before = await first.dockerode.listImages()
    const details = await first.dockerode.getImage('redis').inspect()
    const history = await first.dockerode.getImage('redis').history()

    const second = await runs.next()
    expect(await second.dockerode.listImages()).toEqual(before)
    expect(await second.dockerode.getImage('redis').inspect()).toEqual(details)
    expect(await second.dockerode.getImage('redis').history()).toEqual(history)
    expect(await pull(second, 'redis:latest')).toContain('Image is up to date')
  })

  test('can be run from, saved and removed', async ({ runs }) => {
    const first = await runs.next()
    await pull(first, 'busybox:latest')
    const archive = await saved(first, 'busybox')

    const second = await runs.next()
    expect(await saved(second, 'busybox')).toEqual(archive)
    const container = await second.run('busybox', ['sh', '-c', 'ls /bin/busybox && cat /etc/passwd | head -n 1'])
    await ended(container)
    expect(await logs(container)).toContain('root:x:0:0:root:/root:/bin/sh')
    await container.remove()
    await second.dockerode.getImage('busybox').remove()

    const third = await runs.next()
    expect(await third.dockerode.listImages()).toEqual([])
  })

  test('that were committed know what they were made from', async ({ runs }) => {
    const first = await runs.next()
    const container = await first.run('busybox', ['sh', '-c', 'echo made > /made; rm /etc/group'])
    await ended(container)
    await container.commit({ repo: 'mine', tag: 'made' })
    const before = await first.dockerode.getImage('mine:made').inspect()

    const second = await runs.next()
    const after = await second.dockerode.getImage('mine:made').inspect()
    expect(after).toEqual(before)
    const again = await second.run('mine:made', ['sh', '-c', 'cat /made; ls /etc/group'])
    expect((await ended(again)).StatusCode).toBe(1)
    expect(await logs(again)).toMatch(/made\n.*\/etc\/group: No such file/s)
    await second.dockerode.getContainer(container.id).remove()
    await again.remove()
    await expect(second.dockerode.getImage('busybox').remove({ force: true })).resolves.toBeDefined()
  })
})

describe('containers', () => {
  test('are there with their files, their changes and their logs', async ({ runs }) => {
    const first = await runs.next()
    const script =
      'echo out; echo err >&2; mkdir /d; echo kept > /d/f; ln /d/f /d/g; rm /etc/group; chmod 600 /etc/passwd'
    const container = await first.run('busybox', ['sh', '-c', script], { name: 'kept' })
    await ended(container)
    const before = await container.inspect()
    const changes = await container.changes()
    const said = await logs(container)

    const second = await runs.next()
    const again = second.dockerode.getContainer('kept')
    expect(await again.inspect()).toEqual(before)
    expect(await again.changes()).toEqual(changes)
    expect(await logs(again)).toBe(said)
    expect(await files(again, '/d')).toEqual({ 'd/': 'directory', 'd/f': 'kept\n', 'd/g': '-> d/f' })
    await again.start()
    await ended(again)
    const more = await logs(again)
    expect([more.slice(0, said.length), more.slice(said.length)]).toEqual([
      said,
      expect.stringContaining('File exists'),
    ])
  })

  test('that were removed, renamed and updated stay so', async ({ runs }) => {
    const first = await runs.next()
    await (await first.create('busybox', ['true'], { name: 'gone' })).remove()
    const container = await first.create('busybox', ['true'], { name: 'old' })
    await container.rename({ name: 'new' })
    await container.update({ Memory: 64 * 1024 * 1024, MemorySwap: -1 })

    const second = await runs.next()
    expect((await second.dockerode.listContainers({ all: true })).map(({ Names }) => Names)).toEqual([['/new']])
    expect((await second.dockerode.getContainer('new').inspect()).HostConfig.Memory).toBe(64 * 1024 * 1024)
    await expect(second.create('busybox', ['true'], { name: 'new' })).rejects.toThrow('already in use')
  })

  test('keep what was copied into them', async ({ runs }) => {
    const first = await runs.next()
    const container = await first.create('busybox')
    const large = 'x'.repeat(3_000_000)
    await container.putArchive(await tarBytes([tarEntry('a/'), tarEntry('a/b', large)]), { path: '/' })

    const second = await runs.next()
    const again = second.dockerode.getContainer(container.id)
    expect((await files(again, '/a'))['a/b']).toBe(large)
    await again.putArchive(await tarBytes([tarEntry('a/b', 'short')]), { path: '/' })

    const third = await runs.next()
    expect((await files(third.dockerode.getContainer(container.id), '/a'))['a/b']).toBe('short')
  })

  test('keep a sparse file of a size that no disk has', async ({ runs }) => {
    const first = await runs.next()
    const script = 'truncate -s 8T /huge; printf end | dd of=/huge bs=1 seek=7000000000000 conv=notrunc 2> /dev/null'
    await ended(await first.run('busybox', ['sh', '-c', script], { name: 'sparse' }))
    const read = async (docker: TestDaemon): Promise<void> => {
      const container = docker.dockerode.getContainer('sparse')
      expect((await container.changes()).map(({ Path }: { Path: string }) => Path)).toEqual(['/huge'])
      const { headers } = (await container.infoArchive({ path: '/huge' })) as { headers: Record<string, string> }
      const stat = JSON.parse(Buffer.from(headers['x-docker-container-path-stat']!, 'base64').toString())
      expect(stat.size).toBe(8 * 1024 ** 4)
    }
    await read(first)
    const second = await runs.next()
    await read(second)
    // it is saved again, now with what was read from the disk below
    const container = second.dockerode.getContainer('sparse')
    await container.putArchive(await tarBytes([tarEntry('a', '')]), { path: '/tmp' })
    await runs.end()
    const size = (await readdir(join(runs.path, 'overlay2/containers'))).find((name) => name.endsWith('.tree'))!
    expect((await stat(join(runs.path, 'overlay2/containers', size))).size).toBeLessThan(200_000)
  })

  test('that run are stopped when the daemon ends; restart policies start them again', async ({ runs }) => {
    const first = await runs.next()
    const sleep = ['sleep', '1000']
    const run = (name: string, Name: string, command: readonly string[] = sleep) =>
      first.run('busybox', command, { name, HostConfig: { RestartPolicy: { Name } } } as object)
    await run('plain', 'no')
    await run('trap', 'no', ['sh', '-c', 'trap "exit 7" TERM; echo ready; while true; do sleep 0.01; done'])
    await run('always', 'always')
    await run('unless', 'unless-stopped')
    await run('failing', 'on-failure')
    const stopped = await run('stopped', 'unless-stopped')
    await stopped.stop({ t: 0 })
    const byHand = await run('by-hand', 'always')
    await byHand.stop({ t: 0 })
    await first.create('busybox', sleep, { name: 'never', HostConfig: { RestartPolicy: { Name: 'always' } } })
    await first.run('busybox', sleep, { name: 'auto', HostConfig: { AutoRemove: true } })

    const second = await runs.next()
    const all = await second.dockerode.listContainers({ all: true })
    expect(Object.fromEntries(all.map(({ Names, State }) => [Names[0]!.slice(1), State]))).toEqual({
      plain: 'exited',
      trap: 'exited',
      always: 'running',
      unless: 'running',
      failing: 'running',
      stopped: 'exited',
      'by-hand': 'running',
      never: 'created',
    })
    const codeOf = async (name: string) => (await second.dockerode.getContainer(name).inspect()).State.ExitCode
    expect([await codeOf('plain'), await codeOf('trap')]).toEqual([137, 7])
  })
})

describe('volumes and networks', () => {
  test('volumes are there with their data and who uses them', async ({ runs }) => {
    const first = await runs.next()
    await first.dockerode.createVolume({ Name: 'Data', Labels: { a: 'b' } })
    await first.dockerode.createVolume({ Name: 'data' })
    const container = await first.run('busybox', ['sh', '-c', 'echo one > /a/f; echo two > /b/f; ln -s f /a/l'], {
      HostConfig: { Binds: ['Data:/a', 'data:/b'] },
    })
    await ended(container)
    const before = (await first.dockerode.listVolumes()).Volumes

    const second = await runs.next()
    expect((await second.dockerode.listVolumes()).Volumes).toEqual(before)
    await expect(second.dockerode.getVolume('Data').remove()).rejects.toThrow('volume is in use')
    const reader = await second.run('busybox', ['cat', '/a/l', '/b/f'], {
      HostConfig: { Binds: ['Data:/a', 'data:/b'] },
    })
    await ended(reader)
    expect(await logs(reader)).toMatch(/one\n.*two\n/s)
    await reader.remove()
    await second.dockerode.getContainer(container.id).remove()
    await second.dockerode.getVolume('Data').remove()

    const third = await runs.next()
    expect((await third.dockerode.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(['data'])
  })

  test('networks are there with their ids and addresses', async ({ runs }) => {
    const first = await runs.next()
    await first.dockerode.createNetwork({
      Name: 'mine',
      IPAM: { Config: [{ Subnet: '10.9.0.0/24', Gateway: '10.9.0.9' }] },
      Labels: { a: 'b' },
    })
    await (await first.dockerode.createNetwork({ Name: 'gone' })).remove()
    await first.run('busybox', ['sleep', '1000'], {
      name: 'in',
      HostConfig: { NetworkMode: 'mine', RestartPolicy: { Name: 'always' } },
    })
    const before = await first.dockerode.getNetwork('mine').inspect()
    const hostId = (await first.dockerode.getNetwork('host').inspect()).Id

    const second = await runs.next()
    const after = await second.dockerode.getNetwork('mine').inspect()
    expect({ ...after, Containers: {} }).toEqual({ ...before, Containers: {} })
    expect(Object.values<{ Name: string }>(after.Containers!).map(({ Name }) => Name)).toEqual(['in'])
    expect((await second.dockerode.getNetwork('host').inspect()).Id).toBe(hostId)
    expect((await second.dockerode.listNetworks()).map(({ Name }) => Name).sort()).toEqual([
      'bridge',
      'host',
      'mine',
      'none',
    ])
  })
})

test('the engine keeps its id, and a seed gives no id twice', async ({ runs }) => {
  const first = await runs.next({ seed: 'same' })
  const { ID } = await first.dockerode.info()
  const container = await first.create('busybox', ['true'])
  const second = await runs.next({ seed: 'same' })
  expect((await second.dockerode.info()).ID).toBe(ID)
  expect((await second.create('busybox', ['true'])).id).not.toBe(container.id)
})

test.for([
  ['overlay2', '28.5'],
  ['fuse-overlayfs', '28.5'],
  ['btrfs', '28.5'],
  ['zfs', '28.5'],
  ['vfs', '28.5'],
  ['overlay', '20.10'],
  ['aufs', '20.10'],
  ['devicemapper', '20.10'],
] as const)('under %s layers keep their places, sizes and changes', async ([storageDriver, engine], { runs }) => {
  const options = { storageDriver, engine }
  const first = await runs.next(options)
  const script = 'echo new > /new; echo more >> /etc/passwd; rm -r /var; mkdir /var; touch /var/v; chmod 700 /tmp'
  const container = await first.run('busybox', ['sh', '-c', script])
  await ended(container)
  await container.commit({ repo: 'mine' })
  const look = async (docker: TestDaemon) => {
    const again = docker.dockerode.getContainer(container.id)
    const { GraphDriver, SizeRw, SizeRootFs } = (await again.inspect({ size: true } as object)) as unknown as Record<
      string,
      unknown
    >
    const image = await docker.dockerode.getImage('mine').inspect()
    return { GraphDriver, SizeRw, SizeRootFs, image, changes: await again.changes(), files: await files(again, '/var') }
  }
  const before = await look(first)
  expect(await look(await runs.next(options))).toEqual(before)
})
