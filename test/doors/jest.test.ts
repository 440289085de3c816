// mockerd/jest as a stranger's tests have it: in CommonJS and in ES modules, a daemon for each test, file or run.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveIn, type Stranger } from './stranger.ts'

let stranger: Stranger
beforeAll(async () => {
  stranger = await moveIn()
}, 120_000)
afterAll(() => stranger[Symbol.dispose]())

const body = `
const over = (host) => new Docker({ socketPath: host.replace('unix://', '') })
const post = (daemon, path) => daemon.fetch(new Request('http://docker' + path, { method: 'POST' }))
const work = async (daemon) => {
  await daemon.container({ name: 'box', state: 'created', cmd: 'sleep 0.02; exit 3' })
  await post(daemon, '/containers/box/start')
  expect(await (await post(daemon, '/containers/box/wait')).json()).toEqual({ StatusCode: 3 })
}
const docker = useDaemon({ clock: () => steerableClock() })
const hosts = new Set()
test.each([1, 2])('a daemon of its own: %d', async (turn) => {
  hosts.add(docker().host)
  expect(hosts.size).toBe(turn)
  await docker().container({ name: 'web' })
  expect((await over(docker().host).listContainers()).flatMap((one) => one.Names)).toEqual(['/web'])
  expect(docker()).toHaveReceived('ContainerList')
})
test.each(['modern', 'legacy'])('%s fake timers do not freeze it', async (kind) => {
  jest.useFakeTimers(kind === 'modern' ? { doNotFake: [] } : { legacyFakeTimers: true })
  try {
    await work(docker())
  } finally {
    jest.useRealTimers()
  }
})
test('started by hand', async () => {
  const daemon = await startDaemon()
  await work(daemon)
  await daemon.close()
})
test('controlled over HTTP', async () => {
  expect((await controlClient(docker().host).health()).status).toBe('ready')
})
describe('of the file', () => {
  const shared = useDaemon({ scope: 'file', processEnv: true })
  const seen = new Set()
  test.each([1, 2])('is as new: %d', async () => {
    expect(process.env.DOCKER_HOST).toBe(shared().host)
    expect(await over(shared().host).listContainers({ all: true })).toEqual([])
    await shared().container({ name: 'web' })
    expect(seen.add(shared().host).size).toBe(1)
  })
})
test('leaves the environment as it was', () => {
  expect(process.env.DOCKER_HOST).toBeUndefined()
})
`

const commonJs = `const Docker = require('dockerode')
const { startDaemon, useDaemon } = require('mockerd/jest')
const { controlClient } = require('mockerd/control')
const { steerableClock } = require('mockerd')
`
const esm = `import Docker from 'dockerode'
import { jest } from '@jest/globals'
import { startDaemon, useDaemon } from 'mockerd/jest'
import { controlClient } from 'mockerd/control'
import { steerableClock } from 'mockerd'
`
const own = "testEnvironment: 'mockerd/jest-environment-node'"
const files = {
  'cjs/package.json': '{ "type": "commonjs" }',
  'cjs/jest.config.js': `module.exports = { ${own} }`,
  'cjs/a.test.js': `${commonJs}${body}`,
  'esm/package.json': '{ "type": "module" }',
  'esm/jest.config.js': 'export default { transform: {} }',
  'esm/a.test.js': `${esm}${body}`,
  'run/package.json': '{ "type": "commonjs" }',
  'run/jest.config.js': `module.exports = {
  ${own},
  globalSetup: 'mockerd/jest-setup',
  globalTeardown: 'mockerd/jest-teardown',
  globals: { mockerd: { engine: '20.10' } },
}`,
  'run/a.test.js': `${commonJs}
test('the daemon of the run is at DOCKER_HOST, and can be controlled', async () => {
  expect((await new Docker().version()).ApiVersion).toBe('1.41')
  expect((await controlClient(process.env.DOCKER_HOST).health()).status).toBe('ready')
})
`,
  'failing/package.json': '{ "type": "commonjs" }',
  'failing/jest.config.js': `module.exports = { ${own} }`,
  'failing/a.test.js': `${commonJs}
const docker = useDaemon()
test('wrong', async () => {
  await new Docker({ agent: docker().agent }).ping()
  expect(1).toBe(2)
})
test('idle', () => {
  docker().use({ name: 'never', do: { status: 500 } })
})
`,
  'forgetful/package.json': '{ "type": "commonjs" }',
  'forgetful/jest.config.js': `module.exports = { ${own} }`,
  'forgetful/a.test.js': `${commonJs}
test('forgets', async () => {
  for (const start of [startDaemon, require('mockerd').startDaemon]) await (await start()).container()
})
test('does not forget', async () => (await startDaemon()).close())
`,
  'bare/package.json': '{ "type": "commonjs" }',
  'bare/jest.config.js': 'module.exports = {}',
  'bare/a.test.js': "test('nothing', () => void require('mockerd/jest'))",
}

const jest = (place: string, env: NodeJS.ProcessEnv = {}): ReturnType<Stranger['run']> =>
  stranger.run('jest/bin/jest.js', ['--rootDir', '.'], { in: place, env })

beforeAll(() => stranger.write(files))

test.each([
  ['cjs', {}],
  ['esm', { NODE_OPTIONS: '--experimental-vm-modules' }],
  ['run', {}],
])('Jest passes with tests in %s', { timeout: 120_000 }, async (place, env) => {
  const { code, said } = await jest(place, env)
  expect(code, said).toBe(0)
})

test('A test of Jest that fails prints the last calls, and a rule that never fired fails one', {
  timeout: 60_000,
}, async () => {
  const { said } = await jest('failing')
  expect(said).toContain('2 failed')
  expect(said).toContain('The last calls to Docker:\n  GET /_ping -> 200')
  expect(said).toContain('never fired: "never"')
})

test('Jest comes to its end although a test has forgotten its daemons, and tells of them', {
  timeout: 60_000,
}, async () => {
  const { said, code } = await jest('forgetful')
  expect(code, said).toBe(0)
  expect(said).toMatch(/a\.test\.js has not closed what startDaemon gave it \(2\): call close, or use useDaemon/)
})

// from 24.9 on Jest can load ES modules for CommonJS
const canLoad = Number(process.versions.node.split('.')[0]) > 23
test.skipIf(canLoad)('Without its environment Jest says what is missing', { timeout: 60_000 }, async () => {
  const { said } = await jest('bare')
  expect(said).toContain("Jest cannot load for CommonJS: set testEnvironment: 'mockerd/jest-environment-node'")
})
