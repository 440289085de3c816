// What inspect and lists tell of a container in each release.
import { describe, expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Inspected {
  readonly HostConfig: {
    readonly NetworkMode: string
    readonly Runtime?: string
    readonly RestartPolicy: { readonly Name: string }
    readonly KernelMemory?: number
    readonly KernelMemoryTCP?: number
    readonly MaskedPaths: readonly string[]
  }
  readonly GraphDriver: { readonly Data: Readonly<Record<string, string>> }
  readonly NetworkSettings: { readonly SandboxID: string; readonly SandboxKey: string }
}

async function inspect(daemon: TestDaemon, id: string): Promise<Inspected> {
  const reply = await daemon.fetch(new Request(`http://docker/containers/${id}/json`))
  return (await reply.json()) as Inspected
}

/** Without anything in HostConfig, or with what is given. */
async function created(daemon: TestDaemon, hostConfig?: object): Promise<Inspected & { id: string }> {
  await daemon.create('busybox', ['true'])
  const body = { Image: 'busybox', Cmd: ['true'], ...(hostConfig && { HostConfig: hostConfig }) }
  const reply = await daemon.fetch(
    new Request('http://docker/containers/create', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  const { Id } = (await reply.json()) as { Id: string }
  return { ...(await inspect(daemon, Id)), id: Id }
}

describe('The network mode that nobody asked for', () => {
  test.each([
    ['20.10', 'default'],
    ['25.0', 'default'],
    ['26.1', 'bridge'],
    ['28.5', 'bridge'],
  ])('is told by Docker Engine %s in inspect and lists as %s', async (engine, mode) => {
    await using daemon = await startTestDaemon({ engine })
    const { HostConfig, id } = await created(daemon, { NetworkMode: 'default' })
    expect(HostConfig.NetworkMode).toBe(mode)
    const listed = await daemon.dockerode.listContainers({ all: true })
    expect(listed.find(({ Id }) => Id === id)?.HostConfig).toEqual({ NetworkMode: mode })
  })

  test('is told by Docker Engine 20.10 as bridge if a client said so', async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    expect((await created(daemon, { NetworkMode: 'bridge' })).HostConfig.NetworkMode).toBe('bridge')
  })
})

describe('A restart policy and a runtime that nobody asked for', () => {
  test.each([
    ['24.0', '', undefined],
    ['25.0', 'no', 'runc'],
  ])('are told by Docker Engine %s as "%s" and %s', async (engine, policy, runtime) => {
    await using daemon = await startTestDaemon({ engine })
    const { HostConfig } = await created(daemon)
    expect(HostConfig.RestartPolicy.Name).toBe(policy)
    expect(HostConfig.Runtime).toBe(runtime)
  })

  test('are filled in by Docker Engine 20.10: the runtime at the first start, the policy by an update', async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    const { id } = await created(daemon)
    await daemon.dockerode.getContainer(id).start()
    expect((await inspect(daemon, id)).HostConfig).toMatchObject({ Runtime: 'runc', RestartPolicy: { Name: '' } })
    await daemon.dockerode.getContainer(id).update({ RestartPolicy: { Name: 'no' } })
    expect((await inspect(daemon, id)).HostConfig).toMatchObject({ RestartPolicy: { Name: 'no' } })
  })

  test('the runtime is told at once by Docker Engine 20.10 where there is any HostConfig', async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    expect((await created(daemon, {})).HostConfig.Runtime).toBe('runc')
  })
})

test.each([
  ['20.10', 0],
  ['23.0', undefined],
  ['28.5', undefined],
])('Docker Engine %s tells of kernel memory: %s', async (engine, value) => {
  await using daemon = await startTestDaemon({ engine })
  const { HostConfig } = await created(daemon)
  expect([HostConfig.KernelMemory, HostConfig.KernelMemoryTCP]).toEqual([value, value])
})

test.each([
  ['20.10', 10],
  ['23.0', 10],
  ['24.0', 11],
  ['27.5', 11],
  ['28.5', 12],
])('Docker Engine %s hides %i paths of the kernel', async (engine, paths) => {
  await using daemon = await startTestDaemon({ engine })
  expect((await created(daemon)).HostConfig.MaskedPaths).toHaveLength(paths)
})

test.each([
  ['27.5', false],
  ['28.5', true],
])('Docker Engine %s tells the name of the layer of a container: %s', async (engine, tells) => {
  await using daemon = await startTestDaemon({ engine })
  const { GraphDriver, id } = await created(daemon)
  expect(GraphDriver.Data.ID).toBe(tells ? id : undefined)
  expect(GraphDriver.Data.MergedDir).toContain('/merged')
})

test.each([
  ['26.1', true],
  ['27.5', false],
])('Docker Engine %s remembers the network namespace of a container that has ended: %s', async (engine, remembers) => {
  await using daemon = await startTestDaemon({ engine })
  const { id, NetworkSettings } = await created(daemon)
  expect(NetworkSettings.SandboxID).toBe('')
  const container = daemon.dockerode.getContainer(id)
  await container.start()
  await container.wait()
  const after = (await inspect(daemon, id)).NetworkSettings
  expect([after.SandboxID !== '', after.SandboxKey !== '']).toEqual([remembers, remembers])
})

test('Docker Engine 26.1 remembers no network namespace of a container whose network is not there', async () => {
  await using daemon = await startTestDaemon({ engine: '26.1' })
  const { id } = await created(daemon, { NetworkMode: 'nosuch' })
  await expect(daemon.dockerode.getContainer(id).start()).rejects.toThrow('network nosuch not found')
  expect((await inspect(daemon, id)).NetworkSettings.SandboxID).toBe('')
})
