// Snapshots as files: what a daemon was, in a tar archive, and a daemon that begins with it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readTar } from '../../src/codec/read-tar.ts'
import { manualClock, startDaemon } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { everything } from './everything.ts'
import { bytesOf, once } from './file-bytes.ts'

const test = dockerTest(() => ({ clock: manualClock(), seed: 'export' }))

async function sh({ dockerode }: TestDaemon, name: string, script: string): Promise<string> {
  const exec = await dockerode
    .getContainer(name)
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, AttachStderr: true, Tty: true })
  return wholeText(await exec.start({ Tty: true }))
}

const copyOf = (file: Buffer): Promise<TestDaemon> =>
  startTestDaemon({ snapshot: once(file), clock: manualClock(), seed: 'export' })

describe('A daemon that begins with the snapshot of another', () => {
  test('has the same containers, images, volumes and networks, and those that ran run', async ({ docker }) => {
    await docker.dockerode.createNetwork({ Name: 'net' })
    await docker.create('debian', ['true'], { name: 'made' })
    await docker.run('alpine', ['sleep', '1000'], {
      name: 'web',
      HostConfig: { Binds: ['data:/data'], NetworkMode: 'net', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
    })
    const paused = await docker.run('alpine', ['sleep', '1000'], { name: 'paused' })
    await paused.pause()
    await sh(docker, 'web', 'echo one > /data/a; ln /data/a /data/b; rm /etc/motd; echo 1.2.3.4 other >> /etc/hosts')
    const before = await everything(docker)
    await using other = await copyOf(await bytesOf(docker.snapshot().export()))
    expect(await everything(other)).toEqual(before)
    expect(other.resumed).toEqual({ restarted: ['web', 'paused'], failed: {} })
    const look = 'cat /data/a; stat -c %h /data/b; ls /etc/motd; tail -1 /etc/hosts'
    expect(await sh(other, 'web', look)).toBe(await sh(docker, 'web', look))
  })

  test('gives other ids than those that are there, under the same seed too', async ({ docker }) => {
    const { id } = await docker.create('alpine', ['true'])
    await using other = await copyOf(await bytesOf(docker.snapshot().export()))
    expect((await other.create('alpine', ['true'])).id).not.toBe(id)
    expect(await other.dockerode.listContainers({ all: true })).toHaveLength(2)
  })

  test('can be reset to it, and never writes to the file', async ({ docker }) => {
    await docker.run('alpine', ['sleep', '1000'], { name: 'web' })
    const folder = await mkdtemp(join(tmpdir(), 'mockerd-snapshot-'))
    try {
      const path = join(folder, 'state.tar')
      await writeFile(path, await bytesOf(docker.snapshot().export()), { mode: 0o400 })
      await using other = await startTestDaemon({ snapshot: path, clock: manualClock() })
      const before = await everything(other)
      await other.dockerode.getContainer('web').remove({ force: true })
      await other.dockerode.getImage('alpine').remove()
      await other.reset()
      expect(await everything(other)).toEqual(before)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('is refused with a sentence where the file is none, or is damaged', async ({ docker }) => {
    const refused = (file: Uint8Array): Promise<string> =>
      startDaemon({ snapshot: once(file) }).then(
        async (daemon) => {
          await daemon.close()
          return 'started'
        },
        (error: Error) => error.message,
      )
    await docker.create('alpine', ['true'], { name: 'box' })
    const file = await bytesOf(docker.snapshot().export())
    const broken = (from: string, to: string): Promise<string> =>
      refused(Buffer.from(file.toString('latin1').replace(from, to), 'latin1'))
    const begin = 'cannot begin with the snapshot: '
    expect(await refused(Buffer.from('no tar at all'))).toMatch(`${begin}it is no tar archive, or a damaged one: `)
    expect(await refused(file.subarray(0, file.length / 2))).toMatch(`${begin}it is no tar archive, or a damaged one: `)
    expect(await refused(Buffer.alloc(1024))).toBe(`${begin}it is no snapshot: there is no engine.json in it`)
    expect(await broken('"format":1', '"format":9')).toBe(`${begin}it was written by a later mockerd`)
    expect(await broken('"name":"box"', '"name":12345')).toMatch(/in the snapshot is damaged: its name is no text$/)
    await expect(startDaemon({ snapshot: 'x', dataRoot: 'y' })).rejects.toThrow('not with both')
    await expect(startDaemon({ snapshot: '/no/such/file' })).rejects.toThrow(
      /^cannot begin with the snapshot \/no\/such\/file: open \/no\/such\/file: no such file or directory$/,
    )
  })
})

dockerTest(() => ({ publish: 'loopback' }))(
  'Published ports are open again where a daemon begins with a snapshot',
  async ({ docker }) => {
    const web = await docker.run('nginx', undefined, { HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '' }] } } })
    const { HostPort } = (await web.inspect()).NetworkSettings.Ports['80/tcp']![0]!
    const file = await bytesOf(docker.snapshot().export())
    await docker.close()
    await using other = await startTestDaemon({ snapshot: once(file), publish: 'loopback' })
    // it listens when its process has had its turn
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${HostPort}/`)).status).toBe(200)
    expect(other.resumed.failed).toEqual({})
  },
)

test('A snapshot is exported as it was when it was taken, whatever happens until then', async ({ docker }) => {
  const web = await docker.run('alpine', ['sleep', '1000'], { name: 'web' })
  const snapshot = docker.snapshot()
  const file = await bytesOf(snapshot.export())
  await web.remove({ force: true })
  await docker.dockerode.getImage('alpine').remove()
  const after = await everything(docker)
  expect(await bytesOf(snapshot.export())).toEqual(file)
  expect(await everything(docker)).toEqual(after)
})

test('A snapshot file is a data root: other tools find an OCI image layout in it', async ({ docker }) => {
  await docker.create('alpine', ['true'])
  const names: string[] = []
  for await (const { name } of readTar(docker.snapshot().export() as AsyncIterable<Uint8Array>)) names.push(name)
  expect(names).toEqual(expect.arrayContaining(['oci-layout', 'index.json', 'engine.json', 'snapshot.json']))
})
