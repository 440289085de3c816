// docker cp: what comes out of a container and what goes into it.
import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import type Dockerode from 'dockerode'
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import type { TarFile } from '../../src/codec/tar.ts'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

const put = async (container: Dockerode.Container, path: string, entries: TarFile[], more: object = {}) =>
  container.putArchive(await tarBytes(entries), { path, ...more })

const get = async (container: Dockerode.Container, path: string) =>
  tarContents((await container.getArchive({ path })) as unknown as AsyncIterable<Uint8Array>)

async function info(container: Dockerode.Container, path: string) {
  const reply = (await container.infoArchive({ path })) as { headers: Record<string, string> }
  return JSON.parse(Buffer.from(reply.headers['x-docker-container-path-stat']!, 'base64').toString())
}

/** Runs a command in a running container and gives what it printed. */
async function output(container: Dockerode.Container, ...Cmd: string[]): Promise<string> {
  const exec = await container.exec({ Cmd, AttachStdout: true, Tty: true })
  return wholeText(await exec.start({ Tty: true }))
}

const tree = [
  tarEntry('in/'),
  tarEntry('in/a', 'one\n', { mode: 0o4750, uid: 7, gid: 8 }),
  tarEntry('in/link', '', { kind: 'symlink', linkname: 'a' }),
  tarEntry('in/sub/'),
  tarEntry('in/sub/b', 'two\n'),
]

describe('out of a container', () => {
  test('a directory comes under its own name, and under no name when its content is asked for', async ({ docker }) => {
    const container = await docker.create('busybox')
    await put(container, '/', tree)
    const all = { 'in/': 'directory', 'in/a': 'one\n', 'in/link': '-> a', 'in/sub/': 'directory', 'in/sub/b': 'two\n' }
    expect(await get(container, '/in')).toEqual(all)
    expect(await get(container, 'in/')).toEqual(all)
    expect(Object.keys(await get(container, '/in/.'))).toEqual(['./', './a', './link', './sub/', './sub/b'])
    expect(await get(container, '/in/../in/sub/b')).toEqual({ b: 'two\n' })
  })

  test('a symlink comes as itself, and as what it leads to with a slash behind it', async ({ docker }) => {
    const container = await docker.create('busybox')
    await put(container, '/', [...tree, tarEntry('there', '', { kind: 'symlink', linkname: '/in/sub' })])
    expect(await get(container, '/there')).toEqual({ there: '-> /in/sub' })
    expect(await get(container, '/there/')).toEqual({ 'there/': 'directory', 'there/b': 'two\n' })
  })

  test('the client is told size, mode in the bits of Go, time and where a link leads', async ({ docker }) => {
    const container = await docker.create('busybox')
    await put(container, '/', tree)
    const mtime = '1970-01-01T00:00:01Z'
    expect(await info(container, '/in')).toEqual({ name: 'in', size: 4096, mode: 2147484141, mtime, linkTarget: '' })
    expect(await info(container, 'in/a')).toEqual({ name: 'a', size: 4, mode: 8389096, mtime, linkTarget: '' })
    const link = await info(container, '/in/link')
    expect(link).toEqual({ name: 'link', size: 1, mode: 134218239, mtime, linkTarget: '/in/a' })
  })

  test('files of volumes come whether the container runs or not, files of a tmpfs never', async ({ docker }) => {
    const HostConfig = { Binds: ['data:/deep/data'], Tmpfs: { '/memory': '' } }
    const container = await docker.run('busybox', ['cat'], { HostConfig, OpenStdin: true })
    expect(await output(container, 'sh', '-c', 'echo x > /deep/data/f; echo y > /memory/f')).toBe('')
    expect(await get(container, '/deep/data/f')).toEqual({ f: 'x\n' })
    await expect(container.getArchive({ path: '/memory/f' })).rejects.toMatchObject({ statusCode: 404 })
    await container.kill()
    expect(await get(container, '/deep/')).toEqual({
      'deep/': 'directory',
      'deep/data/': 'directory',
      'deep/data/f': 'x\n',
    })
  })

  test('what is not there is refused in the words of dockerd', async ({ docker }) => {
    const container = await docker.create('busybox')
    const refusal = async (path: string) => {
      const { status, body } = await supertest(docker.app).get(`/containers/${container.id}/archive`).query({ path })
      return [status, body.message]
    }
    expect(await refusal('/nosuch')).toEqual([404, `Could not find the file /nosuch in container ${container.id}`])
    expect(await refusal('/etc/passwd/')).toEqual([500, 'lstat /etc/passwd/: not a directory'])
    expect(await refusal('')).toEqual([400, 'bad parameter: pathcannot be empty'])
    await expect(container.infoArchive({ path: '/nosuch' })).rejects.toMatchObject({ statusCode: 404 })
  })
})

