// What plugins see of replies, and what is left of those that they refuse (recorded from Engine 28.5.2).
import { test as base, describe, expect } from 'vitest'
import { ask as askRaw } from '../http/raw-client.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { type OwnPlugin, ownPlugin, type Question } from './own-plugin.ts'

interface Fixtures {
  readonly plugin: OwnPlugin
  readonly docker: TestDaemon
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  plugin: async ({}, use) => {
    await using plugin = await ownPlugin()
    await use(plugin)
  },
  docker: async ({ plugin }, use) => {
    const settings = { authorizationPlugins: [plugin.name] }
    await using daemon = await startTestDaemon({ pluginDirectory: plugin.directory, settings })
    await use(daemon)
  },
})

const denial = '{"message":"authorization denied by plugin guard: not this"}\n'

/** From now on. */
const denyReplies = (plugin: OwnPlugin): void => {
  plugin.questions.length = 0
  plugin.answer = ({ about }) => (about === 'Res' ? { Allow: false, Msg: 'not this' } : undefined)
}

const ask = async ({ fetch }: TestDaemon, path: string, method = 'GET') => {
  const reply = await fetch(new Request(`http://docker/v1.51${path}`, { method }))
  return { status: reply.status, server: reply.headers.get('server'), text: await reply.text() }
}

const lastAbout = ({ questions }: OwnPlugin): Partial<Question> => questions.findLast(({ about }) => about === 'Res')!

describe('A reply', () => {
  test('that is ready is shown with its status, headers and JSON', async ({ docker, plugin }) => {
    await ask(docker, '/version')
    expect(lastAbout(plugin)).toMatchObject({
      ResponseStatusCode: 200,
      ResponseHeaders: { 'Api-Version': '1.51', 'Content-Type': 'application/json', Ostype: 'linux' },
      ResponseBody: expect.stringMatching(/^\{"Platform":/),
    })
    await ask(docker, '/_ping')
    expect(lastAbout(plugin)).toMatchObject({ ResponseHeaders: { Swarm: 'inactive' } })
    expect(lastAbout(plugin).ResponseStatusCode).toBeUndefined()
  })

  test('that is ready is replaced by the refusal', async ({ docker, plugin }) => {
    denyReplies(plugin)
    expect(await ask(docker, '/version')).toEqual({ status: 403, server: null, text: denial })
    expect(await ask(docker, '/_ping')).toEqual({ status: 403, server: null, text: denial })
  })

  test('is refused when everything has been done', async ({ docker, plugin }) => {
    denyReplies(plugin)
    await expect(docker.dockerode.createVolume({ Name: 'vol' })).rejects.toMatchObject({ statusCode: 403 })
    plugin.answer = () => undefined
    expect((await docker.dockerode.listVolumes()).Volumes).toHaveLength(1)
  })

  test('that refuses stays, without the name of the daemon', async ({ docker, plugin }) => {
    const text = '{"message":"No such container: nosuch"}\n'
    expect(await ask(docker, '/containers/nosuch/json')).toMatchObject({ server: expect.stringContaining('Docker/') })
    expect(lastAbout(plugin)).toMatchObject({ ResponseHeaders: { 'Api-Version': '1.51' } })
    expect(lastAbout(plugin).ResponseStatusCode).toBeUndefined()
    denyReplies(plugin)
    expect(await ask(docker, '/containers/nosuch/json')).toEqual({ status: 404, server: null, text })
  })

  test('of more than 64 KiB has begun to leave: its body is replaced', async ({ docker, plugin }) => {
    for (let count = 0; count < 3; count++) {
      await docker.dockerode.createVolume({ Name: `vol${count}`, Labels: { long: 'x'.repeat(30_000) } })
    }
    await ask(docker, '/volumes')
    expect(lastAbout(plugin)).not.toHaveProperty('ResponseStatusCode')
    expect(lastAbout(plugin).ResponseBody).toBeUndefined()
    denyReplies(plugin)
    expect(await ask(docker, '/volumes')).toMatchObject({ status: 200, text: denial })
  })
})

describe('A stream', () => {
  test('has left when the plugin hears of it, and ends with the refusal', async ({ docker, plugin }) => {
    denyReplies(plugin)
    const { status, text } = await ask(docker, '/events?since=1&until=2')
    expect([status, text]).toEqual([200, denial])
    expect(lastAbout(plugin).ResponseHeaders).toBeUndefined()
  })

  test('of a small archive has not', async ({ docker, plugin }) => {
    const box = await docker.create('alpine')
    await ask(docker, `/containers/${box.id}/archive?path=/etc/hostname`)
    expect(lastAbout(plugin)).toMatchObject({ ResponseHeaders: { 'Content-Type': 'application/x-tar' } })
    denyReplies(plugin)
    expect(await ask(docker, `/containers/${box.id}/archive?path=/etc/hostname`)).toMatchObject({ status: 403 })
    const { status, text } = await ask(docker, `/containers/${box.id}/archive?path=/`)
    expect(status).toBe(200)
    expect(text.endsWith(denial)).toBe(true)
  })

  test('of statistics that is taken once is shown as JSON', async ({ docker, plugin }) => {
    const box = await docker.run('alpine', ['sleep', '600'])
    await ask(docker, `/containers/${box.id}/stats?stream=0&one-shot=1`)
    expect(lastAbout(plugin)).toMatchObject({ ResponseStatusCode: 200, ResponseBody: expect.stringMatching(/^\{/) })
  })
})

describe('A connection that is taken over', () => {
  test('is nothing that a plugin could refuse afterwards', async ({ docker, plugin }) => {
    const box = await docker.run('alpine', ['echo', 'hi'])
    await box.wait()
    denyReplies(plugin)
    const heard = new Promise<void>((resolve) => {
      const { answer } = plugin
      plugin.answer = (question) => {
        if (question.about === 'Res') resolve()
        return answer(question)
      }
    })
    const stream = await box.attach({ stdout: true, logs: true })
    let text = ''
    for await (const piece of stream) text += piece
    expect(text).toContain('hi\n')
    expect(text).not.toContain('denied')
    await heard
    expect(lastAbout(plugin)).toMatchObject({ ResponseHeaders: { 'Api-Version': '1.51' } })
  })

  test('is not given to who may not have it', async ({ docker, plugin }) => {
    plugin.answer = () => ({ Allow: false, Msg: 'not this' })
    const path = docker.host.slice('unix://'.length)
    const text = await askRaw(path, 'POST /v1.51/containers/x/attach?stdout=1')
    expect(text).toMatch(/^HTTP\/1.1 403 Forbidden\r\nContent-Type: application\/json\r\n/)
  })
})
