// Daemons in the background: mockerd start, stop, status and logs.
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Finished, RunningCli } from '../docker-cli.ts'
import { installedCommand } from '../doors/installed-command.ts'

const command = installedCommand()

let folder: string
const started = new Set<number>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
})
afterEach(async () => {
  for (const pid of started) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended, as it should
    }
  }
  started.clear()
  await rm(folder, { recursive: true })
})

const running = (...args: readonly string[]): RunningCli => command(args, { XDG_RUNTIME_DIR: folder })
const mockerd = (...args: readonly string[]): Promise<Finished> => running(...args).finished

/** Starts one, and tells of it. */
async function start(...args: readonly string[]): Promise<Record<string, unknown> & { readonly pid: number }> {
  const name = args.flatMap((arg, index) => (args[index - 1] === '--name' ? ['--name', arg] : []))
  expect(await mockerd('start', ...args)).toMatchObject({ stderr: '', exitCode: 0 })
  const told = JSON.parse((await mockerd('status', '--json', ...name)).stdout) as { readonly pid: number }
  started.add(told.pid)
  return told
}

describe('mockerd start', () => {
  test('prints where the daemon listens, which answers at once and is nobody else’s', async () => {
    const socket = join(folder, 'mockerd.sock')
    expect(await mockerd('start')).toEqual({ stdout: `export DOCKER_HOST=unix://${socket}\n`, stderr: '', exitCode: 0 })
    const told = JSON.parse((await mockerd('status', '--json')).stdout) as { readonly pid: number }
    started.add(told.pid)
    expect(told).toEqual({
      name: 'default',
      running: true,
      pid: expect.any(Number),
      host: `unix://${socket}`,
      hosts: [`unix://${socket}`],
      engine: '28.5.2',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      log: join(folder, 'mockerd.log'),
      pidfile: join(folder, 'mockerd.pid'),
    })
    expect((await new Dockerode({ socketPath: socket }).ping()).toString()).toBe('OK')
    expect((await stat(join(folder, 'mockerd.log'))).mode & 0o777).toBe(0o600)
    expect(await mockerd('start')).toEqual({
      stdout: '',
      stderr: `mockerd: mockerd is running already: process ${told.pid}, unix://${socket}\n`,
      exitCode: 1,
    })
    expect(await mockerd('stop')).toEqual({ stdout: '', stderr: '', exitCode: 0 })
  })

  test('takes the options of mockerd, and a name for each where there are several', async () => {
    const { host } = await start('--name', 'old', '--engine', '20.10', '-H', 'tcp://127.0.0.1:0')
    await start('--name', 'new')
    const { hostname, port } = new URL(String(host))
    const old = new Dockerode({ host: hostname, port, protocol: 'http' })
    expect(await old.version()).toMatchObject({ Version: '20.10.24' })
    expect((await mockerd('stop', '--name', 'new')).exitCode).toBe(0)
    expect(await mockerd('status', '--name', 'old')).toMatchObject({
      stdout: expect.stringMatching(
        /^mockerd old is running as Docker 20\.10\.24: process \d+, since \S+\n {2}listens on tcp:\S+\n {2}logs to \S+\/mockerd-old\.log\n$/,
      ),
      exitCode: 0,
    })
    expect((await mockerd('stop', '--name', 'old')).exitCode).toBe(0)
  })

  test('says what the daemon said when it could not begin', async () => {
    expect(await mockerd('start', '--engine', '9')).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(
        /^mockerd: mockerd could not start:\n(.*\n)*mockerd: there is no engine '9': .*\n$/,
      ),
      exitCode: 1,
    })
    expect((await mockerd('status')).exitCode).toBe(3)
  })

  test('twice at the same time makes one daemon, and leaves it its log', async () => {
    const both = await Promise.all([mockerd('start'), mockerd('start')])
    const told = JSON.parse((await mockerd('status', '--json')).stdout) as { readonly pid: number }
    started.add(told.pid)
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1])
    expect((await mockerd('logs')).stdout).toMatch(
      /^time=\S+ level=info msg="Starting up"\n(time=.*\n)*.*API listen on/,
    )
    expect((await mockerd('stop')).exitCode).toBe(0)
    expect((await mockerd('logs')).stdout).toMatch(/^time=.*"Starting up"\n(time=.*\n)*.*"Daemon shutdown complete"\n$/)
    expect((await readdir(folder)).filter((name) => name.includes('.log'))).toEqual(['mockerd.log'])
  })

  test('leaves no daemon when it is killed before that answers', async () => {
    const image = join(folder, 'image.js')
    await writeFile(image, "process.kill(process.ppid, 'SIGKILL')\nmodule.exports = { image: 'own:1' }\n")
    expect(await mockerd('start', '--image', image)).toMatchObject({ stdout: '', exitCode: null })
    const [log = ''] = (await readdir(folder)).filter((name) => name.includes('.log'))
    await expect
      .poll(() => readFile(join(folder, log), 'utf8'))
      .toMatch(/\nmockerd: who has started this daemon is gone\n$/)
    await expect.poll(() => existsSync(join(folder, 'mockerd.pid'))).toBe(false)
    expect((await mockerd('status')).exitCode).toBe(3)
  })

  test.for([
    [['--nosuch'], 'unknown flag: --nosuch'],
    [['--name', 'a/b'], 'invalid value "a/b" for flag --name: must be letters, digits, _ . or -, at most 64'],
  ] as const)('%j is refused with a sentence', async ([args, words]) => {
    expect(await mockerd('start', ...args)).toMatchObject({ stderr: expect.stringContaining(words), exitCode: 1 })
  })

  test('takes no runtime directory where everybody may put a socket', async () => {
    await chmod(folder, 0o777)
    const words = `the runtime directory ${folder} may be written by everybody: name another in XDG_RUNTIME_DIR\n`
    const refusal = { stdout: '', stderr: expect.stringContaining(words), exitCode: 1 }
    expect(await mockerd('start')).toEqual(refusal)
    expect(await mockerd()).toEqual(refusal)
  })
})

