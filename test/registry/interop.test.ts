// Daemons that push to and pull from a registry: mockerd's own, and docker-registry where it is installed.
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { withoutDockerCli } from '../docker-cli.ts'
import { dockerTest, test } from '../fixture.ts'
import { wholeLines, wholeText } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { type RunningRegistry, registries } from './registries.ts'

interface Line {
  readonly status?: string
  readonly error?: string
  readonly aux?: { readonly Digest: string }
}

async function push(docker: TestDaemon, name: string): Promise<string> {
  const lines = await wholeLines<Line>(await docker.dockerode.getImage(name).push({ authconfig: {} as never }))
  const digest = lines.at(-1)?.aux?.Digest
  if (digest === undefined) throw new Error(lines.at(-1)?.error)
  return digest
}

async function pull(docker: TestDaemon, name: string): Promise<void> {
  const last = (await wholeLines<Line>(await docker.dockerode.pull(name))).at(-1)
  if (last?.error !== undefined) throw new Error(last.error)
}

describe.each(registries)('%s', (name, start) => {
  let running: RunningRegistry
  beforeAll(async () => {
    running = await start()
  })
  afterAll(() => running.close())

  test('gives another daemon the very image that was pushed', async ({ docker }) => {
    await wholeText(await docker.dockerode.pull('redis'))
    const repo = `${running.host}/team/redis`
    await docker.dockerode.getImage('redis').tag({ repo, tag: '1' })
    const digest = await push(docker, `${repo}:1`)
    await using other = await startTestDaemon()
    await pull(other, `${repo}:1`)
    const [here, there] = await Promise.all(
      [docker, other].map((daemon) => daemon.dockerode.getImage(`${repo}:1`).inspect()),
    )
    expect(there!.Id).toBe(here!.Id)
    expect(there!.RepoDigests).toEqual([`${repo}@${digest}`])
    const again = `${running.host}/team/again`
    await other.dockerode.getImage(`${repo}:1`).tag({ repo: again, tag: '1' })
    expect(await push(other, `${again}:1`)).toBe(digest)
    const inspected = await other.dockerode.getImage(`${again}:1`).distribution()
    expect(inspected).toMatchObject({ Descriptor: { digest }, Platforms: [{ architecture: 'amd64', os: 'linux' }] })
  })

  test('runs what was committed, pushed and pulled', async ({ docker }) => {
    const container = await docker.run('alpine', ['sh', '-c', 'echo hello > /greeting'])
    await container.wait()
    const repo = `${running.host}/committed`
    await container.commit({ repo, tag: 'v1' })
    await push(docker, `${repo}:v1`)
    await using other = await startTestDaemon()
    const reading = await other.run(`${repo}:v1`, ['cat', '/greeting'], { HostConfig: {} })
    await reading.wait()
    expect((await reading.logs({ stdout: true })).toString()).toContain('hello')
  })

  test('refuses what it does not have', async ({ docker }) => {
    await expect(pull(docker, `${running.host}/nosuch:1`)).rejects.toThrow(
      name === 'docker-registry'
        ? `manifest for ${running.host}/nosuch:1 not found: manifest unknown: manifest unknown`
        : `repository ${running.host}/nosuch not found: name unknown: repository name not known to registry`,
    )
  })

  test.skipIf(withoutDockerCli)('serves the docker command', async ({ docker }) => {
    const image = `${running.host}/cli/hello:1`
    await docker.cli.out('pull', '-q', 'hello-world')
    await docker.cli.out('tag', 'hello-world', image)
    expect(await docker.cli.out('login', '-u', 'me', '-p', 'secret', running.host)).toContain('Login Succeeded')
    const [, digest] = /1: digest: (sha256:[0-9a-f]{64}) size: \d+/.exec(await docker.cli.out('push', image))!
    await docker.cli.out('rmi', image, 'hello-world')
    expect(await docker.cli.out('pull', image)).toContain(`Digest: ${digest}`)
    expect(await docker.cli.out('run', '--rm', image)).toContain('Hello')
    const { stderr } = await docker.cli.run('search', `${running.host}/x`)
    expect(stderr).toContain('Unexpected status code 404')
  })
})

const registryTest = dockerTest(() => ({ registries: ['tcp://127.0.0.1:0'] }))

registryTest('a daemon can be a registry, for itself and for others', async ({ docker }) => {
  const host = docker.registries[0]!.replace('tcp://', '')
  await using other = await startTestDaemon()
  await pull(other, `${host}/alpine:3.20`)
  await pull(docker, `${host}/alpine:3.20`)
  const ids = await Promise.all(
    [docker, other].map(async (daemon) => (await daemon.dockerode.getImage(`${host}/alpine:3.20`).inspect()).Id),
  )
  expect(ids[0]).toBe(ids[1])
})
