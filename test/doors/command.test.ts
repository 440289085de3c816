// The command: what it prints, where it listens, how it goes.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { RunningCli } from '../docker-cli.ts'
import { installedCommand } from './installed-command.ts'

const start = installedCommand()

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
})

const mockerd = (...args: readonly string[]): RunningCli => start(args, { XDG_RUNTIME_DIR: folder })

const ping = async (socketPath: string): Promise<string> => (await new Dockerode({ socketPath }).ping()).toString()

describe('without listening', () => {
  test('--version names it and --help its options', async () => {
    const [version, help] = await Promise.all([mockerd('--version').finished, mockerd('--help').finished])
    expect(version).toEqual({
      stdout: expect.stringMatching(/^mockerd version \d+\.\d+\.\d+\n$/),
      stderr: '',
      exitCode: 0,
    })
    expect(help).toMatchObject({ stdout: expect.stringMatching(/^Usage: {2}mockerd \[OPTIONS\]\n/), exitCode: 0 })
    for (const flag of ['-H, --host', '--engine', '--seed', '-D, --debug', '-v, --version']) {
      expect(help.stdout).toContain(flag)
    }
  })

  test.for([
    [['--nosuch'], 1, "Status: unknown flag: --nosuch\nSee 'mockerd --help'., Code: 125\n"],
    [['stray'], 1, '"mockerd" accepts no argument(s).'],
    [['deamon', '-D'], 1, `mockerd: there is no command "deamon"; did you mean "daemon"?\nSee 'mockerd --help'.\n`],
    [['run', 'npm', 'test'], 125, "mockerd run: name the command behind --, as in -- npm\nSee 'mockerd run --help'.\n"],
    [['start', 'x'], 1, `mockerd: there is no use for "x"\nSee 'mockerd start --help'.\n`],
    [['start', '--nosuch'], 1, "mockerd: unknown flag: --nosuch\nSee 'mockerd start --help'.\n"],
    [['storage', 'x'], 1, `mockerd: there is no use for "x"\nSee 'mockerd storage --help'.\n`],
    [['explain', '/nosuch.yaml'], 1, 'mockerd: /nosuch.yaml: there is no such file\n'],
    [['certs', '/dev/null/x'], 1, 'mockerd: mkdir /dev/null/x: not a directory\n'],
    [['replay', '/nosuch'], 1, 'mockerd: open /nosuch: no such file or directory\n'],
    [['import', '--from', 'unix:///nosuch', '--out', 'x'], 1, 'mockerd: connect /nosuch: no such file or directory\n'],
    [['-H'], 1, "Status: flag needs an argument: 'H' in -H\n"],
    [['--engine', '9.9'], 1, '9.9'],
    [['-H', 'ftp://x'], 1, "invalid bind address (ftp://x): unsupported proto 'ftp'"],
  ] as const)('%j is refused with a sentence', async ([args, exitCode, words]) => {
    const finished = await mockerd(...args).finished
    expect(finished).toEqual({ stdout: '', stderr: expect.stringContaining(words), exitCode })
    expect(finished.stderr).not.toMatch(/\n +at /)
  })
})

test.for(['stop', 'status', 'logs', 'record', 'replay', 'import', 'certs', 'storage', 'explain'])(
  'mockerd %s tells how it is used, and refuses what it does not know in one way',
  async (name) => {
    const [help, refused] = await Promise.all([mockerd(name, '--help').finished, mockerd(name, '--nosuch').finished])
    expect(help).toMatchObject({ stdout: expect.stringMatching(new RegExp(`^Usage:  mockerd ${name} `)), exitCode: 0 })
    expect(refused).toEqual({
      stdout: '',
      stderr: `mockerd: unknown flag: --nosuch\nSee 'mockerd ${name} --help'.\n`,
      exitCode: 1,
    })
  },
)

