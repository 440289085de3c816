// The real docker command under audit: what it does survive, and what it does not.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withoutDockerCli } from '../docker-cli.ts'
import { installedCommand } from '../doors/installed-command.ts'

const start = installedCommand()

describe.skipIf(withoutDockerCli)(`docker ${withoutDockerCli ?? ''}`, () => {
  test.for([
    [
      ['docker', 'pull', 'alpine'],
      {
        'api/min-version': 'survived 0',
        'pull/error-in-stream': 'survived 1',
        'stream/byte-by-byte': 'survived 0',
        'container/wait-cut': 'not touched 0',
      },
    ],
    [
      ['docker', 'run', '--rm', 'alpine', 'true'],
      {
        'container/idempotent-304': 'survived 0',
        'container/wait-cut': 'survived 125',
        'container/start-bad-command': 'survived 127',
        'swarm/not-manager': 'not touched 0',
      },
    ],
    // it never ends by itself where nothing answers
    [['docker', 'stop', 'nobody', '||', 'true'], { 'daemon/hang-before-headers': 'hung -' }],
  ] as const)('%j', async ([command, expected]) => {
    const config = mkdtempSync(join(tmpdir(), 'mockerd-audit-'))
    onTestFinished(() => rmSync(config, { recursive: true, force: true }))
    const scenarios = Object.keys(expected).flatMap((name) => ['--scenario', name])
    const args = ['audit', '--timeout', '5s', ...scenarios, '--', 'sh', '-c', command.join(' ')]
    const { stdout, stderr } = await start(args, { DOCKER_CONFIG: config, HOME: config }).finished
    expect(stderr).toBe('')
    const rows = stdout.slice(0, stdout.indexOf('\n\n')).split('\n').slice(2)
    const found = rows.map((row) => row.split(/ {2,}/)).map(([name, verdict, exit]) => [name, `${verdict} ${exit}`])
    expect(Object.fromEntries(found)).toEqual(expected)
  })
})
