// `mockerd audit`: one command, once for each scenario.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunningCli } from '../docker-cli.ts'
import { ownFolder } from '../own-folder.ts'
import { installedCommand } from './installed-command.ts'
import { client } from './small-client.ts'

const start = installedCommand()
const audit = (...args: readonly string[]): RunningCli => start(['audit', ...args], {})

const folder = ownFolder()
const scenarios = folder.write

/** The table without its times: name, verdict and exit of each row. */
const rowsOf = (stdout: string): string[][] =>
  stdout
    .slice(0, stdout.indexOf('\n\n'))
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/).slice(0, 3))

const pull = 'POST /images/create?fromImage=alpine&tag=latest'

test('a table tells of each scenario whether the command survived it, and why not', async () => {
  const file = await scenarios(
    's.yaml',
    `
description: The list is empty.
survives: { exit: zero }
rules: [{ when: { operation: ContainerList }, do: { replace: { json: [] } } }]
---
description: The pull is refused.
client: says so.
survives: { exit: nonzero }
rules: [{ name: no pull, when: { operation: ImageCreate }, do: { status: { code: 500, message: no room } } }]
---
description: The list is refused, which does not matter.
client: goes on.
survives: { exit: zero }
rules: [{ name: no list, when: { operation: ContainerList }, do: { status: 500 } }]
---
description: Nobody can stop.
rules: [{ when: { operation: ContainerStop }, do: { status: 500 } }]
---
description: An older engine.
engine: '20.10'
survives: { exit: zero, touches: SystemVersion }
`,
  )
  const reports = [
    '--report-junit',
    join(folder.path(), 'report.xml'),
    '--report-json',
    join(folder.path(), 'report.json'),
  ]
  const args = ['--scenario', file, '--jobs', '3', ...reports, ...client(pull, 'GET /containers/json')]
  const { stdout, stderr, exitCode } = await audit(...args).finished
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 96 })
  expect(rowsOf(stdout)).toEqual([
    ['(no fault)', 'succeeded', '0'],
    [`${file}#1`, 'survived', '0'],
    [`${file}#2`, 'survived', '1'],
    [`${file}#3`, 'wrong exit', '1'],
    [`${file}#4`, 'not touched', '0'],
    [`${file}#5`, 'not touched', '0'],
  ])
  expect(stdout.slice(stdout.indexOf('\n\n'))).toBe(
    `

2 survived, 2 not touched, 1 wrong exit

${file}#3: wrong exit: it exited with 1, though what it asked for was done or can be
  What happened: The list is refused, which does not matter.
  A good client: goes on.
  It complained:
    {"message":"Internal Server Error"}
  It asked:
    POST /images/create?fromImage=alpine&tag=latest -> 200
    GET /containers/json -> 500 [no list]
`,
  )
  expect(await readFile(join(folder.path(), 'report.xml'), 'utf8')).toContain(
    'tests="5" failures="1" errors="0" skipped="2"',
  )
  expect(JSON.parse(await readFile(join(folder.path(), 'report.json'), 'utf8'))).toMatchObject({
    passed: false,
    baseline: { ending: { code: 0 } },
    scenarios: [{ verdict: 'survived' }, { ending: { code: 1 } }, { verdict: 'wrong exit' }, {}, {}],
  })
})

test('a command that does not look, one that breaks, and one that waits for ever are found out', async () => {
  const refused = await scenarios(
    'refused.yaml',
    'survives: { exit: nonzero }\nrules: [{ when: { operation: ImageCreate }, do: { status: 500 } }]',
  )
  const silent = await scenarios('silent.yaml', 'rules: [{ when: { operation: ImageCreate }, do: hang }]')
  const outcomes = await Promise.all([
    audit('--scenario', refused, ...client('--blind', pull)).finished,
    audit('--scenario', refused, ...client('--careless', pull)).finished,
    audit('--scenario', silent, '--timeout', '4s', ...client(pull)).finished,
  ])
  expect(outcomes.map(({ stdout, exitCode }) => [rowsOf(stdout)[1]!.slice(1), exitCode])).toEqual([
    [['wrong exit', '0'], 96],
    [['crashed', '1'], 96],
    [['hung', '-'], 96],
  ])
})

test('a good client survives scenarios that come along, by name and by group', async () => {
  const chosen = ['--scenario', 'pull/error-in-stream', '--scenario', 'swarm', '--jobs', '4']
  const { stdout, exitCode } = await audit(...chosen, ...client('GET /_ping', 'GET /info')).finished
  expect(exitCode).toBe(0)
  const rows = rowsOf(stdout)
  expect(rows.map(([name]) => name)).toEqual(
    expect.arrayContaining(['pull/error-in-stream', 'swarm/not-manager', 'swarm/locked']),
  )
  expect(rows.every(([name]) => /^(\(no fault\)|pull\/error-in-stream|swarm\/.*)$/.test(name!))).toBe(true)
})

test.for([
  [['--scenario', 'pul', '--', 'true'], 125, 'there is no group of scenarios pul; did you mean "pull"?'],
  [['--timeout', 'soon', '--', 'true'], 125, 'invalid value "soon" for flag --timeout: must be like 30s'],
  [['--data-root', '/x', '--', 'true'], 125, 'every run has a fresh daemon: leave out --data-root'],
  [['--', 'mockerd-has-no-such-command'], 127, 'mockerd-has-no-such-command: command not found'],
  [
    ['--scenario', 'pull', '--', 'sh', '-c', 'echo broken >&2; exit 4'],
    125,
    'without any fault the command must succeed, but it ended with 4\n  It complained:\n    broken\n  It asked:\n    nothing',
  ],
] as const)('%j is told with a sentence', async ([args, exitCode, words]) => {
  expect(await audit(...args).finished).toEqual({ stdout: '', stderr: expect.stringContaining(words), exitCode })
})
