// mockerd/vitest as a stranger's tests have it: in each pool, side by side, shared, with fake timers.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveIn, type Stranger } from './stranger.ts'

let stranger: Stranger
beforeAll(async () => {
  stranger = await moveIn()
}, 120_000)
afterAll(() => stranger[Symbol.dispose]())

const imports = `import { expect, describe, vi, afterAll, beforeEach, afterEach } from 'vitest'
import { dockerTest, test } from 'mockerd/vitest'
const get = async (docker, path) => (await docker.fetch(new Request('http://docker' + path))).json()
const names = async (docker) => (await get(docker, '/containers/json?all=1')).flatMap((one) => one.Names)
`

/** Runs a container to its end. */
const work = `const post = (docker, path) => docker.fetch(new Request('http://docker' + path, { method: 'POST' }))
const work = async (docker) => {
  await docker.container({ name: 'box', state: 'created', cmd: 'sleep 0.02; exit 3' })
  await post(docker, '/containers/box/start')
  expect(await (await post(docker, '/containers/box/wait')).json()).toEqual({ StatusCode: 3 })
}
`

const files = {
  'concurrent.test.js': `${imports}
const hosts = new Set()
describe.concurrent('side by side', () => {
  for (let i = 0; i < 8; i++) {
    test('daemon ' + i, async ({ docker, expect }) => {
      hosts.add(docker.host)
      await docker.container({ name: 'box-' + i, cmd: 'sleep 60; exit ' + i, state: i % 2 ? 'exited' : 'running' })
      expect(await names(docker)).toEqual(['/box-' + i])
      expect(docker.journal.entries.length).toBe(1)
    })
  }
})
afterAll(() => expect(hosts.size).toBe(8))
const withEnv = dockerTest({ processEnv: true })
withEnv.concurrent.fails('cannot have the environment', async ({ docker }) => {})
const shared = dockerTest({ scope: 'file' })
shared.concurrent.fails('cannot have a daemon that is reset', async ({ docker }) => {})
const held = dockerTest({ scope: 'file', reset: false })
held.concurrent('may share one that is not: first', async ({ docker, expect }) => {
  await docker.container({ name: 'first' })
  expect(await names(docker)).toContain('/first')
})
held.concurrent('may share one that is not: second', async ({ docker, expect }) => {
  await docker.container({ name: 'second' })
  expect(await names(docker)).toContain('/second')
})
`,
  'shared.test.js': `${imports}
for (const scope of ['file', 'worker']) {
  const shared = dockerTest({ scope, rules: [{ when: { operation: 'VolumeCreate' }, do: { status: 500 }, optional: true }] })
  const hosts = new Set()
  for (const turn of [1, 2, 3]) shared('is as new in test ' + turn, async ({ docker }) => {
    hosts.add(docker.host)
    expect(await names(docker)).toEqual([])
    expect(docker.journal.entries.length).toBe(1)
    expect(docker.rules.list().length).toBe(1)
    expect(docker.clock.rate).toBe(1)
    docker.clock.rate = 0
    await docker.container({ name: 'mine' })
    docker.use({ when: { operation: 'ContainerList' }, do: { status: 503 } })
    expect(await get(docker, '/containers/json')).toEqual({ message: expect.any(String) })
  })
  shared('is one for all', ({ docker }) => {
    hosts.add(docker.host)
    expect(hosts.size).toBe(1)
  })
}
`,
  'environment.test.js': `${imports}
process.env.DOCKER_HOST = 'tcp://real'
process.env.DOCKER_CONTEXT = 'mine'
const inside = dockerTest({ processEnv: true })
const seen = []
inside('leads to the daemon', ({ docker }) => {
  expect(process.env.DOCKER_HOST).toBe(docker.host)
  expect(process.env.DOCKER_CONTEXT).toBeUndefined()
})
inside('though nobody asks for it', () => {
  expect(process.env.DOCKER_HOST).toMatch(/^unix:/)
})
inside.fails('also in a test that fails', () => {
  expect(process.env.DOCKER_HOST).toBe('nothing')
})
test('is what it was afterwards, and beside', () => {
  expect(process.env.DOCKER_HOST).toBe('tcp://real')
  expect(process.env.DOCKER_CONTEXT).toBe('mine')
})
`,
  'extended.test.js': `${imports}
import Docker from 'dockerode'
const own = test.extend({
  client: async ({ docker }, use) => use(new Docker({ agent: docker.agent })),
})
own('test.extend has the daemon', async ({ client, docker }) => {
  expect(await client.listContainers()).toEqual([])
  expect(docker).toHaveReceived('ContainerList')
})
const tried = []
own('a retry has a daemon of its own', { retry: 2 }, async ({ docker }) => {
  expect(await names(docker)).toEqual([])
  await docker.container({ name: 'left-over' })
  tried.push(docker.host)
  expect(new Set(tried).size).toBe(2)
})
`,
  // a file of its own: sockets of Node that were held up may be so for tests that come after
  'ticks.test.js': `${imports}
afterEach(() => vi.useRealTimers())
${work}test.skipIf(process.send)('answers in the process without nextTick, which the sockets of Node need', async ({ docker }) => {
  await docker.image('alpine')
  vi.useFakeTimers({ toFake: ['nextTick'] })
  await work(docker)
})
`,
  'timers.test.js': `${imports}
import http from 'node:http'
const all = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'Date', 'performance', 'queueMicrotask', 'hrtime']
afterEach(() => vi.useRealTimers())
${work}for (const toFake of [...all.map((one) => [one]), all]) test('goes on without ' + toFake, async ({ docker }) => {
  vi.useFakeTimers({ toFake, now: 0 })
  await work(docker)
  // over its socket, too
  const ping = await new Promise((done, fail) => {
    http.get({ socketPath: docker.host.slice(7), path: '/_ping' }, (reply) => reply.resume().on('end', () => done(reply.headers))).on('error', fail)
  })
  expect(new Date(ping.date).getUTCFullYear()).toBeGreaterThan(2000)
})
test('starts while time stands still', async () => {
  vi.useFakeTimers({ toFake: all })
  const { startDaemon } = await import('mockerd')
  const daemon = await startDaemon()
  await work(daemon)
  await daemon.close()
})
`,
}

const pools = { threads: {}, forks: {}, vmThreads: {}, vmForks: {} }

test('The fixture works in all pools', { timeout: 240_000 }, async () => {
  const projects = Object.keys(pools).map((pool) => ({
    test: { name: pool, pool, include: ['*.test.js'], exclude: [] },
  }))
  stranger.write({ ...files, 'vitest.config.js': `export default { test: { projects: ${JSON.stringify(projects)} } }` })
  const { said, code } = await stranger.run('vitest/vitest.mjs', ['run', '--reporter', 'verbose'])
  expect(code, said).toBe(0)
  expect(said).not.toMatch(/Unhandled|\d failed/)
  for (const pool of Object.keys(pools)) expect(said).toContain(`${pool}`)
})
