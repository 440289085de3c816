// Servers in containers, reached through their published ports by the clients that people use.
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { createClient } from 'redis'
import { describe, expect } from 'vitest'
import { withoutDockerCli } from '../docker-cli.ts'
import { dockerTest } from '../fixture.ts'
import { Reader } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))
const run = promisify(execFile)

/** Runs an image with a port of it published, waits for its log to say that it is ready, and tells where it is. */
async function published(docker: TestDaemon, image: string, port: number, ready: RegExp, Env: string[] = []) {
  const container = await docker.run(image, undefined, {
    Env,
    HostConfig: { PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
  })
  await new Reader(await container.logs({ follow: true, stdout: true, stderr: true })).shows(ready)
  const { NetworkSettings } = await container.inspect()
  return { container, port: Number(NetworkSettings.Ports[`${port}/tcp`]![0]!.HostPort) }
}

const withoutCurl = spawnSync('curl', ['--version']).status === 0 ? undefined : 'there is no curl'

describe.skipIf(withoutDockerCli)('With the docker command', () => {
  test.skipIf(withoutCurl)('curl gets the page that docker cp put into nginx', async ({ docker }) => {
    const { container, port } = await published(docker, 'nginx', 80, /start worker process/)
    const directory = await mkdtemp(join(tmpdir(), 'mockerd-page-'))
    try {
      await writeFile(join(directory, 'index.html'), '<h1>from the host</h1>\n')
      await docker.cli.out('cp', join(directory, 'index.html'), `${container.id}:/usr/share/nginx/html/index.html`)
    } finally {
      await rm(directory, { recursive: true })
    }
    const { stdout } = await run('curl', ['-sS', '-i', `http://127.0.0.1:${port}/`])
    expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(stdout).toMatch(/^Server: nginx\/\d/m)
    expect(stdout).toContain('<h1>from the host</h1>\n')
    expect(await docker.cli.out('logs', container.id)).toContain('"GET / HTTP/1.1" 200 23 "-" "curl/')
  })

  test('wget in a container gets the page of another one of its network, by name', async ({ docker }) => {
    await docker.cli.out('network', 'create', 'n')
    await docker.cli.out('run', '-d', '--name', 'web', '--network', 'n', 'nginx')
    const page = await docker.cli.out('run', '--rm', '--network', 'n', 'alpine', 'wget', '-qO-', 'http://web')
    expect(page).toContain('Welcome to nginx!')
  })
})

test('The npm client redis uses strings, lists, hashes, expiry, publish and subscribe, and INFO', async ({
  docker,
}) => {
  const { port } = await published(docker, 'redis', 6379, /Ready to accept connections/)
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect()
  const listener = await client.duplicate().connect()
  expect(await client.set('name', 'value', { expiration: { type: 'EX', value: 100 } })).toBe('OK')
  expect(await client.get('name')).toBe('value')
  expect(await client.ttl('name')).toBeGreaterThan(90)
  expect(await client.rPush('list', ['a', 'b', 'c'])).toBe(3)
  expect(await client.lRange('list', 0, -1)).toEqual(['a', 'b', 'c'])
  expect(await client.hSet('hash', { one: '1', two: '2' })).toBe(2)
  expect(await client.hGetAll('hash')).toEqual({ one: '1', two: '2' })
  expect(await client.multi().incr('n').incr('n').exec()).toEqual([1, 2])
  const heard = new Promise((resolve) => void listener.subscribe('news', (message) => resolve(message)))
  // whoever listens has been counted before it is told anything
  while ((await client.publish('news', 'hello')) === 0);
  expect(await heard).toBe('hello')
  expect(await client.info('server')).toMatch(/redis_version:\d/)
  listener.destroy()
  client.destroy()
})

test('The npm client ioredis does the same, and pipelines', async ({ docker }) => {
  const { port } = await published(docker, 'redis:7', 6379, /Ready to accept connections/)
  const client = new Redis(port, '127.0.0.1')
  const listener = client.duplicate()
  expect(await client.pipeline().set('a', 1).incrby('a', 41).get('a').exec()).toEqual([
    [null, 'OK'],
    [null, 42],
    [null, '42'],
  ])
  expect(await client.lpush('list', 'x', 'y')).toBe(2)
  expect(await client.brpop('list', 1)).toEqual(['list', 'x'])
  expect(await client.hset('hash', 'field', 'value')).toBe(1)
  expect(await client.pexpire('hash', 100_000)).toBe(1)
  const heard = new Promise((resolve) => listener.on('message', (...said) => resolve(said)))
  await listener.subscribe('news')
  expect(await client.publish('news', 'hello')).toBe(1)
  expect(await heard).toEqual(['news', 'hello'])
  await expect(client.call('NOSUCH')).rejects.toThrow(/unknown command/)
  listener.disconnect()
  client.disconnect()
})

test('The npm client pg connects with its password, queries with parameters and sees errors', async ({ docker }) => {
  const env = ['POSTGRES_PASSWORD=secret', 'POSTGRES_USER=app', 'POSTGRES_DB=shop']
  const { port } = await published(docker, 'postgres', 5432, /(ready to accept connections.*){2}/s, env)
  const settings = { host: '127.0.0.1', port, user: 'app', database: 'shop' }
  await expect(new Client({ ...settings, password: 'wrong' }).connect()).rejects.toMatchObject({ code: '28P01' })
  const client = new Client({ ...settings, password: 'secret' })
  await client.connect()
  await client.query('CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL, price numeric)')
  await client.query('INSERT INTO items (name, price) VALUES ($1, $2), ($3, $4)', ['tea', 2.5, 'cake', 4])
  const { rows, rowCount } = await client.query('SELECT name FROM items WHERE price > $1 ORDER BY name', [3])
  expect([rows, rowCount]).toEqual([[{ name: 'cake' }], 1])
  await client.query('BEGIN')
  await client.query('DELETE FROM items')
  await client.query('ROLLBACK')
  expect((await client.query('SELECT count(*) AS count FROM items')).rows).toEqual([{ count: '2' }])
  await expect(client.query('SELECT * FROM nothing')).rejects.toMatchObject({ code: '42P01' })
  await client.end()
})
