// The images that are servers, run as `docker run` does: entry script, server, signals. The clock stands still meanwhile.
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { programs } from '../../src/daemon/programs.ts'
import { signalNumber } from '../../src/runtime/signals.ts'
import { manualClock } from '../../src/world/manual-clock.ts'
import { Container, type Finished } from '../runtime/container.ts'
import { imageEngine } from './image-engine.ts'

interface Service {
  readonly container: Container
  /** What the main process printed, both streams in one. */
  output(): string
  /** Resolves when a text was printed, `times` times. */
  prints(text: string, times?: number): Promise<void>
  exec(...argv: string[]): Promise<Finished>
  /** The titles of all processes, as `docker top` shows them. */
  top(): string[]
  /** Sends the image's stop signal and gives the exit code. */
  stop(): Promise<number>
}

async function dockerRun(name: string, env: string[] = [], command?: string[]): Promise<Service> {
  const { pull, images, state } = imageEngine()
  await pull(name)
  const { config, chainId } = images.find(name)
  const { Entrypoint, Cmd, Env, WorkingDir, StopSignal } = config.config!
  const root = state.driver.prepare('container', chainId!)
  const container = new Container({ root, programs, clock: manualClock() })
  const environment = [...(Env ?? []), ...env]
  let output = ''
  let look = (): void => {}
  const run = container.start([...(Entrypoint ?? []), ...(command ?? Cmd ?? [])], {
    env: environment,
    cwd: WorkingDir || '/',
    output: (_, bytes) => {
      output += Buffer.from(bytes).toString()
      look()
      return undefined
    },
  })
  return {
    container,
    output: () => output,
    prints: (text, times = 1) =>
      new Promise((resolve, reject) => {
        look = () => output.split(text).length > times && resolve()
        look()
        void run.exited.then(() => reject(new Error(`ended before it printed ${text}:\n${output}`)))
      }),
    exec: (...argv) => container.run(argv, { env: environment }),
    top: () => container.machine.processes().map(({ argv }) => argv.join(' ')),
    async stop() {
      run.task.signal(signalNumber(StopSignal ?? 'SIGTERM')!)
      return (await run.exited).code
    },
  }
}

describe('nginx', () => {
  test('runs its entry scripts, then a master with workers, and quits in order', async () => {
    const web = await dockerRun('nginx')
    await web.prints('start worker process ', 2)
    expect(web.output()).toContain('/docker-entrypoint.sh: Configuration complete; ready for start up\n')
    expect(web.top()).toEqual(['nginx: master process nginx -g daemon off;', ...Array(2).fill('nginx: worker process')])
    expect(web.container.machine.network.listening()).toEqual([80])
    expect((await web.exec('cat', '/etc/nginx/conf.d/default.conf')).stdout).toContain('listen  [::]:80;')
    expect(await web.stop()).toBe(0)
    expect(web.output()).toContain('[notice] 1#1: signal 3 (SIGQUIT) received, shutting down\n')
    expect(web.output()).toMatch(/1#1: exit\n$/)
  })

  test('checks its configuration and reloads it', async () => {
    const web = await dockerRun('nginx:alpine')
    await web.prints('start worker process ', 2)
    expect(await web.exec('nginx', '-t')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('test is successful'),
    })
    expect(await web.exec('nginx', '-s', 'reload')).toMatchObject({ code: 0 })
    await web.prints('exited with code 0', 2)
    expect(web.top()).toHaveLength(3)
    await web.exec('sh', '-c', 'echo "server {" > /etc/nginx/conf.d/bad.conf')
    expect(await web.exec('nginx', '-t')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('[emerg] unexpected end of file, expecting "}" in /etc/nginx/conf.d/bad.conf:2'),
    })
  })

  test('runs another command without its own scripts', async () => {
    const other = await dockerRun('nginx', [], ['sh', '-c', 'echo ready; sleep 1000'])
    await other.prints('ready')
    expect(other.output()).toBe('ready\n')
  })
})

describe('redis', () => {
  test('serves as the user redis, answers ping, saves and ends', async () => {
    const redis = await dockerRun('redis')
    await redis.prints('Ready to accept connections')
    expect(redis.container.machine.processes()).toMatchObject([{ pid: 1, uid: 999, argv: ['redis-server *:6379'] }])
    expect(await redis.exec('redis-cli', 'ping')).toMatchObject({ stdout: 'PONG\n', code: 0 })
    expect(await redis.stop()).toBe(0)
    expect(redis.output()).toContain('Received SIGTERM scheduling shutdown...')
    expect(redis.output()).toMatch(/# Redis is now ready to exit, bye bye...\n$/)
  })

  test('takes options alone as options of the server', async () => {
    const redis = await dockerRun('redis:7-alpine', [], ['--port', '7000'])
    await redis.prints('Running mode=standalone, port=7000.')
    expect(redis.output()).toContain('Redis version=7.4.5')
    expect(await redis.exec('redis-cli', 'ping')).toMatchObject({
      code: 1,
      stderr: 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\n',
    })
  })
})

describe('postgres', () => {
  test('refuses to make a database without a password', async () => {
    const postgres = await dockerRun('postgres')
    await expect(postgres.prints('ready')).rejects.toThrow('superuser password is not specified')
  })

  test('makes a database, is ready twice, and shuts down fast', async () => {
    const postgres = await dockerRun('postgres:16', ['POSTGRES_PASSWORD=secret'])
    await postgres.prints('database system is ready to accept connections', 2)
    expect(postgres.output()).toContain('PostgreSQL init process complete; ready for start up.')
    expect(postgres.top().slice(0, 3)).toEqual(['postgres', 'postgres: checkpointer', 'postgres: background writer'])
    expect(postgres.container.machine.network.listening()).toEqual([5432])
    expect(await postgres.exec('pg_isready')).toMatchObject({
      stdout: '/var/run/postgresql:5432 - accepting connections\n',
    })
    expect((await postgres.exec('cat', '/var/lib/postgresql/data/PG_VERSION')).stdout).toBe('16\n')
    expect(await postgres.stop()).toBe(0)
    expect(postgres.output()).toMatch(/LOG: {2}database system is shut down\n$/)
  })

  test('runs the scripts of the first start', async () => {
    const script = 'echo "made by $POSTGRES_USER" > /tmp/first; chmod 644 /tmp/first'
    const postgres = await dockerRun(
      'postgres:17-alpine',
      ['POSTGRES_PASSWORD=secret', 'POSTGRES_USER=me'],
      ['sh', '-c', `echo '${script}' > /docker-entrypoint-initdb.d/a.sh; exec docker-entrypoint.sh postgres`],
    )
    await postgres.prints('database system is ready to accept connections', 2)
    expect(await postgres.exec('cat', '/tmp/first')).toMatchObject({ stdout: 'made by me\n' })
  })
})

test.each(['alpine', 'busybox', 'debian', 'ubuntu'])('%s has a shell and knows who it is', async (name) => {
  const box = await dockerRun(name, [], ['sh', '-c', 'whoami; ls / | head -2; echo $((6 * 7)); sleep 1000'])
  await box.prints('42')
  expect(box.output()).toBe(`root\nbin\n${name === 'alpine' || name === 'busybox' ? 'dev' : 'boot'}\n42\n`)
})
