// docker commit and docker export: what a container has become, as an image and as an archive.
import { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'

async function commit(docker: TestDaemon, container: Dockerode.Container, query: object, body?: object) {
  const asked = supertest(docker.app)
    .post('/commit')
    .query({ container: container.id, ...query })
  const reply = await (body ? asked.send(body) : asked)
  return [reply.status, reply.body.Id ?? reply.body.message] as const
}

/** A container that has ended, with a file that it wrote. */
async function written(docker: TestDaemon, options: Dockerode.ContainerCreateOptions = {}) {
  const container = await docker.run('busybox', ['sh', '-c', 'echo x > /new; rm /etc/shadow'], options)
  await container.wait()
  return container
}

const told = ({ engine }: TestDaemon): string[] =>
  engine.world.events
    .recall(0)
    .filter(({ action }) => !/^(pull|exec|die|attach|connect|disconnect|start)/.test(action))
    .map(({ type, action }) => `${type} ${action}`)

describe('committing a container', () => {
  test('makes an image of what it changed over the image that it came from', async ({ docker }) => {
    const container = await written(docker, { Env: ['A=1'] })
    const [status, id] = await commit(docker, container, { repo: 'mine', tag: '1', author: 'me', comment: 'done' })
    expect(status).toBe(201)
    const image = docker.dockerode.getImage('mine:1')
    const { Id, Parent, Author, Comment, Config, RootFS } = await image.inspect()
    const base = await docker.dockerode.getImage('busybox').inspect()
    expect({ Id, Parent, Author, Comment }).toEqual({ Id: id, Parent: base.Id, Author: 'me', Comment: 'done' })
    expect(Config.Env).toContain('A=1')
    expect(RootFS.Layers).toEqual([...base.RootFS.Layers!, expect.any(String)])
    const [newest] = await image.history()
    expect(newest).toMatchObject({ Id: id, CreatedBy: 'sh -c echo x > /new; rm /etc/shadow', Comment: 'done' })
    const again = await docker.run('mine:1', ['sh', '-c', 'cat /new; ls /etc/shadow'], { Tty: true })
    await again.wait()
    expect(String(await again.logs({ stdout: true }))).toMatch(/^x\r\nls: \/etc\/shadow: No such file/)
  })

  test('adds no layer when it changed nothing', async ({ docker }) => {
    const container = await docker.create('busybox')
    const [, id] = await commit(docker, container, {})
    const { RootFS, RepoTags } = await docker.dockerode.getImage(id).inspect()
    expect(RootFS.Layers).toEqual((await docker.dockerode.getImage('busybox').inspect()).RootFS.Layers)
    expect(RepoTags).toEqual([])
    await docker.dockerode.getImage(id).remove()
    expect((await docker.dockerode.getImage('busybox').inspect()).RootFS.Layers).toEqual(RootFS.Layers)
  })

  test('holds a running one still meanwhile, unless asked not to', async ({ docker }) => {
    const container = await docker.run('busybox', ['sleep', '1000'])
    await commit(docker, container, { repo: 'mine' })
    const all = ['container create', 'container pause', 'image create', 'image tag', 'container commit']
    expect(told(docker)).toEqual([...all, 'container unpause'])
    expect((await container.inspect()).State.Status).toBe('running')
    await commit(docker, container, { pause: '0' })
    expect(told(docker).slice(-2)).toEqual(['image create', 'container commit'])
  })

  test('takes what the body leaves out from the container', async ({ docker }) => {
    const container = await written(docker, { Env: ['A=1'], Labels: { own: '1' } })
    const [, id] = await commit(docker, container, { changes: 'ENV B=2' }, { Labels: { from: 'body' }, Env: ['A=3'] })
    const { Config } = await docker.dockerode.getImage(id).inspect()
    expect(Config.Labels).toEqual({ from: 'body', own: '1' })
    expect(Config.Env).toEqual(['A=3', 'B=2', expect.stringMatching(/^PATH=/)])
  })

  test.for([
    [{ repo: 'Bad' }, 400, 'invalid reference format: repository name (library/Bad) must be lowercase'],
    [{ container: 'nosuch' }, 404, 'No such container: nosuch'],
    [{ changes: ['ENV a=b', 'RUN x'] }, 400, 'RUN is not a valid change command'],
  ] as const)('%j is refused, and no image is made', async ([query, status, message], { docker }) => {
    const container = await docker.create('busybox')
    expect(await commit(docker, container, query)).toEqual([status, message])
    expect(await docker.dockerode.listImages()).toHaveLength(1)
  })
})

describe('exporting a container', () => {
  test('gives all its files without what is mounted, and they make an image again', async ({ docker }) => {
    const options = { HostConfig: { Binds: ['data:/vol'] } }
    const container = await docker.run('busybox', ['sh', '-c', 'echo x > /new; echo y > /vol/hidden'], options)
    await container.wait()
    const { body } = await supertest(docker.app)
      .get(`/containers/${container.id}/export`)
      .buffer(true)
      .parse((response, done) => void wholeBuffer(response as unknown as Readable).then((all) => done(null, all)))
    const files = await tarContents(Readable.from([body]))
    expect(files).toMatchObject({ new: 'x\n', 'vol/': 'directory', '.dockerenv': '', 'etc/resolv.conf': '' })
    expect(Object.keys(files)).not.toContain('vol/hidden')
    expect(told(docker)).toContain('container export')
    const lines = await wholeText(await docker.dockerode.importImage(Readable.from([body]), { repo: 'again' }))
    const { Id, RootFS, Comment } = await docker.dockerode.getImage('again').inspect()
    expect(JSON.parse(lines)).toEqual({ status: Id })
    expect([RootFS.Layers!.length, Comment]).toEqual([1, 'Imported from -'])
    expect(told(docker).slice(-2)).toEqual(['image tag', 'image import'])
  })
})

async function wholeBuffer(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('importing', () => {
  const importing = (docker: TestDaemon, body: Buffer, query: object) =>
    supertest(docker.app)
      .post('/images/create')
      .query({ fromSrc: '-', ...query })
      .type('application/x-tar')
      .send(body)

  test('makes an image for a platform, with changes and a message', async ({ docker }) => {
    const archive = await tarBytes([tarEntry('etc/'), tarEntry('etc/greeting', 'hello\n')])
    const query = { repo: 'made', tag: '1', message: 'by hand', changes: 'CMD ["cat"]', platform: 'linux/arm64' }
    expect((await importing(docker, archive, query)).status).toBe(200)
    const { Architecture, Comment, Config, Size } = await docker.dockerode.getImage('made:1').inspect()
    expect({ Architecture, Comment, Size }).toEqual({ Architecture: 'arm64', Comment: 'by hand', Size: 6 })
    expect(Config.Cmd).toEqual(['cat'])
  })

  test.for([
    [{ repo: 'Bad' }, 400, 'invalid reference format: repository name (library/Bad) must be lowercase'],
    [{ changes: 'BOGUS' }, 400, 'BOGUS is not a valid change command'],
    [{}, 500, 'unexpected EOF'],
    [{ fromSrc: 'ftp://x' }, 500, 'Get "ftp://x": unsupported protocol scheme "ftp"'],
    [
      { fromSrc: 'http://nohost.invalid/x' },
      500,
      'Get "http://nohost.invalid/x": dial tcp: lookup nohost.invalid: no such host',
    ],
  ] as const)('%j is refused', async ([query, status, message], { docker }) => {
    const reply = await importing(docker, Buffer.from('no archive'), query)
    expect([reply.status, reply.body.message]).toEqual([status, message])
    expect(await docker.dockerode.listImages()).toEqual([])
  })
})
