// The simulated image registry: pushed to and pulled from through its published port, by the daemon that runs it.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { demultiplexed, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

interface StartedRegistry {
  readonly container: Dockerode.Container
  /** `127.0.0.1:40123` */
  readonly host: string
}

async function registry(
  docker: TestDaemon,
  { image = 'registry:2', Env = [] as string[], Binds = [] as string[] } = {},
): Promise<StartedRegistry> {
  const container = await docker.create(image, undefined, {
    Env,
    HostConfig: { Binds, PublishAllPorts: true },
  })
  return { container, host: await begin(container) }
}

async function begin(container: Dockerode.Container): Promise<string> {
  const output = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await output.stderr.shows(/listening on \[::\]:5000/)
  const { NetworkSettings } = await container.inspect()
  return `127.0.0.1:${NetworkSettings.Ports['5000/tcp']![0]!.HostPort}`
}

/** Pushes busybox under a name, and gives what the daemon told. */
async function push(docker: TestDaemon, host: string, repo = 'team/app'): Promise<string> {
  await wholeText(await docker.dockerode.pull('busybox'))
  await docker.dockerode.getImage('busybox').tag({ repo: `${host}/${repo}`, tag: '1' })
  return wholeText(await docker.dockerode.getImage(`${host}/${repo}:1`).push({ authconfig: {} }))
}

const json = async (url: string): Promise<unknown> => (await fetch(url)).json()

test.for(['registry:2', 'registry:3', 'distribution/distribution'])(
  '%s keeps an image that is pushed and gives it back',
  async (image, { docker }) => {
    const { host, container } = await registry(docker, { image })
    expect(await json(`http://${host}/v2/_catalog`)).toEqual({ repositories: [] })
    expect(await push(docker, host)).toMatch(/1: digest: sha256:\w{64} size: \d+/)
    expect(await json(`http://${host}/v2/_catalog`)).toEqual({ repositories: ['team/app'] })
    expect(await json(`http://${host}/v2/team/app/tags/list`)).toEqual({ name: 'team/app', tags: ['1'] })
    const name = `${host}/team/app:1`
    const { Id } = await docker.dockerode.getImage(name).inspect()
    await docker.dockerode.getImage(name).remove()
    await docker.dockerode.getImage('busybox').remove()
    expect(await wholeText(await docker.dockerode.pull(name))).toContain(`Downloaded newer image for ${name}`)
    expect((await docker.dockerode.getImage(name).inspect()).Id).toBe(Id)
    const log = (await container.logs({ stdout: true, stderr: true })).toString()
    expect(log).toMatch(/"PUT \/v2\/team\/app\/manifests\/1 HTTP\/1\.1" 201 0 /)
  },
)

test('registry has its images in the volume for the next container', async ({ docker }) => {
  const Binds = ['images:/var/lib/registry']
  const first = await registry(docker, { Binds })
  await push(docker, first.host)
  const digest = (await fetch(`http://${first.host}/v2/team/app/manifests/1`)).headers.get('docker-content-digest')
  await first.container.remove({ force: true })
  const second = await registry(docker, { Binds })
  const reply = await fetch(`http://${second.host}/v2/team/app/manifests/1`)
  expect([reply.status, reply.headers.get('docker-content-digest')]).toEqual([200, digest])
  expect(reply.headers.get('content-type')).toBe('application/vnd.docker.distribution.manifest.v2+json')
})

test('registry deletes only when it is told that it may', async ({ docker }) => {
  const gone = async (Env: string[]): Promise<number[]> => {
    const { host } = await registry(docker, { Env })
    await push(docker, host)
    const { headers } = await fetch(`http://${host}/v2/team/app/manifests/1`)
    const manifest = `http://${host}/v2/team/app/manifests/${headers.get('docker-content-digest')}`
    return [(await fetch(manifest, { method: 'DELETE' })).status, (await fetch(manifest)).status]
  }
  expect(await gone([])).toEqual([405, 200])
  expect(await gone(['REGISTRY_STORAGE_DELETE_ENABLED=true'])).toEqual([202, 404])
})

test('registry does not start with a setting that is not simulated', async ({ docker }) => {
  const container = await docker.run('registry:2', undefined, { Env: ['REGISTRY_AUTH=htpasswd'] })
  expect(await container.wait()).toEqual({ StatusCode: 1 })
  expect((await container.logs({ stderr: true })).toString()).toContain('does not simulate the setting auth')
})
