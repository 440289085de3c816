// The command with --data-root: ended by signals, refused a root that somebody has, killed while clients work with it.
// test/data-root/kill.ts kills as often as one likes.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { seededRandom } from '../../src/world/random.ts'
import { RunningCli } from '../docker-cli.ts'
import { wholeText } from '../reading.ts'
import { killRound, type Model } from './killing.ts'

const root = join(import.meta.dirname, '../..')
const rounds = 8

let folder: string
let mockerd: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-kill-'))
  await mkdir(join(folder, 'package'))
  await symlink(join(root, 'node_modules'), join(folder, 'package/node_modules'))
  await copyFile(join(root, 'package.json'), join(folder, 'package/package.json'))
  await bundle(join(folder, 'package/dist'))
  mockerd = join(folder, 'package/dist/mockerd.js')
})
afterAll(() => rm(folder, { recursive: true }))

test('a daemon that is killed while clients work starts again and has lost nothing that it told them', {
  timeout: 120_000,
}, async () => {
  const random = seededRandom('kill')
  const model: Model = new Map()
  let answered = 0
  for (let round = 0; round < rounds; round++) {
    const lifetime = 20 + random.next() * 300
    const outcome = await killRound({ mockerd, folder, model, random, lifetime, clients: 3 })
    expect(outcome.complaints).toEqual([])
    answered += outcome.answered
  }
  expect(answered).toBeGreaterThan(0)
})

/** The command on a root of its own; paths are taken from where it is started. */
function start(name: string): { readonly running: RunningCli; readonly docker: Dockerode; end(): void } {
  const socketPath = join(folder, `${name}.sock`)
  const args = [mockerd, '-H', `unix://${socketPath}`, '--data-root', 'terminated']
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, args, { cwd: folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { running: new RunningCli(child), docker: new Dockerode({ socketPath }), end: () => child.kill('SIGTERM') }
}

test('SIGTERM stops the containers, and the next daemon finds them so; a second one on the root is refused', async () => {
  const first = start('first')
  await first.running.shows(/export DOCKER_HOST/)
  await wholeText(await first.docker.pull('busybox:latest'))
  const container = await first.docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '1000'], name: 'sleeper' })
  await container.start()
  const { stderr, exitCode } = await start('second').running.finished
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(
      /\nfailed to start daemon: ensure docker is not running or delete \S+\/terminated\/mockerd\.pid: process with PID \d+ is still running\n$/,
    ),
  ])
  first.end()
  expect((await first.running.finished).exitCode).toBe(0)

  const third = start('third')
  await third.running.shows(/export DOCKER_HOST/)
  const { State } = await third.docker.getContainer('sleeper').inspect()
  expect([State.Status, State.ExitCode]).toEqual(['exited', 137])
})
