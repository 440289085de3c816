// The simulated image redis: a server that other containers talk to, and the client that comes with it.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const clock = manualClock(Date.UTC(2026, 0, 1))
const test = dockerTest(() => ({ clock }))

interface Redis {
  readonly server: Dockerode.Container
  /** What redis-cli prints in another container. */
  cli(command: string): Promise<string>
  /** What the server answers to bytes of another container: printf's escapes, RESP. */
  raw(bytes: string): Promise<string>
}

async function redis(docker: TestDaemon, Cmd?: string[]): Promise<Redis> {
  await docker.dockerode.createNetwork({ Name: 'back' })
  const HostConfig = { NetworkMode: 'back' }
  const server = await docker.create('redis:alpine', Cmd, { name: 'redis', HostConfig })
  await start(server)
  const client = await docker.run('redis:alpine', ['sleep', '1000'], { HostConfig })
  return {
    server,
    cli: (command) => exec(client, `redis-cli -h redis ${command} 2>&1`),
    raw: (bytes) => exec(client, `printf '${bytes}' | nc redis 6379`),
  }
}

async function start(server: Dockerode.Container): Promise<void> {
  const output = demultiplexed(await server.attach({ stream: true, stdout: true, stderr: true }))
  await server.start()
  await output.stdout.shows(/Ready to accept connections/)
}

