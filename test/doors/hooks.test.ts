// useDaemon of mockerd/jest with the hooks of other runners: node:test and Mocha tell of the test by `this`.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { useDaemon } from '../../src/jest.ts'
import { ownFolder } from '../own-folder.ts'

const folder = ownFolder()

/** What the test runner of Node.js says of a file with these tests. */
async function runByNode(tests: string): Promise<string> {
  const script = await folder.write(
    'own.test.mts',
    `import assert from 'node:assert/strict'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { useDaemon } from ${JSON.stringify(join(import.meta.dirname, '../../src/jest.ts'))}
const hooks = { after, afterEach, beforeEach }
const ping = (docker) => docker.fetch(new Request('http://docker/_ping'))
${tests}`,
  )
  const args = ['--import', 'tsx', '--test-reporter', 'spec', script]
  const { NODE_OPTIONS: _, ...env } = process.env
  return new Promise((resolve) =>
    execFile(process.execPath, args, { env }, (_error, stdout, stderr) => resolve(stdout + stderr)),
  )
}

test('node:test: what runs inside of a test has its daemon, and a test that fails prints the last calls', async () => {
  const said = await runByNode(`
const docker = useDaemon({ processEnv: true }, hooks)
test('outer', async (t) => {
  const { host } = docker()
  for (const name of ['first', 'second']) await t.test(name, async () => {
    assert.equal(docker().host, host)
    await ping(docker())
  })
  assert.equal(process.env.DOCKER_HOST, host)
  assert.equal(docker().journal.entries.length, 2)
})
test('wrong', async () => {
  docker().use({ name: 'unheard', when: { operation: 'SystemInfo' }, do: { status: 500 } })
  await ping(docker())
  assert.fail('as it should')
})
describe('side by side', { concurrency: true }, () => {
  for (const name of ['one', 'two']) test(name, () => new Promise((done) => setTimeout(done, 20)))
})
`)
  expect(said).toContain('✔ outer')
  expect(said).toContain('✖ wrong')
  expect(said).toContain('The last calls to Docker:\n  GET /_ping -> 200')
  expect(said).not.toContain('never fired')
  expect(said).toMatch(/the test .*side by side > two.* runs side by side with another one, and cannot have the daemon/)
})

describe('Mocha', () => {
  /** Its hooks, to be called with a context of Mocha. */
  function hooksOfMocha() {
    const hooks: Record<string, (this: unknown) => Promise<void>> = {}
    const keep = (name: string) => (hook: (this: unknown) => Promise<void>) =>
      void Object.assign(hooks, { [name]: hook })
    return { hooks, runner: { beforeEach: keep('beforeEach'), afterEach: keep('afterEach') } }
  }

  test.for([
    ['failed', 'The last calls to Docker:\n  GET /_ping -> 200', undefined],
    ['passed', undefined, /^never fired: "unheard"/],
  ] as const)('a test that has %s', async ([state, printed, thrown]) => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => print.mockRestore())
    const { hooks, runner } = hooksOfMocha()
    const docker = useDaemon({}, runner)
    const context = { currentTest: { state: undefined as string | undefined } }
    await hooks.beforeEach!.call(context)
    docker().use({ name: 'unheard', when: { operation: 'SystemInfo' }, do: { status: 500 } })
    await docker().fetch(new Request('http://docker/_ping'))
    context.currentTest.state = state
    const ended = hooks.afterEach!.call(context)
    await (thrown ? expect(ended).rejects.toThrow(thrown) : ended)
    expect(print.mock.calls).toEqual(printed === undefined ? [] : [[printed]])
  })
})

test('What cannot be is said in a sentence', () => {
  const hooks = { beforeEach: () => {}, afterEach: () => {} }
  expect(() => useDaemon({}, {})).toThrow('there is no beforeEach and no afterEach among the globals')
  expect(() => useDaemon({ scope: 'worker' as never }, hooks)).toThrow('the scopes "test" and "file", and not "worker"')
  expect(() => useDaemon({}, hooks)()).toThrow(/^no test has a daemon now: call this inside of one.*test\.concurrent/)
})
