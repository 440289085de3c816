// The docker command while something goes on: standard input, followed logs, events, attaching, signals, terminals.
import { describe, expect } from 'vitest'
import { withoutDockerCli, withoutTerminal } from '../docker-cli.ts'
import { test } from '../fixture.ts'

/** Prints a word when it is up, another at the signal, and exits with 5. */
const trapping = (signal: string): string[] => [
  'sh',
  '-c',
  `trap "echo caught; exit 5" ${signal}; echo up; while :; do sleep 0.02; done`,
]

describe.skipIf(withoutDockerCli)(`docker without a terminal ${withoutDockerCli ?? ''}`, () => {
  test('run -i gives its standard input to the command', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const cat = cli.start('run', '-i', '--rm', 'alpine', 'cat')
    await cat.type('one\n').shows(/^one\n$/)
    await cat.type('two').shows(/two$/)
    expect(await cat.closeInput().finished).toEqual({ stdout: 'one\ntwo', stderr: '', exitCode: 0 })
    const shell = cli.start('run', '-i', '--rm', 'alpine', 'sh').type('echo a; echo b >&2; exit 4\n').closeInput()
    expect(await shell.finished).toEqual({ stdout: 'a\n', stderr: 'b\n', exitCode: 4 })
    // the command ends before its input does
    const head = cli.start('run', '-i', '--rm', 'alpine', 'head', '-n1').type('1\n2\n')
    expect(await head.finished).toEqual({ stdout: '1\n', stderr: '', exitCode: 0 })
  })

  test('a megabyte goes in and comes out whole', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const text = '0123456789abcde\n'.repeat(65_536)
    const { stdout, exitCode } = await cli.start('run', '-i', '--rm', 'alpine', 'cat').type(text).closeInput().finished
    expect(exitCode).toBe(0)
    expect(stdout === text).toBe(true)
  })

  test('exec -i gives its standard input to the command', async ({ docker }) => {
    await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
    const exec = docker.cli.start('exec', '-i', 'box', 'sh', '-c', 'tr a-z A-Z; exit 2')
    expect(await exec.type('shout').closeInput().finished).toEqual({ stdout: 'SHOUT', stderr: '', exitCode: 2 })
  })

  test('logs -f ends when the container is stopped', async ({ docker }) => {
    const { cli } = docker
    await docker.run('alpine', trapping('TERM'), { name: 'web' })
    const logs = cli.start('logs', '-f', 'web')
    await logs.shows(/^up\n$/)
    expect(await cli.out('stop', 'web')).toBe('web\n')
    expect(await logs.finished).toEqual({ stdout: 'up\ncaught\n', stderr: '', exitCode: 0 })
    expect(await cli.out('logs', '--tail', '1', 'web')).toBe('caught\n')
    expect(await cli.out('logs', '-t', 'web')).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (up|caught)\n){2}$/)
  })

  test('Ctrl-C ends logs -f and leaves the container alone', async ({ docker }) => {
    const { cli } = docker
    await docker.run('alpine', trapping('INT'), { name: 'web' })
    const logs = cli.start('logs', '-f', 'web')
    await logs.shows(/up/)
    expect(await logs.kill('SIGINT').finished).toMatchObject({ stdout: 'up\n', exitCode: 130 })
    expect(await cli.out('ps', '--format', '{{.Names}} {{.State}}')).toBe('web running\n')
  })

  test.for(['SIGINT', 'SIGTERM', 'SIGUSR1'] as const)(
    'run passes %s on to the command',
    async (signal, { docker: { cli } }) => {
      await cli.out('pull', '-q', 'alpine')
      const run = cli.start('run', '--rm', 'alpine', ...trapping(signal.slice(3)))
      await run.shows(/up/)
      expect(await run.kill(signal).finished).toEqual({ stdout: 'up\ncaught\n', stderr: '', exitCode: 5 })
    },
  )

  test('attach shows what comes and ends with the exit code of the container', async ({ docker }) => {
    const { cli } = docker
    await docker.run('alpine', ['sh', '-c', 'read line; echo "got $line"; exit 6'], { name: 'box', OpenStdin: true })
    const waiting = cli.run('wait', 'box')
    expect(await cli.start('attach', 'box').type('word\n').finished).toMatchObject({
      stdout: 'got word\n',
      exitCode: 6,
    })
    expect(await waiting).toEqual({ stdout: '6\n', stderr: '', exitCode: 0 })
    expect(await cli.run('attach', 'box')).toMatchObject({
      stderr: 'You cannot attach to a stopped container, start it first\n',
      exitCode: 1,
    })
    expect(await cli.start('start', '-ai', 'box').type('again\n').finished).toMatchObject({
      stdout: 'got again\n',
      exitCode: 6,
    })
  })

  test('a detached container is waited for and killed', async ({ docker: { cli } }) => {
    await cli.out('run', '-d', '--name', 'box', 'alpine', 'sleep', '1000')
    const attached = cli.start('attach', '--no-stdin', 'box')
    const waiting = cli.run('wait', 'box')
    expect(await cli.out('kill', 'box')).toBe('box\n')
    expect(await waiting).toMatchObject({ stdout: '137\n', exitCode: 0 })
    // attached too late or in time: both end
    expect([1, 137]).toContain((await attached.finished).exitCode)
  })

  test('events tells what was, and what happens', async ({ docker }) => {
    const { cli } = docker
    await cli.out('pull', '-q', 'alpine')
    const format = ['--format', '{{.Type}} {{.Action}} {{index .Actor.Attributes "name"}}']
    const live = cli.start('events', '--since', '1h', '--filter', 'type=container', ...format)
    await cli.out('run', '--name', 'box', 'alpine', 'true')
    await cli.out('rm', 'box')
    const seen = ['create', 'attach', 'start', 'die', 'destroy'].map((action) => `container ${action} box\n`).join('')
    await live.shows(/destroy/)
    expect(live.stdout).toBe(seen)
    expect((await live.kill('SIGINT').finished).exitCode).toBe(130)
    // by durations the command counts whole seconds only
    const past = ['events', '--since', '1h', '--until', String(Date.now() / 1000)]
    expect(await cli.out(...past, '--filter', 'container=box', ...format)).toBe(seen)
    const lines = (await cli.out(...past)).split('\n')
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z image pull alpine:latest \(name=alpine\)$/)
    expect(lines.find((line) => line.includes('container die'))).toMatch(
      / container die [0-9a-f]{64} \(execDuration=\d+, exitCode=0, image=alpine, name=box\)$/,
    )
  })
})