describe('the socket', () => {
  test('is in the runtime folder of the user unless an address is given', async () => {
    const daemon = mockerd()
    await daemon.shows(/^export DOCKER_HOST=unix:\/\/.*\n$/)
    const path = join(folder, 'mockerd.sock')
    expect(daemon.stdout).toBe(`export DOCKER_HOST=unix://${path}\n`)
    await daemon.shows(/API listen on/, 'stderr')
    expect(daemon.stderr).toContain(`level=info msg="API listen on ${path}"\n`)
    expect((await stat(path)).mode & 0o777).toBe(0o660)
    expect(await ping(path)).toBe('OK')
  })

  test.for(['SIGTERM', 'SIGINT'] as const)('is gone after %s, also with containers and clients', async (signal) => {
    const path = join(folder, 'a.sock')
    const daemon = mockerd('-H', `unix://${path}`)
    await daemon.shows(/export/)
    const client = new Dockerode({ socketPath: path })
    const events = await client.getEvents()
    events.on('error', () => {}).resume()
    expect(await daemon.kill(signal).finished).toMatchObject({ exitCode: 0 })
    expect(existsSync(path)).toBe(false)
  })

  test('of a daemon that lives is never taken over', async () => {
    const path = join(folder, 'a.sock')
    await mockerd('-H', `unix://${path}`).shows(/export/)
    expect(await mockerd('-H', `unix://${path}`).finished).toEqual({
      stdout: '',
      stderr: expect.stringContaining(
        `\nfailed to load listeners: cannot listen on unix://${path}: another daemon is listening there\n`,
      ),
      exitCode: 1,
    })
    expect(await ping(path)).toBe('OK')
  })

  test('of a daemon that was killed is replaced', async () => {
    const path = join(folder, 'a.sock')
    const first = mockerd('-H', `unix://${path}`)
    await first.shows(/export/)
    await first.kill('SIGKILL').finished
    expect(existsSync(path)).toBe(true)
    await mockerd('-H', `unix://${path}`).shows(/export/)
    expect(await ping(path)).toBe('OK')
  })

  test('is not made where a file lies', async () => {
    const path = join(folder, 'a.txt')
    await writeFile(path, 'dear')
    expect(await mockerd('-H', `unix://${path}`).finished).toMatchObject({
      stderr: expect.stringContaining(
        `\nfailed to load listeners: cannot listen on unix://${path}: there is a file that is no socket\n`,
      ),
      exitCode: 1,
    })
    expect((await stat(path)).size).toBe(4)
  })
})

test('several addresses lead to one daemon, and a taken port leaves nothing behind', async () => {
  const path = join(folder, 'a.sock')
  const daemon = mockerd('-H', path, '-H', '127.0.0.1:0', '-H', 'tcp://localhost:0')
  await daemon.shows(/(.*API listen on .*\n){3}/, 'stderr')
  expect(daemon.stdout).toBe(`export DOCKER_HOST=unix://${path}\n`)
  const [, first, second] = [...daemon.stderr.matchAll(/API listen on (.*)"\n/g)].map(([, address]) => address!)
  const ids = [new Dockerode({ socketPath: path }), ...[first!, second!].map(overTcp)].map(
    async (client) => ((await client.info()) as { readonly ID: string }).ID,
  )
  expect(new Set(await Promise.all(ids)).size).toBe(1)

  const blocked = join(folder, 'b.sock')
  const refused = await mockerd('-H', blocked, '-H', `tcp://${first}`).finished
  expect(refused).toMatchObject({
    stderr: expect.stringContaining(`\nfailed to load listeners: listen tcp ${first}: bind: address already in use\n`),
    exitCode: 1,
  })
  expect(existsSync(blocked)).toBe(false)
})

const overTcp = (address: string): Dockerode => {
  const { hostname, port } = new URL(`tcp://${address}`)
  return new Dockerode({ host: hostname, port, protocol: 'http' })
}

test('--engine 20.10 is an engine of that age, --seed makes the same ids, -D logs the calls', async () => {
  const ids: string[] = []
  for (const name of ['a', 'b']) {
    const path = join(folder, `${name}.sock`)
    const daemon = mockerd('-H', `unix://${path}`, '--engine', '20.10', '--seed', 'same', '-D')
    await daemon.shows(/export/)
    const client = new Dockerode({ socketPath: path })
    expect(await client.version()).toMatchObject({ Version: expect.stringMatching(/^20\.10\./), ApiVersion: '1.41' })
    ids.push(((await client.info()) as { readonly ID: string }).ID)
    await daemon.shows(/Calling GET \/version"\n.*Calling GET \/info"\n/, 'stderr')
  }
  expect(ids[0]).toBe(ids[1])
})

test('a client that holds its connection does not hold the daemon', async () => {
  const path = join(folder, 'a.sock')
  const daemon = mockerd('-H', `unix://${path}`)
  await daemon.shows(/export/)
  const half = net.connect(path)
  half.on('error', () => {}).write('GET /_pi')
  await new Promise((resolve) => half.once('connect', resolve))
  expect(await daemon.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
  half.destroy()
})
