// What plugins are asked about requests, and what becomes of those that they refuse (recorded from Engine 28.5.2).
import { describe, expect, test } from 'vitest'
import type { StartOptions } from '../../src/index.ts'
import { manualClock } from '../../src/index.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'
import { type Answer, type OwnPlugin, ownPlugin } from './own-plugin.ts'

const guarded = (plugin: OwnPlugin, more: StartOptions = {}): Promise<TestDaemon> =>
  startTestDaemon({
    pluginDirectory: plugin.directory,
    settings: { authorizationPlugins: [plugin.name] },
    ...more,
  })

const ask = ({ fetch }: TestDaemon, path: string, init: RequestInit = {}) =>
  fetch(new Request(`http://docker${path}`, init))

const create = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
})

describe('A plugin', () => {
  test('is activated before the daemon listens, and asked about every call and its reply', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    expect(plugin.activations).toMatchObject([
      { host: 'plugin.moby.localhost', accept: 'application/vnd.docker.plugins.v1.2+json', 'content-length': '0' },
    ])
    expect((await ask(daemon, '/v1.51/containers/json?all=1')).status).toBe(200)
    expect(plugin.questions).toMatchObject([
      { about: 'Req', RequestMethod: 'GET', RequestUri: '/v1.51/containers/json?all=1' },
      { about: 'Res', RequestUri: '/v1.51/containers/json?all=1', ResponseStatusCode: 200, ResponseBody: '[]\n' },
    ])
    expect(plugin.activations).toHaveLength(1)
  })

  test('sees bodies that say that they are JSON, and headers without credentials', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    await ask(
      daemon,
      '/containers/create',
      create('{"Image":"nosuch"}', { Authorization: 'Basic x', 'X-Registry-Auth': 'e30=', 'x-my-OWN': 'v' }),
    )
    await ask(daemon, '/containers/create', create('{}', { 'content-type': 'text/plain' }))
    await ask(daemon, '/v1.41/auth', create('{"username":"a","password":"secret"}'))
    const [created, , plain, , login] = plugin.questions
    expect(created).toMatchObject({
      RequestBody: '{"Image":"nosuch"}',
      RequestHeaders: { 'Content-Type': 'application/json', 'X-My-Own': 'v' },
    })
    expect(Object.keys(created!.RequestHeaders!)).not.toContain('X-Registry-Auth')
    expect(Object.keys(created!.RequestHeaders!)).not.toContain('Authorization')
    expect(plain!.RequestBody).toBeUndefined()
    expect(login!.RequestUri).toBe('/v1.41/auth')
    expect(login!.RequestBody).toBeUndefined()
  })

  test('refuses with 403 and its message, before the daemon has told its version', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    plugin.answer = () => ({ Allow: false, Msg: 'not you' })
    const reply = await ask(daemon, '/v9.9/info')
    expect(reply.status).toBe(403)
    expect(await reply.json()).toEqual({ message: 'authorization denied by plugin guard: not you' })
    expect(reply.headers.get('server')).toBeNull()
    expect(reply.headers.get('api-version')).toBeNull()
    const old = await ask(daemon, '/v1.20/info')
    expect(await old.text()).toBe('authorization denied by plugin guard: not you\n')
    expect(plugin.questions.map(({ about }) => about)).toEqual(['Req', 'Req'])
    // what has no operation is nobody's business
    expect((await ask(daemon, '/nosuch')).status).toBe(404)
    expect(plugin.questions).toHaveLength(2)
  })

  test('keeps a call from being carried out', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    plugin.answer = ({ RequestMethod, about }) =>
      RequestMethod === 'POST' && about === 'Req' ? { Allow: false } : undefined
    await expect(daemon.dockerode.createVolume({ Name: 'vol' })).rejects.toMatchObject({ statusCode: 403 })
    expect((await daemon.dockerode.listVolumes()).Volumes).toEqual([])
  })

  test.each<[object | Answer, string]>([
    [{ status: 500, text: '{"Err":"broken"}' }, 'AuthZPlugin.AuthZReq: broken'],
    [{ status: 403, text: 'plain\n' }, 'AuthZPlugin.AuthZReq: plain\n'],
    [{ status: 404, text: '{"Allow":true}' }, 'AuthZPlugin.AuthZReq: {"Allow":true}'],
    [{ text: '' }, 'EOF'],
    [{ text: 'nope' }, "invalid character 'o' in literal null (expecting 'u')"],
    [{ text: '{"Allow":' }, 'unexpected EOF'],
    [{ text: '[]' }, 'json: cannot unmarshal array into Go value of type authorization.Response'],
    [{ Allow: 'yes' }, 'json: cannot unmarshal string into Go struct field .Allow of type bool'],
  ])('that answers %j has failed: %s', async (answer, words) => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin, { engine: '28.5-debian' })
    plugin.answer = () => answer
    const reply = await ask(daemon, '/info')
    expect(reply.status).toBe(500)
    expect(await reply.json()).toEqual({ message: `plugin guard failed with error: ${words}` })
  })

  test('may write its answer in any case, and more behind it', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    plugin.answer = () => ({ text: '{"allow":true} more' })
    expect((await ask(daemon, '/info')).status).toBe(200)
    plugin.answer = () => ({ text: 'null' })
    expect((await ask(daemon, '/info')).status).toBe(403)
  })
})

