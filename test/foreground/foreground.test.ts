// The daemon in the foreground: what it logs from its start to its end, and what signals do to it.
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { RunningCli } from '../docker-cli.ts'
import { installedCommand } from '../doors/installed-command.ts'

const start = installedCommand()

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  path = join(folder, 'a.sock')
  onTestFinished(() => rm(folder, { recursive: true }))
})

/** Resolves once it listens. */
const mockerd = async (...args: readonly string[]): Promise<RunningCli> => {
  const daemon = start(['-H', `unix://${path}`, ...args], { XDG_RUNTIME_DIR: folder })
  return daemon.shows(/API listen on/, 'stderr')
}

const withoutTime = (log: string): string[] =>
  log
    .replace(/time="?\d[^ ]*"? /g, '')
    .trimEnd()
    .split('\n')

describe('the log', () => {
  test.for([
    [
      '28.5-debian',
      [
        'level=info msg="Starting up"',
        'level=info msg="Loading containers: start."',
        'level=info msg="Loading containers: done."',
        'level=info msg="Docker daemon" commit=3ef3c07c883be49a2e8097bcf6d2952fce1d70eb containerd-snapshotter=false storage-driver=overlay2 version=28.5.2+dfsg4',
        'level=info msg="Initializing buildkit"',
        'level=info msg="Completed buildkit initialization"',
        'level=info msg="Daemon has completed initialization"',
        'level=info msg="API listen on SOCKET"',
        `level=info msg="Processing signal 'terminated'"`,
        'level=info msg="Daemon shutdown complete"',
      ],
    ],
    [
      '20.10-debian',
      [
        'level=info msg="Starting up"',
        'level=info msg="Loading containers: start."',
        'level=info msg="Loading containers: done."',
        'level=info msg="Docker daemon" commit=5d6db84 graphdriver(s)=overlay2 version=20.10.24+dfsg1',
        'level=info msg="Daemon has completed initialization"',
        'level=info msg="API listen on SOCKET"',
        `level=info msg="Processing signal 'terminated'"`,
        'level=info msg="Daemon shutdown complete"',
      ],
    ],
  ] as const)('of Docker %s tells of its start and its end', async ([engine, lines]) => {
    const daemon = await mockerd('--engine', engine, '--bridge', 'none')
    const { stderr, exitCode } = await daemon.kill('SIGTERM').finished
    expect(withoutTime(stderr.replaceAll(path, 'SOCKET'))).toEqual(lines)
    expect(exitCode).toBe(0)
  })

  test('is JSON if that is wanted, at the level that is wanted', async () => {
    const daemon = start(['-H', path, '--log-format', 'json', '--log-level', 'debug'], {})
    await daemon.shows(/export/)
    await new Dockerode({ socketPath: path }).ping()
    const { stderr } = await daemon.kill('SIGTERM').finished
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines).toContainEqual({
      level: 'debug',
      method: 'GET',
      module: 'api',
      msg: 'handling GET request',
      'request-url': '/_ping',
      time: expect.stringMatching(/^\d{4}-.*\.\d{9}Z$/),
      vars: {},
    })
  })

  test('has nothing to say at the level error while all is well', async () => {
    const daemon = start(['-H', path, '-l', 'ERROR'], {})
    await daemon.shows(/export/)
    expect(await daemon.kill('SIGINT').finished).toMatchObject({ stderr: '', exitCode: 0 })
  })

  test.for([
    [['--log-level', 'bogus'], 'invalid logging level: bogus\n'],
    [['--log-format', 'xml'], 'invalid log format: xml\n'],
  ] as const)('%j is refused in the words of dockerd', async ([args, words]) => {
    expect(await start(args, {}).finished).toEqual({ stdout: '', stderr: words, exitCode: 1 })
  })

  test('that nobody reads any more does not end the daemon', async () => {
    const daemon = await mockerd('-D')
    daemon.stopReading()
    const client = new Dockerode({ socketPath: path })
    for (let call = 0; call < 3; call++) expect((await client.ping()).toString()).toBe('OK')
    expect(await daemon.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
  })
})