describe('into a container', () => {
  test('a running container sees what was copied into it, with owner, mode and time', async ({ docker }) => {
    const container = await docker.run('busybox', ['cat'], { OpenStdin: true })
    await put(container, '/', tree)
    expect(await output(container, 'stat', '-c', '%a %u:%g %Y', '/in/a')).toBe('4750 7:8 1\r\n')
    expect(await output(container, 'stat', '-c', '%Y', '/in/sub')).toBe('1\r\n')
  })

  test('an archive may be compressed, and goes through symlinks and into volumes', async ({ docker }) => {
    const container = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['data:/v'] } })
    await put(container, '/', [tarEntry('to', '', { kind: 'symlink', linkname: '/v' })])
    await container.putArchive(gzipSync(await tarBytes([tarEntry('f', 'zipped')])), { path: '/to' })
    expect(await get(container, '/v')).toEqual({ 'v/': 'directory', 'v/f': 'zipped' })
    const other = await docker.create('busybox', ['true'], { HostConfig: { Binds: ['data:/w'] } })
    expect(await get(other, '/w/f')).toEqual({ f: 'zipped' })
    expect(((await container.changes()) as { Path: string }[]).map(({ Path }) => Path)).not.toContain('/v/f')
  })

  test('with copyUIDGID everything belongs to the user of the container', async ({ docker }) => {
    const named = await docker.run('busybox', ['cat'], { OpenStdin: true, User: 'www-data' })
    await put(named, '/tmp', [tarEntry('f', 'x', { uid: 5 })], { copyUIDGID: '1' })
    expect(await output(named, 'stat', '-c', '%u:%g', '/tmp/f')).toBe('33:33\r\n')
    const nobody = await docker.create('busybox', ['true'], { User: 'nosuch' })
    await expect(put(nobody, '/tmp', [tarEntry('f')], { copyUIDGID: '1' })).rejects.toMatchObject({
      statusCode: 400,
      json: { message: 'failed to look up user "nosuch" in container: no matching entries in passwd file' },
    })
  })

  test('what is read-only stays as it is', async ({ docker }) => {
    const HostConfig = { ReadonlyRootfs: true, Binds: ['data:/ro:ro', 'data:/rw'] }
    const container = await docker.create('busybox', ['true'], { HostConfig })
    const refusal = (path: string) =>
      put(container, path, [tarEntry('f')]).then(
        () => 'done',
        ({ json }) => json.message,
      )
    expect(await refusal('/')).toBe('container rootfs is marked read-only')
    expect(await refusal('/ro')).toBe('mounted volume is marked read-only')
    expect(await refusal('/rw')).toBe('done')
  })

  test.for([
    ['/nosuch', [tarEntry('f')], 404, /^Could not find the file \/nosuch in container /],
    ['/etc/passwd', [tarEntry('f')], 400, /^extraction point is not a directory$/],
    ['/etc/passwd/x', [tarEntry('f')], 500, /^not a directory$/],
    ['/etc', [tarEntry('passwd/')], 500, /^cannot overwrite non-directory "passwd" with directory "\/etc"$/],
    ['/', [tarEntry('etc', 'x')], 500, /^cannot overwrite directory "etc" with non-directory "\/"$/],
    ['/tmp', [tarEntry('../f')], 500, /^invalid entry name "\.\.\/f"$/],
  ] as const)('to %s it is refused when it cannot be', async ([path, entries, statusCode, message], { docker }) => {
    const container = await docker.create('busybox')
    await expect(put(container, path, [...entries], { noOverwriteDirNonDir: '1' })).rejects.toMatchObject({
      statusCode,
      json: { message: expect.stringMatching(message) },
    })
  })

  old('is refused with other classes by Docker 20.10', async ({ docker }) => {
    const options = { HostConfig: { ReadonlyRootfs: true, Binds: ['data:/rw'] } }
    const container = await docker.create('busybox', ['true'], options)
    const refusal = (path: string, archive: Buffer) =>
      container.putArchive(archive, { path }).then(
        () => 'done',
        ({ statusCode, json }) => [statusCode, json.message],
      )
    const archive = await tarBytes([tarEntry('f')])
    expect(await refusal('/etc/passwd', archive)).toEqual([500, 'extraction point is not a directory'])
    expect(await refusal('/tmp', archive)).toEqual([403, 'container rootfs is marked read-only'])
    const [, message] = await refusal('/rw', Buffer.from('no archive'))
    expect(message).toBe('Error processing tar file(exit status 1): unexpected EOF')
  })

  test('what is no archive is refused, and nothing is told of it', async ({ docker }) => {
    const container = await docker.create('busybox')
    await expect(container.putArchive(Buffer.from('not a tar'), { path: '/tmp' })).rejects.toMatchObject({
      statusCode: 500,
      json: { message: 'unexpected EOF' },
    })
    expect(copyEvents(docker)).toEqual([])
    await put(container, '/tmp', [tarEntry('f')])
    await get(container, '/tmp/f')
    expect(copyEvents(docker)).toEqual(['extract-to-dir', 'archive-path'])
  })
})

const copyEvents = ({ engine }: TestDaemon): string[] =>
  engine.world.events.recall(0).flatMap(({ action }) => (/archive|extract/.test(action) ? [action] : []))