async function exec(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

/** Requests one after the other, and the end of the connection. */
const requests = (...lines: string[]): string => [...lines, 'QUIT'].map((line) => `${line}\\r\\n`).join('')

test('redis answers a client in another container', async ({ docker }) => {
  const { cli } = await redis(docker)
  expect(await cli('ping')).toBe('PONG\n')
  expect(await cli('set greeting "hello there"')).toBe('OK\n')
  expect(await cli('get greeting')).toBe('hello there\n')
  expect(await cli('--no-raw get greeting')).toBe('"hello there"\n')
  expect(await cli('rpush list a b')).toBe('2\n')
  expect(await cli('--no-raw lrange list 0 -1')).toBe('1) "a"\n2) "b"\n')
  expect(await cli('-n 1 get greeting')).toBe('\n')
})

test('redis-cli says that nobody is there', async ({ docker }) => {
  const { cli } = await redis(docker)
  expect(await cli('-p 1 ping')).toBe('Could not connect to Redis at redis:1: Connection refused\n')
  expect(await cli('-h nobody ping')).toBe('Could not connect to Redis at nobody:6379: Name or service not known\n')
})

test('redis-cli takes commands from its standard input', async ({ docker }) => {
  const { server } = await redis(docker)
  const output = await exec(server, `printf 'set a 1\\nincr a\\n"mget" a b\\nfoo "x' | redis-cli`)
  expect(output).toBe('OK\n2\n2\n\nInvalid argument(s)\n')
})

// the answers are those of Redis 7.0
test.for([
  ['SET k v EX 0', "-ERR invalid expire time in 'set' command"],
  ['FOO bar baz', "-ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' "],
  ['GET', "-ERR wrong number of arguments for 'get' command"],
  ['INCR text', '-ERR value is not an integer or out of range'],
  ['LPUSH text x', '-WRONGTYPE Operation against a key holding the wrong kind of value'],
  ['EXEC', '-ERR EXEC without MULTI'],
  ['SELECT 99', '-ERR DB index is out of range'],
  ['ZRANGEBYSCORE z a b', '-ERR min or max is not a float'],
  ['LSET none 0 x', '-ERR no such key'],
  ['CONFIG GET maxmemory', '*2\r\n$9\r\nmaxmemory\r\n$1\r\n0'],
  ['HELLO 4', '-NOPROTO unsupported protocol version'],
] as const)('redis answers %s as the real one', async ([request, answer], { docker }) => {
  const { raw } = await redis(docker)
  expect(await raw(requests('SET text abc', request))).toBe(`+OK\r\n${answer}\r\n+OK\r\n`)
})

test.for([
  ['hashes', ['HSET h a 1 b 2', 'HINCRBY h a 5', 'HMGET h a c'], ':2 :6 *2 $1 6 $-1'],
  ['sets', ['SADD s a b', 'SADD t b c', 'SINTER s t'], ':2 :2 *1 $1 b'],
  ['sorted sets', ['ZADD z 2 b 1.5 a', 'ZRANGE z 0 -1 WITHSCORES'], ':2 *4 $1 a $3 1.5 $1 b $1 2'],
  ['lists', ['RPUSH l a b c', 'LPOP l 2', 'LLEN l'], ':3 *2 $1 a $1 b :1'],
  ['transactions', ['MULTI', 'SET k 1', 'INCR k', 'EXEC'], '+OK +QUEUED +QUEUED *2 +OK :2'],
  ['maps in RESP 3', ['HELLO 3 SETNAME me', 'HSET h a 1', 'HGETALL h'], ':1 %1 $1 a $1 1'],
] as const)('redis keeps %s', async ([, lines, answer], { docker }) => {
  const { raw } = await redis(docker)
  expect((await raw(requests(...lines))).trim().split('\r\n').join(' ')).toMatch(
    new RegExp(`${escaped(answer)} \\+OK$`),
  )
})

const escaped = (text: string): string => text.replace(/[$*+.%]/g, '\\$&')

test('a key of redis is gone when its time has come', async ({ docker }) => {
  const { cli } = await redis(docker)
  await cli('set short lived px 5000')
  await clock.advance(4000)
  expect(await cli('pttl short')).toBe('1000\n')
  await clock.advance(1001)
  expect(await cli('get short')).toBe('\n')
  expect(await cli('dbsize')).toBe('0\n')
})

test('redis hands messages to those who have subscribed', async ({ docker }) => {
  const { server, cli } = await redis(docker)
  const created = await server.exec({ Cmd: ['redis-cli', 'subscribe', 'news'], AttachStdout: true })
  const { stdout } = demultiplexed(await created.start({}))
  await stdout.shows(/subscribe\nnews\n1\n/)
  expect(await cli('publish news hello')).toBe('1\n')
  await stdout.shows(/message\nnews\nhello\n/)
})

test('a client of redis that waits for a list gets what another one puts there', async ({ docker }) => {
  const { server, cli } = await redis(docker)
  const created = await server.exec({ Cmd: ['redis-cli', 'blpop', 'queue', '0'], AttachStdout: true })
  const { stdout } = demultiplexed(await created.start({}))
  await expect.poll(() => cli('info clients')).toContain('blocked_clients:1')
  await cli('rpush queue job')
  expect(await stdout.whole()).toBe('queue\njob\n')
})

test('redis asks for its password', async ({ docker }) => {
  const { cli } = await redis(docker, ['--requirepass', 'secret'])
  expect(await cli('get a')).toBe('NOAUTH Authentication required.\n\n')
  expect(await cli('-a wrong --no-auth-warning ping')).toContain(
    'AUTH failed: WRONGPASS invalid username-password pair',
  )
  expect(await cli('-a secret --no-auth-warning ping')).toBe('PONG\n')
})

test('redis has its keys again after a restart', async ({ docker }) => {
  const { server, cli } = await redis(docker)
  await cli('set kept yes')
  await cli('hset hash field value')
  await server.stop()
  await start(server)
  expect(await cli('get kept')).toBe('yes\n')
  expect(await cli('hget hash field')).toBe('value\n')
})

test('redis needs memory for what it keeps', async ({ docker }) => {
  const HostConfig = { Memory: 8 * 1024 * 1024 }
  const server = await docker.create('redis', ['redis-server', '--save', ''], { HostConfig })
  await start(server)
  await exec(server, 'head -c 9000000 /dev/zero | redis-cli -x set big')
  expect(await server.wait()).toEqual({ StatusCode: 137 })
  expect((await server.inspect()).State.OOMKilled).toBe(true)
})
