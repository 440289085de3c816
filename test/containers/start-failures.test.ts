// Containers that cannot be started: what the client is told, what is left, and what the events say.
import type Dockerode from 'dockerode'
import Docker from 'dockerode'
import { describe, expect } from 'vitest'
import { createDaemon, type DriverFactory, layeredDriver, plainLayout } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { wholeLines, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const NOT_FOUND = /exec: "nosuch": executable file not found in \$PATH$/

async function news(docker: TestDaemon): Promise<string[]> {
  const until = Date.now() / 1000 + 0.01
  const stream = await docker.dockerode.getEvents({
    since: 0,
    until,
    filters: { type: ['network', 'volume', 'container'] },
  })
  const events = await wholeLines<{ readonly Type: string; readonly Action: string }>(stream)
  return events.map(({ Type, Action }) => `${Type} ${Action}`)
}

const withVolume = { HostConfig: { Binds: ['data:/data'] } }

describe('a command that is not there', () => {
  test('is found before the container joins its networks, yet it is told to have left them', async ({ docker }) => {
    const container = await docker.create('alpine', ['nosuch'], withVolume)
    await expect(container.start()).rejects.toMatchObject({ json: { message: expect.stringMatching(NOT_FOUND) } })
    expect(await news(docker)).toEqual([
      'volume create',
      'container create',
      'volume mount',
      'network disconnect',
      'volume unmount',
    ])
    const { bridge } = (await container.inspect()).NetworkSettings.Networks
    expect(bridge).toMatchObject({ NetworkID: '', DNSNames: null })
  })

  test('leaves the files that the daemon made, and its reason for those who wait', async ({ docker }) => {
    const container = await docker.create('alpine', ['nosuch'])
    expect(await container.inspect()).toMatchObject({ HostsPath: '', LogPath: '' })
    await expect(container.start()).rejects.toThrow()
    const { HostsPath, LogPath, Id } = await container.inspect()
    expect(HostsPath).toMatch(`/containers/${Id}/hosts`)
    expect(LogPath).toMatch(`/containers/${Id}/${Id}-json.log`)
    expect(await container.wait()).toEqual({ StatusCode: 127, Error: { Message: expect.stringMatching(NOT_FOUND) } })
  })
})

const test20 = dockerTest(() => ({ engine: '20.10' }))

test20('Engine 20.10 joined the networks first', async ({ docker }) => {
  const container = await docker.create('alpine', ['nosuch'], withVolume)
  await expect(container.start()).rejects.toThrow()
  const told = await news(docker)
  expect(told.slice(2, 4)).toEqual(['network connect', 'volume mount'])
})

const wishes: readonly [wish: Dockerode.HostConfig, status: number, message: string][] = [
  [
    { Devices: [{ PathOnHost: '/dev/nosuch', PathInContainer: '/dev/x', CgroupPermissions: 'rwm' }] },
    500,
    'error gathering device information while adding custom device "/dev/nosuch": no such file or directory',
  ],
  [{ DeviceCgroupRules: ['x'] }, 500, "invalid device cgroup rule format: 'x'"],
  [
    { DeviceRequests: [{ Driver: 'nvidia', Capabilities: [['gpu', 'x']] }] },
    500,
    'could not select device driver "nvidia" with capabilities: [[gpu x]]',
  ],
  [{ Tmpfs: { '/x': 'size=1m,bogus=2' } }, 500, 'invalid tmpfs option "bogus"'],
  [{ Links: ['other:db'] }, 500, 'Cannot link to a non running container: /other AS /one/db'],
  [
    { NetworkMode: 'container:other' },
    409,
    'cannot join network namespace of a non running container: container other is created',
  ],
  [{ IpcMode: 'container:other' }, 409, 'failed to join IPC namespace: container ID is not running'],
  [{ PidMode: 'container:other' }, 500, 'failed to join PID namespace: container ID is not running'],
]

test.for(wishes)(
  'a container that wants %j is made, and refused at its start',
  async ([HostConfig, status, text], { docker }) => {
    const other = await docker.create('alpine', ['sleep', '1000'], { name: 'other' })
    const container = await docker.create('alpine', ['true'], { name: 'one', HostConfig })
    const message = text.replace(/\bID\b/, other.id)
    await expect(container.start()).rejects.toMatchObject({ statusCode: status, json: { message } })
    expect((await container.inspect()).State).toMatchObject({ Status: 'created', ExitCode: 128, Error: message })
  },
)

test('memory for messages is shared only by those who said so', async ({ docker }) => {
  const other = await docker.run('alpine', ['sleep', '1000'], { name: 'other' })
  const container = await docker.create('alpine', ['true'], { HostConfig: { IpcMode: 'container:other' } })
  await expect(container.start()).rejects.toMatchObject({
    statusCode: 400,
    json: {
      message: `failed to join IPC namespace: container ${other.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
    },
  })
})

test('the smallest tmpfs has one page', async ({ docker }) => {
  const HostConfig = { Tmpfs: { '/small': 'size=1' } }
  const container = await docker.create('busybox', ['grep', '/small', '/proc/mounts'], { HostConfig })
  await container.start()
  await container.wait()
  expect((await container.logs({ stdout: true })).toString()).toContain('size=4k')
})

const onFire: DriverFactory = (options) =>
  Object.assign(layeredDriver({ name: 'fire', layout: plainLayout, describe: () => ({}), status: () => [] }, options), {
    mount() {
      throw new Error('the disk is on fire')
    },
  })

test('a storage driver that fails leaves nothing of the start behind', async () => {
  await using daemon = createDaemon({ storageDriver: 'fire', drivers: { fire: onFire } })
  const client = new Docker({ agent: daemon.agent, host: 'mockerd' } as Dockerode.DockerOptions)
  await wholeText(await client.pull('busybox'))
  const container = await client.createContainer({ Image: 'busybox', HostConfig: { Binds: ['data:/data'] } })
  await expect(container.start()).rejects.toMatchObject({ statusCode: 500, json: { message: 'the disk is on fire' } })
  expect((await container.inspect()).State).toMatchObject({ Status: 'created', Error: 'the disk is on fire' })
  await container.remove()
  await client.getVolume('data').remove()
})

test('the kernel takes a name of a host of 64 bytes, and no longer one', async ({ docker }) => {
  const longest = await docker.run('alpine', ['cat', '/etc/hostname'], { Hostname: 'x'.repeat(64), Domainname: 'far' })
  await longest.wait()
  expect(String(await longest.logs({ stdout: true }))).toContain(`${'x'.repeat(64)}\n`)
  const container = await docker.create('alpine', ['true'], { Hostname: 'x'.repeat(65) })
  await expect(container.start()).rejects.toMatchObject({
    statusCode: 500,
    json: {
      message: expect.stringMatching(/unable to start container process: .* sethostname: invalid argument$/),
    },
  })
})
