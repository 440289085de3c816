// The simulated image postgres: a server that speaks PostgreSQL's protocol, and the clients that come with it.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

interface Postgres {
  readonly server: Dockerode.Container
  /** What a command prints in the server's container. */
  exec(command: string): Promise<string>
  /** What psql prints about a query, with `|` between the columns and nothing else. */
  sql(query: string): Promise<string>
}

async function postgres(docker: TestDaemon, Env: string[] = [], command?: string): Promise<Postgres> {
  const Cmd = command === undefined ? undefined : ['sh', '-c', command]
  const options = { name: 'db', Env: ['POSTGRES_PASSWORD=secret', ...Env], HostConfig: { NetworkMode: 'back' } }
  await docker.dockerode.createNetwork({ Name: 'back' })
  const server = await docker.create('postgres', Cmd, options)
  await start(server, /(ready to accept connections(.|\n)*){2}/)
  const exec = (command: string): Promise<string> => run(server, command)
  return { server, exec, sql: (query) => exec(`psql -U postgres -qtAc "${query}" 2>&1`) }
}

async function start(server: Dockerode.Container, ready: RegExp): Promise<void> {
  const output = demultiplexed(await server.attach({ stream: true, stdout: true, stderr: true }))
  await server.start()
  await output.stderr.shows(ready)
}

async function run(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

test('postgres answers what health checks ask', async ({ docker }) => {
  const { exec, sql } = await postgres(docker)
  expect(await exec('pg_isready')).toBe('/var/run/postgresql:5432 - accepting connections\n')
  expect(await exec('pg_isready -h localhost')).toBe('localhost:5432 - accepting connections\n')
  expect(await exec('test -S /var/run/postgresql/.s.PGSQL.5432 && echo socket')).toBe('socket\n')
  expect(await sql('SELECT 1')).toBe('1\n')
  expect(await sql('SELECT current_user, current_database(), pg_is_in_recovery()')).toBe('postgres|postgres|f\n')
  expect(await sql('SHOW server_version')).toBe('17.6\n')
})

test('postgres wants the password from other containers', async ({ docker }) => {
  await postgres(docker, ['POSTGRES_USER=me', 'POSTGRES_DB=shop'])
  const client = await docker.run('postgres', ['sleep', '1000'], { HostConfig: { NetworkMode: 'back' } })
  const ask = (password: string, more = ''): Promise<string> =>
    run(client, `PGPASSWORD=${password} psql -h db -U me -d shop ${more} -tAc 'SELECT current_database()' 2>&1`)
  expect(await ask('secret')).toBe('shop\n')
  expect(await ask('wrong')).toContain('FATAL:  password authentication failed for user "me"')
  expect(await ask('secret', '-d none')).toContain('FATAL:  database "none" does not exist')
  expect(await ask('secret', '-p 1')).toContain('Connection refused')
})

test('postgres keeps rows, also when it is started again', async ({ docker }) => {
  const { server, sql } = await postgres(docker)
  await sql('CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, age int DEFAULT 5)')
  expect(await sql("INSERT INTO users (name) VALUES ('ann'), ('bob') RETURNING id, age")).toBe('1|5\n2|5\n')
  expect(await sql("UPDATE users SET age = age + 1 WHERE name = 'bob' RETURNING *")).toBe('2|bob|6\n')
  await server.stop()
  await start(server, /ready to accept connections/)
  expect(await sql('SELECT name FROM users WHERE age BETWEEN 1 AND 10 ORDER BY id DESC LIMIT 1')).toBe('bob\n')
  expect(await sql('SELECT count(*), sum(age) FROM users')).toBe('2|11\n')
})

test('postgres takes back what a transaction did', async ({ docker }) => {
  const { sql } = await postgres(docker)
  await sql('CREATE TABLE t (id int)')
  await sql('BEGIN; INSERT INTO t VALUES (1); ROLLBACK')
  await sql('BEGIN; INSERT INTO t VALUES (2); SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT')
  await sql('INSERT INTO t VALUES (3); SELECT nope')
  expect(await sql('SELECT id FROM t ORDER BY id')).toBe('2\n3\n')
})

// the refusals are those of PostgreSQL 15
test.for([
  ['SELECT * FROM nope', 'ERROR:  relation \\"nope\\" does not exist'],
  ['SELECT nope', 'ERROR:  column \\"nope\\" does not exist'],
  ['SELEC 1', 'ERROR:  syntax error at or near \\"SELEC\\"'],
  ['SELECT 1 +', 'ERROR:  syntax error at end of input'],
  ['SELECT 1/0', 'ERROR:  division by zero'],
  ["SELECT 'a'::int", 'ERROR:  invalid input syntax for type integer: \\"a\\"'],
  ['SHOW nope', 'ERROR:  unrecognized configuration parameter \\"nope\\"'],
  ['VACUUM', 'ERROR:  mockerd does not simulate this statement'],
  ['SELECT 1 UNION SELECT 2', 'ERROR:  mockerd does not simulate this statement'],
] as const)('postgres refuses %s', async ([query, answer], { docker }) => {
  const { sql } = await postgres(docker)
  expect(await sql(query)).toMatch(answer.replaceAll('\\"', '"'))
})

test('postgres runs the SQL of its first start', async ({ docker }) => {
  const file = '/docker-entrypoint-initdb.d/a.sql'
  const { sql } = await postgres(
    docker,
    [],
    `echo 'CREATE TABLE seeds (n int); INSERT INTO seeds VALUES (7);' > ${file}; exec docker-entrypoint.sh postgres`,
  )
  expect(await sql('SELECT n FROM seeds')).toBe('7\n')
})

test('postgres speaks the extended protocol', async ({ docker }) => {
  const { server } = await postgres(docker, ['POSTGRES_HOST_AUTH_METHOD=trust'])
  const client = await docker.run('alpine', ['sleep', '1000'], { HostConfig: { NetworkMode: 'back' } })
  const bytes = Buffer.concat([
    frame('', int32(196_608), 'user\0postgres\0\0'),
    frame('P', '\0SELECT $1 + 1 AS n\0', int16(1), int32(23)),
    frame('B', '\0\0', int16(0), int16(1), int32(2), '41', int16(0)),
    frame('D', 'P\0'),
    frame('E', '\0', int32(0)),
    frame('S'),
    frame('X'),
  ])
  const escapes = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  const text = await run(client, `printf '${escapes}' | nc db 5432 | od -An -v -tx1`)
  const answer = Buffer.from(text.replace(/\s/g, ''), 'hex')
  expect(letters(answer)).toMatch(/^RS+KZ12TDCZ$/)
  expect(answer.toString('latin1')).toContain('D\0\0\0\x0c\0\x01\0\0\0\x0242C\0\0\0\x0dSELECT 1\0Z\0\0\0\x05I')
  expect((await server.inspect()).State.Running).toBe(true)
})

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const int32 = (value: number): Buffer => Buffer.concat([int16(value >>> 16), int16(value & 65_535)])

function frame(type: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)))
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

/** The types of messages in their order. */
function letters(bytes: Buffer): string {
  let types = ''
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) types += String.fromCharCode(bytes[at]!)
  return types
}