describe('SIGUSR1', () => {
  test('writes what the daemon holds into its data root', async () => {
    const root = join(folder, 'data')
    const daemon = await mockerd('--data-root', root)
    await new Dockerode({ socketPath: path }).createVolume({ Name: 'dear' })
    await daemon.kill('SIGUSR1').shows(/goroutine stacks written to/, 'stderr')
    const [, file] = /goroutine stacks written to ([^"]*)"/.exec(daemon.stderr)!
    expect(file).toMatch(/\/data\/goroutine-stacks-\d{4}-\d\d-\d\dT\d{6}Z\.log$/)
    expect(await readFile(file!, 'utf8')).toContain('\nVolumes: 1\n  dear\n')
    await daemon.kill('SIGTERM').finished
    // the next daemon is not bothered by it
    await (await mockerd('--data-root', root)).kill('SIGTERM').finished
    expect(await readdir(root)).toContainEqual(expect.stringMatching(/^goroutine-stacks-/))
  })

  test('writes it to stderr where there is no data root, with the calls that are under way', async () => {
    const daemon = await mockerd()
    const events = await new Dockerode({ socketPath: path }).getEvents()
    events.on('error', () => {}).resume()
    await daemon.kill('SIGUSR1').shows(/Journal: 0\n/, 'stderr')
    expect(daemon.stderr).toContain('\nCalls under way: 1\n  GET /events\n')
  })
})

describe('--exit-with-stdin', () => {
  test('ends it in order when its standard input ends, and not by what comes before', async () => {
    const daemon = (await mockerd('--exit-with-stdin')).type('ignored')
    expect((await new Dockerode({ socketPath: path }).ping()).toString()).toBe('OK')
    const { stderr, exitCode } = await daemon.closeInput().finished
    expect(withoutTime(stderr).slice(-2)).toEqual([
      'level=info msg="The standard input has ended"',
      'level=info msg="Daemon shutdown complete"',
    ])
    expect(exitCode).toBe(0)
    expect(existsSync(path)).toBe(false)
  })

  test('leaves signals what they are', async () => {
    const daemon = await mockerd('--exit-with-stdin')
    expect(await daemon.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
  })

  test('is refused for a daemon in the background', async () => {
    expect(await start(['start', '--exit-with-stdin'], { XDG_RUNTIME_DIR: folder }).finished).toMatchObject({
      stderr: 'mockerd: a daemon in the background has no standard input to end with\n',
      exitCode: 1,
    })
  })
})

test('without that option the end of its standard input means nothing', async () => {
  const daemon = (await mockerd()).closeInput()
  expect((await new Dockerode({ socketPath: path }).ping()).toString()).toBe('OK')
  expect((await daemon.kill('SIGTERM').finished).stderr).toContain("signal 'terminated'")
})

test('SIGQUIT ends it at once, with what it holds on stderr', async () => {
  const daemon = await mockerd()
  const { stderr, exitCode } = await daemon.kill('SIGQUIT').finished
  expect(stderr).toContain('\nContainers: none\n')
  expect(exitCode).toBe(2)
})

test('the second SIGINT does not wait for containers', async () => {
  const daemon = await mockerd('--data-root', join(folder, 'data'))
  const client = new Dockerode({ socketPath: path })
  await new Promise((resolve) => client.pull('alpine', {}, (_, stream) => stream!.on('end', resolve).resume()))
  const stubborn = await client.createContainer({
    Image: 'alpine',
    Cmd: ['sh', '-c', 'trap "" TERM; echo ready; sleep 1000'],
    StopTimeout: 1000,
  })
  const output = await stubborn.attach({ stream: true, stdout: true })
  const isReady = new Promise((resolve) => output.once('data', resolve))
  await stubborn.start()
  await isReady
  await daemon.kill('SIGINT').shows(/Processing signal 'interrupt'/, 'stderr')
  const { stderr, exitCode } = await daemon.kill('SIGINT').finished
  expect(stderr).toContain('Forcing docker daemon shutdown without cleanup; 2 interrupts received')
  expect(exitCode).toBe(130)
})

describe('--pidfile', () => {
  test.for([
    ['nosuch/mockerd.pid', 'open FILE: no such file or directory'],
    ['.', 'read FILE: is a directory'],
  ] as const)('at %s keeps it from starting, in the words of dockerd', async ([name, words]) => {
    const pidfile = join(folder, name)
    const refusal = `failed to start daemon, ensure docker is not running or delete ${pidfile}: ${words}`
    const { stderr, exitCode } = await start(['-H', path, '-p', pidfile], {}).finished
    expect(withoutTime(stderr).at(-1)).toBe(refusal.replace('FILE', pidfile))
    expect(exitCode).toBe(1)
  })

  test('has the number of the process, and is gone at its end', async () => {
    const pidfile = join(folder, 'mockerd.pid')
    const daemon = await mockerd('--pidfile', pidfile)
    process.kill(Number(await readFile(pidfile, 'utf8')), 'SIGTERM')
    expect(await daemon.finished).toMatchObject({ exitCode: 0 })
    expect(existsSync(pidfile)).toBe(false)
  })

  test('of a process that lives keeps another from starting', async () => {
    const pidfile = join(folder, 'mockerd.pid')
    await writeFile(pidfile, `${process.pid}\n`)
    const { stderr, exitCode } = await start(['-H', path, '-p', pidfile], {}).finished
    expect(withoutTime(stderr).at(-1)).toBe(
      `failed to start daemon, ensure docker is not running or delete ${pidfile}: process with PID ${process.pid} is still running`,
    )
    expect(exitCode).toBe(1)
    expect(await readFile(pidfile, 'utf8')).toBe(`${process.pid}\n`)
  })

  test('of a process that has gone, and one with no number in it, is written anew', async () => {
    for (const content of ['999999999', 'dear']) {
      const pidfile = join(folder, 'mockerd.pid')
      await writeFile(pidfile, content)
      const daemon = await mockerd('-p', pidfile)
      expect(await readFile(pidfile, 'utf8')).toMatch(/^\d{1,7}$/)
      await daemon.kill('SIGTERM').finished
    }
  })
})

describe('SIGHUP', () => {
  test.for([
    [
      '28.5',
      'level=info msg="Got signal to reload configuration" config-file=FILE',
      /^level=info msg="Reloaded configuration" config="\{\\"labels\\":\[\\"rack=2\\"\],.*\\"shutdown-timeout\\":33,\\"debug\\":true,/,
      'level=error msg="Error reloading configuration" error="unable to configure the Docker daemon with file FILE: the following directives don\'t match any configuration option: nosuch"',
    ],
    [
      '20.10',
      'level=info msg="Got signal to reload configuration, reloading from: FILE"',
      /^level=info msg="Reloaded configuration: \{\\"labels\\":\[\\"rack=2\\"\],.*\\"shutdown-timeout\\":33,\\"debug\\":true,/,
      'level=error msg="unable to configure the Docker daemon with file FILE: the following directives don\'t match any configuration option: nosuch"',
    ],
  ] as const)('lets Docker %s read daemon.json again', async ([engine, got, reloaded, refused]) => {
    const file = join(folder, 'daemon.json')
    await writeFile(file, JSON.stringify({ labels: ['rack=1'] }))
    const daemon = await mockerd('--config-file', file, '--engine', engine, '--http-proxy', 'http://me:dear@proxy.test')
    const client = new Dockerode({ socketPath: path })
    expect(await client.info()).toMatchObject({ Labels: ['rack=1'], Debug: false })

    const events = await client.getEvents({ filters: { type: ['daemon'] } })
    const event = new Promise((resolve) => events.once('data', (line) => resolve(JSON.parse(String(line)))))
    await writeFile(file, JSON.stringify({ labels: ['rack=2'], debug: true, 'shutdown-timeout': 33 }))
    await daemon.kill('SIGHUP').shows(/Reloaded configuration/, 'stderr')
    expect(await client.info()).toMatchObject({ Labels: ['rack=2'], Debug: true })
    expect(await event).toMatchObject({
      Action: 'reload',
      Actor: { Attributes: { labels: '["rack=2"]', debug: 'true' } },
    })
    events.on('error', () => {})
    // the log has become talkative, too
    await daemon.shows(/[= ]\/info/, 'stderr')

    await writeFile(file, JSON.stringify({ labels: ['rack=2'], 'max-concurrent-downloads': 7 }))
    await daemon.kill('SIGHUP').shows(/msg="Reset Max Concurrent Downloads: 7"/, 'stderr')

    await writeFile(file, JSON.stringify({ labels: ['rack=3'], nosuch: true }))
    await daemon.kill('SIGHUP').shows(/level=error/, 'stderr')
    expect(await client.info()).toMatchObject({ Labels: ['rack=2'] })
    const { stderr } = await daemon.kill('SIGTERM').finished
    const lines = withoutTime(stderr.replaceAll(file, 'FILE'))
    expect(lines.filter((line) => line === got)).toHaveLength(3)
    expect(lines).toContainEqual(expect.stringMatching(reloaded))
    expect(lines).toContain(refused)
    expect(stderr).toContain('http://xxxxx:xxxxx@proxy.test')
    expect(stderr).not.toContain('dear')
  })
})
