// What a person types first: the docker command from `version` to `rm`.
import { describe, expect } from 'vitest'
import { withoutDockerCli } from '../docker-cli.ts'
import { test } from '../fixture.ts'

const CANNOT_START =
  'docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec:'

describe.skipIf(withoutDockerCli)(`the docker command ${withoutDockerCli ?? ''}`, () => {
  test('version and info tell of the engine', async ({ docker: { cli } }) => {
    expect(await cli.out('version', '--format', '{{.Server.Version}} {{.Server.APIVersion}} {{.Server.Os}}')).toBe(
      '28.5.2 1.51 linux\n',
    )
    expect(await cli.out('version')).toContain(
      'Server: Docker Engine - Community\n Engine:\n  Version:          28.5.2\n',
    )
    const info = await cli.out('info')
    expect(info).toContain(
      ' Containers: 0\n  Running: 0\n  Paused: 0\n  Stopped: 0\n Images: 0\n Server Version: 28.5.2\n',
    )
    expect(info).toContain(' Storage Driver: overlay2\n')
  })

  test('an image is pulled with its lines, and is then up to date', async ({ docker: { cli } }) => {
    const pulled = await cli.out('pull', 'alpine')
    expect(pulled).toMatch(
      /^Using default tag: latest\nlatest: Pulling from library\/alpine\n([0-9a-f]{12}): Pulling fs layer\n(\1: .*\n)*\1: Pull complete\nDigest: sha256:[0-9a-f]{64}\nStatus: Downloaded newer image for alpine:latest\ndocker.io\/library\/alpine:latest\n$/,
    )
    expect(await cli.out('pull', 'alpine')).toContain('Status: Image is up to date for alpine:latest\n')
    expect(await cli.out('images', '--format', '{{.Repository}}:{{.Tag}}')).toBe('alpine:latest\n')
    const [id] = (await cli.out('images', '-q', '--no-trunc')).split('\n')
    expect(await cli.out('image', 'inspect', '--format', '{{.Id}} {{.Os}}', 'alpine')).toBe(`${id} linux\n`)
    expect(await cli.out('history', '-q', '--no-trunc', 'alpine')).toContain(`${id}\n`)
    await cli.out('tag', 'alpine', 'mine:1')
    expect(await cli.out('rmi', 'mine:1')).toBe('Untagged: mine:1\n')
    expect((await cli.out('rmi', 'alpine')).split('\n')[0]).toBe('Untagged: alpine:latest')
    expect(await cli.run('rmi', 'alpine')).toMatchObject({
      stderr: 'Error response from daemon: No such image: alpine:latest\n',
      exitCode: 1,
    })
  })

  test('run pulls what is missing, prints what the container prints and leaves nothing behind', async ({
    docker: { cli },
  }) => {
    const hello = await cli.run('run', '--rm', 'hello-world')
    expect(hello).toMatchObject({ exitCode: 0 })
    expect(hello.stdout).toContain('\nHello from Docker!\n')
    expect(hello.stderr).toMatch(
      /^Unable to find image 'hello-world:latest' locally\nlatest: Pulling from library\/hello-world\n/,
    )
    expect(await cli.run('run', '--rm', 'hello-world')).toMatchObject({ stdout: hello.stdout, stderr: '' })
    expect(await cli.out('ps', '-aq')).toBe('')
  })

  test("run exits with the command's code and keeps stdout and stderr apart", async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    expect(await cli.run('run', '--rm', 'alpine', 'sh', '-c', 'echo hi > /tmp/a; cat /tmp/a; exit 3')).toEqual({
      stdout: 'hi\n',
      stderr: '',
      exitCode: 3,
    })
    expect(await cli.run('run', '--rm', 'alpine', 'sh', '-c', 'echo out; echo err >&2; exit 137')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 137,
    })
  })

  test.for([
    ['nosuchcmd', 127, '"nosuchcmd": executable file not found in $PATH'],
    ['/nosuch', 127, '"/nosuch": stat /nosuch: no such file or directory'],
    ['/etc', 126, '"/etc": '],
  ] as const)('run of %s cannot start it and exits with %i', async ([command, code, words], { docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    const { stdout, stderr, exitCode } = await cli.run('run', '--rm', 'alpine', command)
    expect([stdout, exitCode]).toEqual(['', code])
    expect(stderr.startsWith(`${CANNOT_START} ${words}`), stderr).toBe(true)
    expect(await cli.out('ps', '-aq')).toBe('')
    expect(await cli.run('run', '--name', 'kept', 'alpine', command)).toMatchObject({ exitCode: code })
    expect(await cli.out('ps', '-a', '--format', '{{.Names}} {{.Status}}')).toBe('kept Created\n')
  })

  test('a web server runs in the background, is looked at, stopped and removed', async ({ docker: { cli } }) => {
    const id = (await cli.out('run', '-d', '--name', 'web', '-p', '8080:80', 'nginx')).trim()
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    const table = await cli.out('ps')
    expect(table).toMatch(
      /^CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES\n[0-9a-f]{12} +nginx +"\/docker-entrypoint\.…" +.* ago +Up .* +0\.0\.0\.0:8080->80\/tcp, \[::\]:8080->80\/tcp +web\n$/,
    )
    expect(table).toContain(id.slice(0, 12))
    expect(await cli.out('port', 'web')).toBe('80/tcp -> 0.0.0.0:8080\n80/tcp -> [::]:8080\n')
    expect(await cli.out('exec', 'web', 'sh', '-c', 'echo $HOSTNAME; ls /etc')).toMatch(
      new RegExp(`^${id.slice(0, 12)}\n(.*\n)*nginx\n(.*\n)*passwd\n`),
    )
    expect(await cli.out('top', 'web')).toMatch(/^UID +PID +PPID +C +STIME +TTY +TIME +CMD\n.*nginx: master process/)
    expect(await cli.out('top', 'web', '-o', 'pid,args')).toMatch(/^PID +COMMAND\n\d+ +nginx: master process/)
    expect(await cli.out('stats', '--no-stream', '--format', '{{.Name}} {{.PIDs}}')).toMatch(/^web [1-9]\d*\n$/)
    await cli.out('exec', 'web', 'sh', '-c', 'echo a > /root/new; mkdir /d; rm /etc/passwd')
    const changes = (await cli.out('diff', 'web')).split('\n')
    expect(changes).toEqual(expect.arrayContaining(['A /d', 'C /etc', 'D /etc/passwd', 'C /root', 'A /root/new']))
    expect(await cli.run('rm', 'web')).toMatchObject({
      stderr:
        'Error response from daemon: cannot remove container "web": container is running: stop the container before removing or force remove\n',
      exitCode: 1,
    })
    expect(await cli.out('stop', 'web')).toBe('web\n')
    expect(await cli.out('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', 'web')).toBe('exited 0\n')
    expect(await cli.out('rm', 'web')).toBe('web\n')
    expect(await cli.run('rm', 'web')).toMatchObject({
      stderr: 'Error response from daemon: No such container: web\n',
      exitCode: 1,
    })
  })

  test('exec answers as a runtime does when it cannot start a command', async ({ docker }) => {
    const { cli } = docker
    await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
    const failed = 'OCI runtime exec failed: exec failed: unable to start container process: '
    expect(await cli.run('exec', 'box', 'nosuch')).toMatchObject({
      stdout: `${failed}exec: "nosuch": executable file not found in $PATH\n`.replace('\n', '\r\n'),
      exitCode: 127,
    })
    expect(await cli.run('exec', '-w', '/nosuch', 'box', 'ls')).toMatchObject({ exitCode: 127 })
    expect(await cli.out('exec', '-u', 'nobody', 'box', 'id', '-un')).toBe('nobody\n')
    expect(await cli.out('exec', '-e', 'A=b c', 'box', 'sh', '-c', 'echo "$A"')).toBe('b c\n')
    expect(await cli.out('exec', '-d', 'box', 'touch', '/tmp/mark')).toBe('')
  })

  test('what does not exist is said to be missing', async ({ docker: { cli } }) => {
    const missing = 'Error response from daemon: No such container: nosuch\n'
    for (const verb of ['stop', 'rm', 'logs', 'attach', 'wait', 'top', 'port', 'pause', 'diff']) {
      expect(await cli.run(verb, 'nosuch'), verb).toEqual({ stdout: '', stderr: missing, exitCode: 1 })
    }
    expect(await cli.run('start', 'nosuch')).toMatchObject({ stderr: expect.stringContaining(missing), exitCode: 1 })
    expect(await cli.run('inspect', 'nosuch')).toMatchObject({
      stdout: '[]\n',
      stderr: expect.stringMatching(/No such object: nosuch\n$/),
      exitCode: 1,
    })
  })

  test('ps finds containers by filters and prints them by formats', async ({ docker }) => {
    const { cli } = docker
    await docker.create('alpine', ['true'], { name: 'made', Labels: { tier: 'db' } })
    await docker.run('alpine', ['sleep', '1000'], { name: 'up', Labels: { tier: 'web' } })
    const ended = await docker.run('alpine', ['sh', '-c', 'exit 4'], { name: 'ended' })
    await ended.wait()
    const names = async (...filters: readonly string[]): Promise<string[]> => {
      const flags = filters.flatMap((filter) => ['--filter', filter])
      return (await cli.out('ps', '-a', '--format', '{{.Names}}', ...flags)).split('\n').filter(Boolean)
    }
    expect(await names()).toEqual(['ended', 'up', 'made'])
    expect(await names('status=created', 'status=running')).toEqual(['up', 'made'])
    expect(await names('exited=4')).toEqual(['ended'])
    expect(await names('label=tier')).toEqual(['up', 'made'])
    expect(await names('label=tier=db')).toEqual(['made'])
    expect(await names('name=e')).toEqual(['ended', 'made'])
    expect(await names('ancestor=alpine', 'before=up')).toEqual(['made'])
    expect(await names('since=up')).toEqual(['ended'])
    expect(await cli.out('ps', '--format', 'table {{.Names}}\t{{.Labels}}')).toBe(
      'NAMES     LABELS\nup        tier=web\n',
    )
    expect(await cli.out('ps', '-aql')).toBe(`${ended.id.slice(0, 12)}\n`)
    expect(await cli.out('ps', '-a', '-f', 'name=ended', '--format', '{{.Status}}')).toMatch(/^Exited \(4\) .* ago\n$/)
    expect(await cli.run('ps', '-f', 'nosuch=x')).toMatchObject({
      stderr: "Error response from daemon: invalid filter 'nosuch'\n",
      exitCode: 1,
    })
  })

  test('the life of a container: create, start, pause, rename, restart, kill, wait, prune', async ({ docker }) => {
    const { cli } = docker
    await cli.out('pull', '-q', 'alpine')
    const id = (await cli.out('create', '--name', 'first', '-e', 'A=1', 'alpine', 'sleep', '1000')).trim()
    expect(await cli.run('exec', 'first', 'ls')).toMatchObject({
      stderr: `Error response from daemon: container ${id} is not running\n`,
      exitCode: 1,
    })
    expect(await cli.out('start', 'first')).toBe('first\n')
    expect(await cli.out('pause', 'first')).toBe('first\n')
    expect(await cli.out('ps', '--format', '{{.Status}}')).toMatch(/^Up .* \(Paused\)\n$/)
    expect(await cli.run('exec', 'first', 'ls')).toMatchObject({
      stderr: 'Error response from daemon: Container first is paused, unpause the container before exec\n',
    })
    expect(await cli.out('unpause', 'first')).toBe('first\n')
    expect(await cli.out('rename', 'first', 'second')).toBe('')
    expect(await cli.out('restart', '-t', '0', 'second')).toBe('second\n')
    const waiting = cli.run('wait', 'second')
    expect(await cli.run('kill', '-s', 'NOSIG', 'second')).toMatchObject({
      stderr: 'Error response from daemon: cannot kill container: second: invalid signal: NOSIG\n',
      exitCode: 1,
    })
    expect(await cli.out('kill', 'second')).toBe('second\n')
    expect(await waiting).toMatchObject({ stdout: '137\n', exitCode: 0 })
    expect(await cli.out('container', 'prune', '-f')).toBe(`Deleted Containers:\n${id}\n\nTotal reclaimed space: 0B\n`)
  })

  test('networks and volumes are made, used and removed', async ({ docker: { cli } }) => {
    await cli.out('pull', '-q', 'alpine')
    expect(await cli.out('network', 'ls', '--format', '{{.Name}} {{.Driver}}')).toBe(
      'bridge bridge\nhost host\nnone null\n',
    )
    expect(await cli.out('network', 'create', 'lan')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(await cli.out('volume', 'create', 'data')).toBe('data\n')
    const options = ['-v', 'data:/data', '--network', 'lan']
    await cli.out('run', '--name', 'writer', ...options, 'alpine', 'sh', '-c', 'echo kept > /data/f')
    expect(await cli.out('run', '--rm', ...options, 'alpine', 'cat', '/data/f')).toBe('kept\n')
    expect((await cli.run('volume', 'rm', 'data')).stderr).toMatch(
      /remove data: volume is in use - \[[0-9a-f]{64}\]\n$/,
    )
    await cli.out('rm', 'writer')
    expect(await cli.out('volume', 'rm', 'data')).toBe('data\n')
    expect(await cli.out('network', 'rm', 'lan')).toBe('lan\n')
  })
})
