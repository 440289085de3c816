// How releases show images, and refuse names for them.
import { describe, expect, test } from 'vitest'
import { build } from '../builds/building.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Details {
  readonly [field: string]: unknown
  readonly Config: Record<string, unknown>
  readonly ContainerConfig?: Record<string, unknown>
}

async function ask(daemon: TestDaemon, path: string, method = 'GET'): Promise<{ status: number; value: unknown }> {
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method }))
  const text = await reply.text()
  return { status: reply.status, value: text ? JSON.parse(text) : undefined }
}

async function details(daemon: TestDaemon, name: string, version: string): Promise<Details> {
  return (await ask(daemon, `/v${version}/images/${name}/json`)).value as Details
}

async function answer(daemon: TestDaemon, path: string, method = 'GET'): Promise<string> {
  const { status, value } = await ask(daemon, path, method)
  return `${status} ${(value as { message?: string } | undefined)?.message ?? ''}`.trim()
}

describe('An image that was committed', () => {
  test('is shown by Docker Engine 20.10 with the container and all of its configuration', async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    const container = await daemon.create('busybox', ['true'], { Hostname: 'box', Tty: true })
    await container.commit({ repo: 'mine' })
    const shown = await details(daemon, 'mine', '1.41')
    expect(shown.Container).toBe(container.id)
    expect(shown.ContainerConfig).toMatchObject({ Hostname: 'box', Tty: true, Cmd: ['true'], Image: 'busybox' })
    expect(shown.Config).toMatchObject({ Hostname: 'box', Tty: true, Cmd: ['true'] })
    const [first, second, third, fourth] = Object.keys(shown.Config)
    expect([first, second, third, fourth]).toEqual(['Hostname', 'Domainname', 'User', 'AttachStdin'])
  })

  test('is shown by Docker Engine 28.5 with the container to old clients only', async () => {
    await using daemon = await startTestDaemon({ engine: '28.5' })
    const container = await daemon.create('busybox', ['true'], { Hostname: 'box' })
    await container.commit({ repo: 'mine' })
    expect(await details(daemon, 'mine', '1.44')).toMatchObject({
      Container: container.id,
      ContainerConfig: { Hostname: 'box', Cmd: ['true'] },
    })
    expect(await details(daemon, 'mine', '1.51')).not.toHaveProperty('Container')
  })
})

test.each([
  ['20.10', '1.41', ''],
  ['25.0', '1.44', ''],
  ['26.1', '1.44', undefined],
  ['28.5', '1.44', undefined],
])('The container of an image that was pulled, in Docker Engine %s for API %s: %j', async (engine, version, name) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.create('busybox', ['true'])
  const shown = await details(daemon, 'busybox', version)
  expect(shown.Container).toBe(name)
  expect(shown.ContainerConfig).toMatchObject({ Hostname: '', Cmd: null, Labels: null })
})

test.each([
  ['27.5', 'Author Config Architecture', 'Hostname'],
  ['28.5', 'Author Architecture Os', 'AttachStderr'],
])('Docker Engine %s has the configuration of an image in its place: %s', async (engine, order, first) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.create('busybox', ['true'])
  const shown = await details(daemon, 'busybox', '1.47')
  expect(Object.keys(shown).join(' ')).toContain(order)
  expect(Object.keys(shown.Config)[0]).toBe(first)
})

describe('A name with capitals', () => {
  const named = (name: string): string =>
    `invalid reference format: repository name (library/${name}) must be lowercase`
  const unnamed = 'invalid reference format: repository name must be lowercase'
  test.each([
    ['20.10', `500 ${unnamed}`],
    ['23.0', `500 ${unnamed}`],
    ['24.0', `400 ${unnamed}`],
    ['25.0', `400 ${named('UP')}`],
    ['28.5', `400 ${named('UP')}`],
  ])('is refused for a tag by Docker Engine %s: %s', async (engine, words) => {
    await using daemon = await startTestDaemon({ engine })
    await daemon.create('busybox', ['true'])
    expect(await answer(daemon, '/images/busybox/tag?repo=UP', 'POST')).toBe(words)
  })

  test.each([
    ['20.10', `500 ${unnamed}`, 1],
    ['28.5', `400 ${named('UP')}`, 0],
  ])('is refused for a commit by Docker Engine %s: %s', async (engine, words, made) => {
    await using daemon = await startTestDaemon({ engine })
    const { id } = await daemon.create('busybox', ['true'])
    const before = (await daemon.dockerode.listImages()).length
    expect(await answer(daemon, `/commit?container=${id}&repo=UP`, 'POST')).toBe(words)
    expect((await daemon.dockerode.listImages()).length - before).toBe(made)
  })

  test.each([
    ['20.10', unnamed],
    ['28.5', named('UP')],
  ])('ends a build from it by Docker Engine %s: %s', async (engine, words) => {
    await using daemon = await startTestDaemon({ engine })
    expect((await build(daemon, 'FROM UP\n')).failure?.error).toContain(words)
  })
})

test.each([
  ['20.10', '404 No such image: nosuch:latest'],
  ['28.5', '400 invalid reference format: repository name (library/UP) must be lowercase'],
])('Docker Engine %s looks for the image or at its new name first: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await answer(daemon, '/images/nosuch/tag?repo=UP', 'POST')).toBe(words)
})

test.each([
  ['20.10', '404 no such image: nosuch: No such image: nosuch:latest'],
  ['23.0', '404 No such image: nosuch:latest'],
])('Docker Engine %s inspects no image that is not there: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await answer(daemon, '/images/nosuch/json')).toBe(words)
})
