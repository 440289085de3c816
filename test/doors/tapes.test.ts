// mockerd record and mockerd replay as commands: what they print, how they end, what is left behind.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { importHelp } from '../../src/daemon/import/import-command.ts'
import { recordCommand, recordHelp } from '../../src/daemon/record-command.ts'
import { replayCommand, replayHelp } from '../../src/daemon/replay-command.ts'
import { startDaemon } from '../../src/index.ts'
import { RunningCli } from '../docker-cli.ts'

const root = join(import.meta.dirname, '../..')

let installed: string
beforeAll(async () => {
  installed = await mkdtemp(join(tmpdir(), 'mockerd-command-'))
  await symlink(join(root, 'node_modules'), join(installed, 'node_modules'))
  await copyFile(join(root, 'package.json'), join(installed, 'package.json'))
  await bundle(join(installed, 'dist'))
})
afterAll(() => rm(installed, { recursive: true }))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
})

function mockerd(...args: readonly string[]): RunningCli {
  const { PATH = '' } = process.env
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [join(installed, 'dist/mockerd.js'), ...args], {
    env: { PATH, XDG_RUNTIME_DIR: folder },
    cwd: folder,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return new RunningCli(child)
}

const listening = /^export DOCKER_HOST=unix:\/\/.*\n$/

/** Whom the command that listens in the folder of the test answers as. */
const client = (): Dockerode => new Dockerode({ socketPath: join(folder, 'mockerd.sock') })

test.for(['SIGTERM', 'SIGKILL'] as const)('a recorder that %s ends leaves a tape that replays', async (signal) => {
  await using daemon = await startDaemon()
  const recorder = await mockerd('record', '--to', daemon.host, '--out', 'tape.jsonl').shows(listening)
  const { ID } = await client().info()
  const ended = await recorder.kill(signal).finished
  if (signal === 'SIGTERM') {
    expect(ended).toMatchObject({ stderr: `Recording ${daemon.host} to tape.jsonl\n`, exitCode: 0 })
  }
  expect((await stat(join(folder, 'tape.jsonl'))).mode & 0o777).toBe(0o600)

  const replay = await mockerd('replay', 'tape.jsonl', '--speed', '0').shows(listening)
  expect(await client().info()).toMatchObject({ ID })
  await expect(client().getContainer('web').inspect()).rejects.toMatchObject({
    statusCode: 501,
    json: { message: expect.stringContaining('the nearest is GET /info') },
  })
  const { stderr, exitCode } = await replay.kill('SIGTERM').finished
  expect(stderr).toBe(
    'mockerd: 1 of 1 exchanges of the tape were used\nmockerd: not on the tape: GET /containers/web/json\n',
  )
  expect(exitCode).toBe(97)
})

test.for(['record', 'replay'])('mockerd %s ends although a client stays connected', async (word) => {
  await using daemon = await startDaemon()
  await writeFile(join(folder, 'tape.jsonl'), '{"tape":1,"began":"2026-01-01T00:00:00Z"}\n')
  const args = { record: ['--to', daemon.host, '--out', 'new.jsonl'], replay: ['tape.jsonl', '--fallback'] }[word]!
  const command = await mockerd(word, ...args).shows(listening)
  const events = await client().getEvents()
  const cut = once(events, 'error')
  expect(await command.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
  expect(await cut).toMatchObject([{ message: 'aborted' }])
})

test('a replay with a fallback has an engine, and says what was not used', async () => {
  const facts = [
    { is: 'request', connection: 1, method: 'GET', target: '/_ping', http: '1.1', headers: [] },
    { is: 'request-end' },
    { is: 'reply', status: 200, reason: 'OK', http: '1.1', headers: ['Content-Length: 4'] },
    { is: 'reply-body', text: 'tape' },
    { is: 'reply-end' },
    { is: 'end' },
  ]
  const lines = [{ tape: 1, began: '2026-01-01T00:00:00Z' }, ...facts.map((fact) => ({ at: 0, exchange: 1, ...fact }))]
  await writeFile(join(folder, 'tape.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const replay = await mockerd('replay', '--fallback', 'tape.jsonl', '--engine', '20.10').shows(listening)
  expect(await client().version()).toMatchObject({ ApiVersion: '1.41' })
  expect(String(await client().ping())).toBe('tape')
  expect(await replay.kill('SIGTERM').finished).toMatchObject({
    stderr: 'mockerd: 1 of 1 exchanges of the tape were used\n',
    exitCode: 0,
  })
  const first = await mockerd('replay', '--fallback', 'engine', 'tape.jsonl').shows(listening)
  expect(String(await client().ping())).toBe('OK')
  expect((await first.kill('SIGTERM').finished).stderr).toBe(
    'mockerd: 0 of 1 exchanges of the tape were used\nmockerd: not used: exchange 1, GET /_ping\n',
  )
})

test.for([
  ['record', ['--out', 'x'], '--to and --out are needed'],
  ['record', ['--to', 'ftp://x', '--out', 'x'], 'ftp://x is no address: expected unix:///path or tcp://host:port'],
  ['record', ['--to', 'tcp://x', '--out', 'x', '--mask', '('], 'Invalid regular expression'],
  ['record', ['--to', 'unix:///x', '--out', 'FOLDER/x', '-H', 'tcp://0.0.0.0:0'], 'can be reached from other machines'],
  ['replay', [], 'name one tape'],
  ['replay', ['nosuch.jsonl'], 'no such file'],
  ['replay', ['FOLDER/bad.jsonl'], 'bad.jsonl: line 1 does not say that it is a tape'],
  ['replay', ['x', '--speed', 'x'], 'invalid value "x" for flag --speed'],
  ['replay', ['x', '--fallback=x'], 'invalid value of --fallback=x'],
  ['replay', ['x', '--strict', '--fallback'], 'exclude each other'],
] as const)('mockerd %s %j is refused with a sentence', async ([name, args, words]) => {
  await writeFile(join(folder, 'bad.jsonl'), '{}\n')
  const command = { record: recordCommand, replay: replayCommand }[name]
  const given = args.map((arg) => arg.replace('FOLDER', folder))
  await expect(command(given, () => {})).rejects.toThrow(words)
})

test('the flags that the documentation names are those of the help', async () => {
  const text = await readFile(join(root, 'docs/record-and-replay.md'), 'utf8')
  const help = recordHelp + replayHelp + importHelp
  for (const [flag] of text.matchAll(/(?<=[`\s])--[a-z][a-z-]*/g)) {
    if (!['--rm', '--snapshot'].includes(flag)) expect(help).toContain(flag)
  }
})
