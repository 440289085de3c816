// What a daemon writes down of the calls that it gets.
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { toScenario } from '../../src/scenario/journal/draft.ts'
import { toHar } from '../../src/scenario/journal/har.ts'
import { received } from '../../src/scenario/journal/received.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'

const clock = manualClock(Date.UTC(2026, 0, 1))
const test = dockerTest(() => ({ journal: true, clock }))

describe('The journal', () => {
  test('has every call with its parameters, body, answer and duration', async ({ docker }) => {
    const container = await docker.create('alpine', ['sleep', '100'], { name: 'web' })
    await container.start()
    const stopping = container.stop({ t: 5 })
    await clock.advance(5000)
    await stopping
    const create = docker.journal.entries.find(({ operation }) => operation === 'ContainerCreate')
    expect(create).toMatchObject({
      method: 'POST',
      url: '/containers/create?Image=alpine&Cmd=sleep&Cmd=100&name=web',
      version: '1.51',
      parameters: { name: 'web' },
      body: { Image: 'alpine', Cmd: ['sleep', '100'] },
      status: 201,
      reply: JSON.stringify({ Id: container.id, Warnings: [] }),
      rules: [],
    })
    expect(docker.journal.entries.at(-1)).toMatchObject({
      operation: 'ContainerStop',
      parameters: { id: container.id, t: 5 },
      status: 204,
      took: 5000,
    })
  })

  test('has calls that were refused, with what they were told and what may have been meant', async ({ docker }) => {
    await docker.create('alpine', ['true'], { name: 'web-1' })
    await docker.dockerode
      .getContainer('wbe-1')
      .start()
      .catch(() => {})
    await docker.fetch(new Request('http://docker/v1.99/containers/json'))
    expect(docker.journal.entries.slice(-2)).toMatchObject([
      {
        status: 404,
        message: 'No such container: wbe-1',
        hint: 'you called /containers/wbe-1/start; the closest name is web-1',
      },
      { operation: 'ContainerList', status: 400, message: expect.stringContaining('client version 1.99 is too new') },
    ])
  })

  test('keeps the beginning of a body that comes in parts, and how long it was', async ({ docker }) => {
    const text = await wholeText(await docker.dockerode.pull('alpine'))
    const entry = docker.journal.entries.find(({ operation }) => operation === 'ImageCreate')
    expect(entry).toMatchObject({ status: 200, reply: text, sent: text.length })
  })

  test('keeps no secrets', async ({ docker }) => {
    const authconfig = { username: 'me', password: 'hunter2', serveraddress: 'x' }
    await wholeText(await docker.dockerode.pull('alpine', { authconfig }))
    await docker.create('alpine', [], { Env: ['DB_PASSWORD=hunter2', 'COLOUR=red'] })
    await docker.dockerode.checkAuth({ username: 'me', password: 'hunter2' })
    expect(JSON.stringify(docker.journal.entries)).not.toMatch(/hunter2|aHVudGVyMg/)
    const create = docker.journal.entries.find(({ operation }) => operation === 'ContainerCreate')
    expect(create?.body).toMatchObject({ Env: ['DB_PASSWORD=***', 'COLOUR=red'] })
  })

  test('is waited for until a call comes', async ({ docker }) => {
    const coming = docker.journal.next(({ operation }) => operation === 'SystemPing')
    await docker.dockerode.listImages()
    await docker.dockerode.ping()
    expect(await coming).toMatchObject({ operation: 'SystemPing', index: 2 })
    const gone = AbortSignal.abort(new Error('enough'))
    await expect(docker.journal.next(({ operation }) => operation === 'SystemInfo', gone)).rejects.toThrow('enough')
  })
})

dockerTest(() => ({ journal: { limit: 3 } }))(
  'The journal keeps the latest calls and counts all',
  async ({ docker }) => {
    for (let count = 0; count < 5; count++) await docker.dockerode.ping()
    expect(docker.journal.entries.map(({ index }) => index)).toEqual([3, 4, 5])
    expect(docker.journal.count).toBe(5)
    docker.journal.clear()
    expect([docker.journal.count, docker.journal.entries]).toEqual([0, []])
  },
)

describe('Of a journal', () => {
  test('one asks whether a call was received, and is told what was instead', async ({ docker }) => {
    const container = await docker.create('alpine', ['true'])
    await container.stop({ t: 10 }).catch(() => {})
    const { entries } = docker.journal
    expect(received(entries, 'ContainerStop', { timeout: 10 }).found).toHaveLength(1)
    const wrong = received(entries, 'ContainerStop', { timeout: 5 })
    expect(wrong.found).toEqual([])
    expect(wrong.report()).toBe(`it received ContainerStop with\n  {"t":10,"id":"${container.id}"}`)
    expect(received(entries, 'ContainerKill').report()).toContain('it received no ContainerKill, but\n')
    expect(received(entries, 'ContainerCreate', { cmd: ['true'], image: 'alpine' }).found).toHaveLength(1)
  })

  test('one makes an HTTP Archive', async ({ docker }) => {
    await docker.dockerode
      .getContainer('nobody')
      .inspect()
      .catch(() => {})
    const har = toHar(docker.journal.entries, 'http://docker', '1.0.0')
    expect(har).toMatchObject({
      log: {
        version: '1.2',
        entries: [
          {
            startedDateTime: expect.stringMatching(/^2026-01-01T/),
            request: { method: 'GET', url: 'http://docker/containers/nobody/json' },
            response: { status: 404, content: { text: '{"message":"No such container: nobody"}' } },
          },
        ],
      },
    })
  })

  test('one drafts a scenario', async ({ docker }) => {
    await wholeText(await docker.dockerode.pull('alpine:3.20'))
    await docker.dockerode
      .getContainer('nobody')
      .start()
      .catch(() => {})
    expect(toScenario(docker.journal.entries, 'draft')).toMatchObject({
      given: { images: ['alpine:3.20'] },
      rules: [
        {
          when: { operation: 'ContainerStart', path: '/containers/nobody/start', times: 1 },
          do: { status: { code: 404, message: 'No such container: nobody' } },
        },
      ],
      expect: [
        { requests: { operation: 'ImageCreate', atLeast: 1 } },
        { requests: { operation: 'ContainerStart', atLeast: 1 } },
      ],
    })
  })
})