describe('Several plugins', () => {
  test('are asked in their order, each once, until one says no', async () => {
    await using first = await ownPlugin('first')
    await using second = await ownPlugin('second')
    const names = [first, second, first].map(({ directory, name }) => `unix://${directory}/${name}.sock`)
    await using daemon = await startTestDaemon({ settings: { authorizationPlugins: names } })
    await ask(daemon, '/info')
    expect([first.questions.length, second.questions.length]).toEqual([2, 2])
    first.answer = () => ({ Allow: false, Msg: 'enough' })
    const { message } = (await (await ask(daemon, '/info')).json()) as { message: string }
    expect(message).toBe(`authorization denied by plugin ${names[0]}: enough`)
    expect([first.questions.length, second.questions.length]).toEqual([3, 2])
  })

  test('are named in /info', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin)
    expect((await daemon.dockerode.info()).Plugins.Authorization).toEqual(['guard'])
  })
})

test('a reload takes other plugins, or none', async () => {
  await using first = await ownPlugin('first')
  await using second = await ownPlugin('second')
  const named = ({ directory, name }: OwnPlugin): string => `unix://${directory}/${name}.sock`
  await using daemon = await startTestDaemon({ settings: { authorizationPlugins: [named(first)] } })
  daemon.reload({ authorizationPlugins: [named(second)] })
  await ask(daemon, '/info')
  expect([first.questions.length, second.questions.length]).toEqual([0, 2])
  daemon.reload({ authorizationPlugins: [] })
  await ask(daemon, '/info')
  expect(second.questions).toHaveLength(2)
  expect((await daemon.dockerode.info()).Plugins.Authorization).toEqual([named(first)])
  await daemon.reset()
  await ask(daemon, '/info')
  expect(first.questions).toHaveLength(2)
})

describe('Long bodies', () => {
  const body = (length: number): string => `{"Image":"nosuch"}${' '.repeat(length - 18)}`

  test.each([
    ['28.5', 1024 * 1024 - 1, 'shown'],
    ['28.5', 1024 * 1024, 'not shown'],
    ['28.5-debian', 4 * 1024 * 1024, 'shown'],
  ])('in Docker Engine %s of %i bytes are %s', async (engine, length, what) => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin, { engine })
    expect((await ask(daemon, '/containers/create', create(body(length)))).status).toBe(404)
    expect(plugin.questions[0]?.RequestBody?.length).toBe(what === 'shown' ? length : undefined)
  })

  test('are refused by a release that knows what could be hidden so', async () => {
    await using plugin = await ownPlugin()
    await using daemon = await guarded(plugin, { engine: '29.3' })
    const reply = await ask(daemon, '/containers/create', create(body(4 * 1024 * 1024 + 1)))
    expect(await reply.json()).toEqual({
      message: 'request body too large for authorization plugin: size exceeds 4194304 bytes',
    })
    expect(plugin.questions).toEqual([])
  })
})

describe('A daemon does not begin', () => {
  const begun = async (names: readonly string[], pluginDirectory?: string): Promise<unknown> => {
    const clock = manualClock()
    const starting = startTestDaemon({ clock, pluginDirectory, settings: { authorizationPlugins: names } })
    let over = false
    const said = starting.then(
      (daemon) => daemon.close(),
      (error: Error) => {
        over = true
        return error.message
      },
    )
    while (!over) {
      await new Promise(setImmediate)
      await clock.advance(1000)
    }
    return said
  }

  test('without the plugin', async () => {
    await using plugin = await ownPlugin()
    const words = 'failed to validate authorization plugin: plugin "nosuch" not found'
    expect(await begun(['nosuch'])).toBe(words)
    expect(await begun(['nosuch'], plugin.directory)).toBe(words)
  })

  test('with a plugin of another kind', async () => {
    await using plugin = await ownPlugin('volumes', '{"Implements":["VolumeDriver"]}')
    expect(await begun(['volumes'], plugin.directory)).toBe(
      'failed to validate authorization plugin: legacy plugin: Plugin does not implement the requested driver: ' +
        'plugin="volumes", requested implementation="authz"',
    )
  })

  test('when nobody listens', async () => {
    await using plugin = await ownPlugin()
    const path = `${plugin.directory}/dead.sock`
    expect(await begun([`unix://${path}`])).toBe(
      'failed to validate authorization plugin: legacy plugin: ' +
        `Post "http://plugin.moby.localhost/Plugin.Activate": dial unix ${path}: connect: no such file or directory`,
    )
  })
})