describe.skipIf(withoutTerminal)(`docker in a terminal ${withoutTerminal ?? ''}`, () => {
  test('run -it is a shell with a prompt, an echo and Ctrl-C', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const shell = cli.inTerminal('run', '-it', '--rm', 'alpine', 'sh')
    await shell.shows(/\/ # /)
    await shell.type('echo $((6*7))\n').shows(/echo \$\(\(6\*7\)\)\r\n42\r\n.*\/ # /s)
    await shell.type('sleep 1000\n').shows(/sleep 1000\r\n/)
    await shell.type('\x03').shows(/\^C\r\n.*\/ # /s)
    await shell.type('exit 7\n').finished
    expect(await shell.finished).toMatchObject({ exitCode: 7 })
    expect(await cli.out('ps', '-aq')).toBe('')
  })

  test('the container has the size of the terminal', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const sized = await cli.inTerminal('run', '-it', '--rm', 'alpine', 'stty', 'size').finished
    expect(sized).toMatchObject({ stdout: '24 80\r\n', exitCode: 0 })
  })

  test('detach keys leave the container running, and attach comes back to it', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const run = cli.inTerminal('run', '-it', '--name', 'box', 'alpine', 'sh')
    await run.shows(/\/ # /)
    expect(await run.type('\x10\x11').finished).toMatchObject({ exitCode: 0 })
    expect(await cli.out('ps', '--format', '{{.Names}}')).toBe('box\n')
    const attached = cli.inTerminal('attach', 'box')
    await attached.type('echo again\n').shows(/again\r\nagain/)
    expect(await attached.type('\x10\x11').finished).toMatchObject({
      stdout: expect.stringContaining('read escape sequence'),
      exitCode: 1,
    })
    const other = cli.inTerminal('attach', '--detach-keys', 'ctrl-a,x', 'box')
    await other.type('echo once\n').shows(/once\r\nonce/)
    expect(await other.type('\x01x').finished).toMatchObject({ exitCode: 1 })
    expect(await cli.inTerminal('attach', 'box').type('exit 9\n').finished).toMatchObject({ exitCode: 9 })
  })

  test('exec -it is a second shell with a terminal of its own', async ({ docker }) => {
    await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
    const shell = docker.cli.inTerminal('exec', '-it', 'box', 'sh')
    await shell.shows(/\/ # /)
    await shell.type('[ -t 0 ] && echo a terminal\n').shows(/\r\na terminal\r\n/)
    expect(await shell.type('exit 3\n').finished).toMatchObject({ exitCode: 3 })
  })

  test('Ctrl-C reaches a command without a terminal as a signal, and one with a terminal through it', async ({
    docker: { cli },
  }) => {
    await cli.out('pull', '-q', 'alpine')
    for (const flags of [[], ['-t'], ['-it']]) {
      const run = cli.inTerminal('run', '--rm', ...flags, 'alpine', ...trapping('INT'))
      await run.shows(/up/)
      const { stdout, exitCode } = await run.type('\x03').finished
      expect([flags, stdout, exitCode]).toEqual([flags, expect.stringMatching(/^up\r+\n\^Ccaught\r+\n$/), 5])
    }
  })

  test('Ctrl-D ends the input of run -i', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const cat = cli.inTerminal('run', '-i', '--rm', 'alpine', 'cat')
    await cat.type('abc\n').shows(/abc\r\nabc\r\n/)
    expect(await cat.type('\x04').finished).toMatchObject({ exitCode: 0 })
  })
})
