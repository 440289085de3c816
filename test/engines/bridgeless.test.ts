// Containers of a daemon without a bridge (`--bridge=none`), and what releases remember of their namespaces.
import { expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const bridgeless = (engine: string): Promise<TestDaemon> => startTestDaemon({ engine, host: { bridge: 'none' } })

const outcome = (action: Promise<unknown>): Promise<string> =>
  action.then(
    () => 'renamed',
    (error: { json?: { message: string } }) => error.json?.message ?? String(error),
  )

const sandboxOf = async (daemon: TestDaemon, id: string): Promise<string> =>
  (await daemon.dockerode.getContainer(id).inspect()).NetworkSettings.SandboxID

test.each([
  ['20.10', 'renamed', 'sandbox ID not found'],
  ['24.0', 'renamed', 'sandbox ID not found'],
  ['25.0', 'network bridge not found', 'sandbox ID not found'],
  ['26.1', 'network bridge not found', 'sandbox ID not found'],
  ['27.5', 'network bridge not found', 'renamed'],
  ['28.5', 'network bridge not found', 'renamed'],
])(
  'Docker Engine %s renames a running container in its first run: %s, and in its second: %s',
  async (engine, first, second) => {
    await using daemon = await bridgeless(engine)
    const container = await daemon.run('busybox', ['sleep', '1000'])
    const sandbox = await sandboxOf(daemon, container.id)
    expect(sandbox).toMatch(/^[0-9a-f]{64}$/)
    expect(await outcome(container.rename({ name: 'one' }))).toBe(first)
    await container.restart({ t: 0 })
    expect((await outcome(container.rename({ name: 'two' }))).replace(sandbox, 'ID')).toBe(second)
  },
)

test.each([
  ['20.10', true],
  ['26.1', true],
  ['27.5', false],
])('Docker Engine %s remembers the namespace of a container that has stopped: %s', async (engine, remembers) => {
  await using daemon = await bridgeless(engine)
  const container = await daemon.run('busybox', ['sleep', '1000'])
  const sandbox = await sandboxOf(daemon, container.id)
  await container.stop({ t: 0 })
  expect(await sandboxOf(daemon, container.id)).toBe(remembers ? sandbox : '')
})

test('Docker Engine 20.10 renames what stands still, however it ran', async () => {
  await using daemon = await bridgeless('20.10')
  const container = await daemon.run('busybox', ['true'])
  await container.wait()
  await container.start()
  await container.wait()
  expect(await outcome(container.rename({ name: 'one' }))).toBe('renamed')
})
