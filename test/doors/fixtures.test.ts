// What tests get with `docker`: matchers, a clock, a journal, snapshots, and rules that must fire.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterEach, beforeEach, describe, expect, test as plain } from 'vitest'
import { controlClient } from '../../src/control.ts'
import { manualClock } from '../../src/index.ts'
import { useDaemon } from '../../src/jest.ts'
import { dockerTest, test } from '../../src/vitest.ts'
import { wholeText } from '../reading.ts'

const over = (host: string): Dockerode => new Dockerode({ socketPath: host.replace('unix://', '') })

const messageOf = (check: () => void): string => {
  try {
    check()
    return 'it passed'
  } catch (error) {
    return (error as Error).message
  }
}

describe('expect(docker)', () => {
  test('toHaveReceived looks at parameters, query and body', async ({ docker }) => {
    const client = over(docker.host)
    await wholeText(await client.pull('alpine'))
    const container = await client.createContainer({ Image: 'alpine', name: 'web', HostConfig: { Memory: 1 << 24 } })
    await container.stop({ t: 10 }).catch(() => {}) // 304
    expect(docker).toHaveReceived('ContainerStop')
    expect(docker).toHaveReceived('ContainerStop', { timeout: 10, container: container.id })
    expect(docker).toHaveReceived('ContainerCreate', { name: 'web', HostConfig: { Memory: 1 << 24 } })
    expect(docker).not.toHaveReceived('ContainerStop', { timeout: 5 })
    expect(docker).not.toHaveReceived('ContainerPause')
    expect(messageOf(() => expect(docker).toHaveReceived('ContainerStop', { timeout: 5 }))).toBe(
      `Docker was to receive ContainerStop with {"timeout":5}, but it received ContainerStop with\n  {"t":10,"id":"${container.id}"}`,
    )
    expect(messageOf(() => expect(docker).not.toHaveReceived('ContainerStop'))).toMatch(
      /^Docker was not to receive ContainerStop, but it did:\n {2}POST .*\/stop\?t=10 -> 304/,
    )
  })

  test('toHaveReceivedTimes counts', async ({ docker }) => {
    const client = over(docker.host)
    await client.ping()
    await client.ping()
    expect(docker).toHaveReceivedTimes('SystemPing', 2)
    expect(docker).toHaveReceivedTimes('SystemInfo', 0)
    expect(docker).not.toHaveReceivedTimes('SystemPing', 1)
    expect(messageOf(() => expect(docker).toHaveReceivedTimes('SystemPing', 3))).toBe(
      'Docker was to receive SystemPing 3 times, but it did twice:\n  GET /_ping -> 200\n  GET /_ping -> 200',
    )
    expect(messageOf(() => expect(docker).toHaveReceivedTimes('SystemInfo', 1))).toMatch(
      /^Docker was to receive SystemInfo once, but it received no SystemInfo, but\n/,
    )
  })

  test('toHaveReceivedInOrder lets others come in between', async ({ docker }) => {
    const client = over(docker.host)
    await client.ping()
    await client.info()
    await client.listImages({ all: true })
    expect(docker).toHaveReceivedInOrder('SystemPing', ['ImageList', { all: true }])
    expect(docker).not.toHaveReceivedInOrder('ImageList', 'SystemPing')
    expect(messageOf(() => expect(docker).toHaveReceivedInOrder('SystemInfo', 'SystemPing'))).toBe(
      'Docker was to receive SystemInfo, SystemPing in this order; of SystemPing behind SystemInfo: it received no SystemPing, but\n  GET /images/json?all=true -> 200',
    )
  })

  test('takes asymmetric values, and shows the nearest calls first', async ({ docker }) => {
    const client = over(docker.host)
    await docker.image('alpine')
    for (const name of ['one', 'two']) {
      await client.createContainer({ Image: 'alpine', name, Labels: { turn: name, team: 'blue' } })
    }
    expect(docker).toHaveReceived('ContainerCreate', {
      name: expect.stringMatching(/^t/),
      Labels: expect.objectContaining({ turn: expect.any(String) }),
    })
    const message = messageOf(() =>
      expect(docker).toHaveReceived('ContainerCreate', { name: 'two', Labels: { turn: expect.any(Number) } }),
    )
    expect(message).toMatch(
      /^Docker was to receive ContainerCreate with {"name":"two","Labels":{"turn":"Any<Number>"}}, but it received ContainerCreate with\n {2}{.*"name":"two".*\n {2}{.*"name":"one"/,
    )
  })

  test('toHavePulled knows an image by all of its names, and whether it came', async ({ docker }) => {
    const client = over(docker.host)
    await wholeText(await client.pull('alpine'))
    await client.pull('nosuch').catch(() => {})
    expect(docker).toHavePulled('alpine')
    expect(docker).toHavePulled('docker.io/library/alpine:latest')
    expect(docker).not.toHavePulled('alpine:3.20')
    expect(messageOf(() => expect(docker).toHavePulled('nosuch'))).toMatch(
      /^Docker was to pull nosuch, but the pull failed:\n {2}POST .*fromImage=nosuch.* -> 404 pull access denied/,
    )
  })

  test('toHaveContainer, toHaveRunning and toHaveImage look at what is there', async ({ docker }) => {
    await docker.container({ name: 'web', health: 'healthy', labels: { team: 'blue' }, env: { LEVEL: 'debug' } })
    await docker.container({ name: 'job', state: 'exited', exitCode: 3 })
    expect(docker).toHaveRunning('web')
    expect(docker).not.toHaveRunning('job')
    expect(docker).toHaveContainer('web', {
      state: 'running',
      health: 'healthy',
      labels: { team: expect.stringContaining('bl') },
      env: { LEVEL: 'debug' },
      networks: ['bridge'],
    })
    expect(docker).toHaveContainer('job', { state: 'exited', exitCode: 3, image: 'alpine' })
    expect(docker).not.toHaveContainer('jobs')
    // @ts-expect-error no state of a container: without the check of types this would pass for ever
    expect(docker).not.toHaveContainer('web', { state: 'runing' })
    expect(docker).toHaveImage('alpine')
    expect(messageOf(() => expect(docker).toHaveContainer('job', { state: 'exited', exitCode: 0 }))).toBe(
      'Docker was to have a container job with {"state":"exited","exitCode":0}, but it has\n  exitCode: 3',
    )
    expect(messageOf(() => expect(docker).toHaveContainer('wob'))).toMatch(
      /^Docker was to have a container wob, but it has (web, job|job, web); did you mean "web"\?$/,
    )
    expect(messageOf(() => expect(docker).toHaveImage('redis'))).toBe(
      'Docker was to have the image redis, but it has alpine:latest',
    )
    expect(messageOf(() => expect(docker).not.toHaveRunning('web'))).toMatch(
      /^Docker was not to have a container web with {"state":"running"}, but it has:\n {2}{"state":"running"/,
    )
  })

  plain('is told when it is given something else', () => {
    expect(() => expect({}).toHaveReceived('SystemPing')).toThrow('must be a daemon, with its journal')
    expect(() => expect({}).toHaveRunning('web')).toThrow('must be a daemon, with its engine')
  })
})

describe('docker', () => {
  test('has a clock that can be steered', async ({ docker }) => {
    const client = over(docker.host)
    docker.clock.rate = 0
    await wholeText(await client.pull('alpine'))
    const container = await client.createContainer({ Image: 'alpine', Cmd: ['sleep', '3600'] })
    await container.start()
    await docker.clock.advance(3_600_000)
    expect((await container.inspect()).State.Status).toBe('exited')
  })

  const start = Date.UTC(2026, 0, 1)
  const frozen = dockerTest({ clock: () => manualClock(start) })
  for (const turn of ['first', 'second']) {
    frozen(`has in the ${turn} test a clock of its own`, async ({ docker }) => {
      expect(docker.clock.now()).toBe(start)
      await docker.clock.advance(1000)
    })
  }

  test('goes back to a snapshot', async ({ docker }) => {
    const before = docker.snapshot()
    await over(docker.host).createVolume({ Name: 'data' })
    await before.restore()
    expect((await over(docker.host).listVolumes()).Volumes).toEqual([])
  })

  test('has rules of its own, and can be controlled by other processes', async ({ docker }) => {
    docker.use({ name: 'no pulls', when: { operation: 'ImageCreate' }, do: { status: 500 } })
    docker.use({ name: 'maybe', optional: true, when: { operation: 'SystemInfo' }, do: { status: 500 } })
    await expect(over(docker.host).pull('alpine')).rejects.toMatchObject({ statusCode: 500 })
    expect((await controlClient(docker.host).rules.get('no pulls')).hits).toBe(1)
  })

  test('has none of the rules of other tests', async ({ docker }) => {
    expect(docker.rules.list()).toEqual([])
  })
})

describe('mockerd/jest', () => {
  const after: (() => Promise<void>)[] = []
  // what Jest has as globals; what is to be done after a test is watched
  Object.assign(globalThis, {
    beforeEach,
    afterEach: (hook: () => Promise<void>) => void after.push(hook),
    expect,
  })
  const docker = useDaemon({ clock: manualClock })
  afterEach(async () => {
    const outcome = await Promise.allSettled(after.map((hook) => hook()))
    const reasons = outcome.map((one) => (one.status === 'rejected' ? String(one.reason) : 'fine'))
    expect(reasons).toEqual([expected])
  })
  let expected: unknown = 'fine'

  plain('has the same', async () => {
    await over(docker().host).ping()
    expect(docker()).toHaveReceived('SystemPing')
    expect(docker().clock.rate).toBe(0)
  })

  plain('fails a test whose rule never fired, though it was taken away again', async () => {
    docker()
      .use({ name: 'idle', do: { status: 500 }, when: { operation: 'SystemInfo' } })
      .remove()
    expected = expect.stringContaining('never fired: "idle"')
  })
})

plain('A test of Vitest fails when a rule never fired, and shows the last calls', { timeout: 60_000 }, async () => {
  const root = join(import.meta.dirname, '../..')
  const project = mkdtempSync(join(root, '.fixtures-'))
  try {
    writeFileSync(
      join(project, 'own.test.ts'),
      `import { expect } from 'vitest'
import { test } from '../src/vitest.ts'
import { controlClient } from '../src/control.ts'
const call = (docker) => docker.fetch(new Request('http://docker/v1.51/containers/web/json'))
test('idle', async ({ docker }) => {
  docker.use({ name: 'never', when: { operation: 'SystemPing' }, do: { status: 500 } })
  await call(docker)
})
test('wrong', async ({ docker }) => {
  docker.use({ name: 'unheard', when: { operation: 'SystemPing' }, do: { status: 500 } })
  await call(docker)
  expect(1).toBe(2)
})
test('right', async ({ docker }) => {
  docker.use({ name: 'optional', optional: true, when: { operation: 'SystemPing' }, do: { status: 500 } })
  await call(docker)
})
`,
    )
    writeFileSync(
      join(project, 'vitest.config.js'),
      "export default { test: { include: ['*.test.ts'], exclude: [], testTimeout: 60_000 } }",
    )
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const said = await new Promise<string>((resolve) => {
      const env = { ...process.env, NO_COLOR: '1' }
      const args = [vitest, 'run', '--root', project, '--reporter', 'verbose']
      execFile(process.execPath, args, { env }, (_error, stdout, stderr) => resolve(stdout + stderr))
    })
    expect(said).toMatch(/1 passed/)
    expect(said).toMatch(/2 failed/)
    expect(said).toContain('never fired: "never"')
    expect(said).not.toContain('"unheard"')
    expect(said).toContain('expected 1 to be 2')
    const last = 'The last calls to Docker:\n  GET /v1.51/containers/web/json -> 404 No such container: web'
    expect(said.split(last).length - 1).toBeGreaterThanOrEqual(2)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
})