test('a runtime directory that cannot be is told of in a sentence, by all who need one', async () => {
  const long = join(folder, 'x'.repeat(100))
  const cases = [
    ['/dev/null', 'the runtime directory /dev/null is no directory: name another in XDG_RUNTIME_DIR'],
    [
      '/dev/null/x',
      'the runtime directory /dev/null/x cannot be made (not a directory): name another in XDG_RUNTIME_DIR',
    ],
    [
      long,
      `${long}/mockerd.sock is too long for a socket, which has 107 bytes: name a shorter directory in XDG_RUNTIME_DIR or TMPDIR`,
    ],
  ] as const
  for (const [directory, words] of cases) {
    for (const args of [[], ['start'], ['status']]) {
      const { stdout, stderr, exitCode } = await command(args, { XDG_RUNTIME_DIR: directory }).finished
      expect([stdout, stderr.replace(/^mockerd: /, ''), exitCode]).toEqual(['', `${words}\n`, 1])
    }
  }
})

describe('mockerd stop', () => {
  test('waits for the end, and exits as the daemon does', async () => {
    await start('--scenario', 'pull/enospc', '--strict-scenario')
    expect((await mockerd('stop')).exitCode).toBe(97)
    expect(await mockerd('status')).toEqual({ stdout: 'mockerd is not running\n', stderr: '', exitCode: 3 })
    expect(await mockerd('stop')).toEqual({ stdout: '', stderr: 'mockerd is not running\n', exitCode: 0 })
  })

  test('has nothing to do where the daemon was killed, and another can be started', async () => {
    const { pid } = await start()
    const follower = running('logs', '-f')
    await follower.shows(/API listen on/)
    process.kill(pid, 'SIGKILL')
    // it ends with the daemon
    await follower.finished
    expect(await mockerd('stop')).toMatchObject({ stderr: 'mockerd is not running\n', exitCode: 0 })
    expect((await start()).pid).not.toBe(pid)
    expect((await mockerd('stop')).exitCode).toBe(0)
  })
})

describe('mockerd logs', () => {
  test('prints the log, its last lines, or goes on until the end', async () => {
    await start()
    const all = await mockerd('logs')
    expect(all).toMatchObject({
      stdout: expect.stringMatching(/^time=\S+ level=info msg="Starting up"\n/),
      exitCode: 0,
    })
    const last = all.stdout.trimEnd().split('\n').slice(-2)
    expect((await mockerd('logs', '-n', '2')).stdout).toBe(`${last.join('\n')}\n`)
    const follower = running('logs', '--follow', '--tail', '1')
    const printed = running('logs', '-f')
    await Promise.all([follower.shows(/API listen on/), printed.shows(/API listen on/)])
    await mockerd('stop')
    const { stdout, exitCode } = await follower.finished
    expect(stdout).not.toContain('Starting up')
    expect(stdout).toMatch(/msg="Processing signal 'terminated'"\n(.*\n)*.* msg="Daemon shutdown complete"\n$/)
    expect(exitCode).toBe(0)
    expect((await printed.finished).stdout).toBe((await mockerd('logs')).stdout)
  })

  test('has nothing where no daemon was', async () => {
    expect(await mockerd('logs', '--name', 'x')).toEqual({
      stdout: '',
      stderr: 'mockerd: mockerd x has never been started\n',
      exitCode: 1,
    })
  })
})

test.for(['start', 'stop', 'status', 'logs'])('mockerd %s --help tells how it is used', async (word) => {
  const { stdout, exitCode } = await mockerd(word, '--help')
  expect(stdout).toMatch(new RegExp(`^Usage: {2}mockerd ${word} \\[OPTIONS\\]\\n\\n(.*\\n)*.* --name NAME `))
  expect(exitCode).toBe(0)
})
