// The command with options that are wrong, or only looked at: what it prints, and how it ends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { RunningCli } from '../docker-cli.ts'
import { installedCommand } from '../doors/installed-command.ts'

const start = installedCommand()

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
})

const mockerd = (args: readonly string[], environment = {}): RunningCli =>
  start(args, { XDG_RUNTIME_DIR: folder, HOME: folder, ...environment })

test.for([
  [['--validate'], 0, 'configuration OK\n'],
  [
    ['--validate', '--label', 'a'],
    1,
    'Status: invalid argument "a" for "--label" flag: bad attribute format: a\nSee \'mockerd --help\'., Code: 125\n',
  ],
  [['--log-level', 'loud'], 1, 'invalid logging level: loud\n'],
  [
    ['--validate', '--restart'],
    0,
    'Flag --restart has been deprecated, Please use a restart policy on docker run\nconfiguration OK\n',
  ],
  [
    ['--validate', '--tls'],
    1,
    'invalid TLS configuration: could not load X509 key pair (cert: "", key: ""): open : no such file or directory\n',
  ],
  [
    ['--validate', '--scenario', 'pull/enospcc'],
    1,
    'there is no scenario and no file pull/enospcc; did you mean "pull/enospc"?\n',
  ],
  [
    ['-b', 'br0'],
    1,
    'failed to start daemon: Error initializing network controller: error creating default "bridge" network: bridge device with non default name br0 must be created manually\n',
  ],
  [
    ['daemon', '--validate'],
    0,
    'Command "daemon" is deprecated, and will be removed in Docker 1.16. Please run `mockerd` directly.\nconfiguration OK\n',
  ],
] as const)('%j', async ([args, exitCode, stderr]) => {
  expect(await mockerd(args).finished).toEqual({ stdout: '', stderr, exitCode })
})

test('--validate refuses an engine that there is not', async () => {
  expect(await mockerd(['--validate', '--engine', '9']).finished).toEqual({
    stdout: '',
    stderr: expect.stringMatching(/^there is no engine '9': /),
    exitCode: 1,
  })
})

test('flags, variables and daemon.json make one daemon', async () => {
  const file = join(folder, 'daemon.json')
  await writeFile(
    file,
    JSON.stringify({
      labels: ['rack=3'],
      'log-driver': 'local',
      'data-root': join(folder, 'root'),
      'registry-mirrors': ['http://127.0.0.1:1'],
      'insecure-registries': ['reg.lan:5000'],
      mockerd: { engine: '27.5', 'host-processors': 2 },
    }),
  )
  const socketPath = join(folder, 'a.sock')
  const daemon = mockerd(['-H', `unix://${socketPath}`, '--config-file', file], { MOCKERD_LIVE_RESTORE: 'true' })
  await daemon.shows(/export/)
  expect(await new Dockerode({ socketPath }).info()).toMatchObject({
    Labels: ['rack=3'],
    LoggingDriver: 'local',
    DockerRootDir: join(folder, 'root'),
    LiveRestoreEnabled: true,
    NCPU: 2,
    ServerVersion: expect.stringMatching(/^27\.5\./),
    RegistryConfig: expect.objectContaining({ Mirrors: ['http://127.0.0.1:1/'] }),
  })
  expect(await daemon.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
})
