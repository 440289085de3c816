// `mockerd run`: a command beside a daemon of its own.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunningCli } from '../docker-cli.ts'
import { ownFolder } from '../own-folder.ts'
import { installedCommand } from './installed-command.ts'
import { client } from './small-client.ts'

const start = installedCommand()
const run = (...args: readonly string[]): RunningCli => start(['run', ...args], { DOCKER_TLS_VERIFY: '1' })

const folder = ownFolder()
const scenario = (text: string): Promise<string> => folder.write('scenario.yaml', text)

test('a command has the input, the outputs and the exit code that it has without mockerd', async () => {
  const running = run('--', 'sh', '-c', 'cat; echo no >&2; exit 3')
  expect(await running.type('hello').closeInput().finished).toEqual({ stdout: 'hello', stderr: 'no\n', exitCode: 3 })
})

test('a command that was killed gives the exit code that shells give', async () => {
  expect(await run('--', 'sh', '-c', 'kill -KILL $$').finished).toMatchObject({ exitCode: 137 })
})

test.for([
  [[], 125, 'name a command behind --'],
  [['--nosuch', '--', 'true'], 125, 'unknown flag: --nosuch'],
  [['--scenario', 'pull/nosuch', '--', 'true'], 125, 'there is no scenario and no file pull/nosuch'],
  [['--engine', '9.9', '--', 'true'], 125, '9.9'],
  [['--', 'mockerd-has-no-such-command'], 127, 'mockerd-has-no-such-command: command not found'],
  [['--', import.meta.filename], 126, 'cannot be run'],
] as const)('%j is told with a sentence', async ([args, exitCode, words]) => {
  expect(await run(...args).finished).toEqual({ stdout: '', stderr: expect.stringContaining(words), exitCode })
})

test('the command finds a private daemon in its environment, and nothing that leads elsewhere', async () => {
  const told = 'echo "$DOCKER_HOST|$DOCKER_TLS_VERIFY|$TESTCONTAINERS_HOST_OVERRIDE"'
  const { stdout, exitCode } = await run('--', 'sh', '-c', told).finished
  expect(exitCode).toBe(0)
  const [host = '', tls, override] = stdout.trim().split('|')
  expect([tls, override]).toEqual(['', 'localhost'])
  expect(existsSync(dirname(host.slice('unix://'.length)))).toBe(false)
  expect((await run('--publish', 'none', '--', 'sh', '-c', told).finished).stdout).toMatch(/^unix:.*\|\|\n$/)
})

test('a signal is passed on to the command, which may end in its own way', async () => {
  const running = run('--', 'sh', '-c', 'trap "echo told; exit 7" TERM; echo ready; while :; do sleep 0.1; done')
  await running.shows(/ready/)
  expect(await running.kill('SIGTERM').finished).toMatchObject({ stdout: 'ready\ntold\n', exitCode: 7 })
})

test('what a scenario gives is there, and what it expects is held against what was asked', async () => {
  const file = await scenario(`
given: { containers: [{ name: web, image: alpine, command: sleep 1000 }] }
expect:
  - requests: { operation: ContainerStop, query: { t: '5' } }
  - name: gone in time
    within: 1h
    events: { event: container.die, container: web }
  - within: 1h
    state: { container: web, has: { State: { Running: false } } }
`)
  const scenarios = ['--time', 'skip', '--scenario', file]
  expect(
    await run(...scenarios, ...client('POST /containers/web/stop?t=5', 'DELETE /containers/web')).finished,
  ).toEqual({ stdout: 'done\n', stderr: '', exitCode: 0 })
  const reports = [
    '--report-junit',
    join(folder.path(), 'report.xml'),
    '--report-json',
    join(folder.path(), 'report.json'),
  ]
  expect(await run(...scenarios, ...reports, ...client('GET /containers/web/json')).finished).toEqual({
    stdout: 'done\n',
    stderr: expect.stringMatching(
      /^mockerd run: at the end, at least 1 of ContainerStop where query parameter t is "5": found: 0\nmockerd run: gone in time: within 1h, .*: found: 0\nmockerd run: within 1h, the container web is there with .*: found: .*"Running":true.*\nmockerd run: the command has exited with 0\n$/,
    ),
    exitCode: 97,
  })
  expect(await readFile(join(folder.path(), 'report.xml'), 'utf8')).toContain(
    'tests="3" failures="3" errors="0" skipped="0"',
  )
  const report = JSON.parse(await readFile(join(folder.path(), 'report.json'), 'utf8'))
  expect(report).toMatchObject({
    exitCode: 0,
    passed: false,
    cases: [{ group: 'expectations', outcome: 'failed' }, {}, {}],
  })
})

test('a rule that has never fired fails a run that is strict', async () => {
  const file = await scenario('rules: [{ name: no stop, when: { operation: ContainerStop }, do: { status: 500 } }]')
  const calls = client('GET /_ping')
  expect(await run('--scenario', file, ...calls).finished).toMatchObject({ stderr: '', exitCode: 0 })
  expect(await run('--strict', '--scenario', file, ...calls).finished).toMatchObject({
    stderr: 'mockerd run: no stop: has never fired\nmockerd run: the command has exited with 0\n',
    exitCode: 97,
  })
})

test('with --time skip an hour of a container is over at once', async () => {
  const calls = client(
    'POST /images/create?fromImage=alpine&tag=latest',
    'POST /containers/create?name=job {"Image":"alpine","Cmd":["sleep","3600"]}',
    'POST /containers/job/start',
    'POST /containers/job/wait',
  )
  expect(await run('--time', 'skip', ...calls).finished).toMatchObject({ stdout: 'done\n', exitCode: 0 })
})
