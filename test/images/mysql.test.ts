// The simulated images mysql and mariadb: the entry script, the clients that come with them, and the protocol itself.
import { createHash } from 'node:crypto'
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const users = ['MYSQL_ROOT_PASSWORD=secret', 'MYSQL_DATABASE=shop', 'MYSQL_USER=me', 'MYSQL_PASSWORD=mine']
const ready = /(ready for connections(.|\n)*port: 0(.|\n)*)ready for connections(.|\n)*port: 3306 {2}/

interface Database {
  readonly server: Dockerode.Container
  exec(command: string): Promise<string>
  /** What the client prints about statements, without names of columns. */
  sql(statements: string): Promise<string>
}

async function database(docker: TestDaemon, image = 'mysql', Env = users, command?: string): Promise<Database> {
  await docker.dockerode.createNetwork({ Name: 'back' })
  const Cmd = command === undefined ? undefined : ['sh', '-c', command]
  const server = await docker.create(image, Cmd, { name: 'db', Env, HostConfig: { NetworkMode: 'back' } })
  await start(server, ready)
  const client = image === 'mysql' ? 'mysql' : 'mariadb'
  const exec = (text: string): Promise<string> => run(server, text)
  return { server, exec, sql: (text) => exec(`MYSQL_PWD=secret ${client} -N shop -e "${text}" 2>&1`) }
}

async function start(server: Dockerode.Container, shown: RegExp): Promise<void> {
  const output = demultiplexed(await server.attach({ stream: true, stdout: true, stderr: true }))
  await server.start()
  await output.stderr.shows(shown)
}

async function run(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', command], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

test('mysql wants to know the password of root on its first start', async ({ docker }) => {
  const server = await docker.run('mysql')
  expect(await server.wait()).toEqual({ StatusCode: 1 })
  const logs = (await server.logs({ stderr: true })).toString()
  expect(logs).toContain('[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified')
})

test('mysql answers what health checks ask', async ({ docker }) => {
  const { exec, sql } = await database(docker)
  expect(await exec('mysqladmin ping -uroot -psecret')).toBe('mysqld is alive\n')
  expect(await exec('mysqladmin ping -h 127.0.0.1 -pwrong && echo alive')).toBe('alive\n')
  expect(await sql('SELECT 1 + 1, DATABASE(), CURRENT_USER()')).toBe('2\tshop\troot@localhost\n')
  expect(await sql('SHOW DATABASES')).toBe('information_schema\nmysql\nperformance_schema\nshop\nsys\n')
})

test('mariadb has a health check of its own', async ({ docker }) => {
  const { exec, sql } = await database(docker, 'mariadb')
  const environment = 'MYSQL_ROOT_PASSWORD=secret'
  expect(await exec(`${environment} healthcheck.sh --connect --innodb_initialized && echo healthy`)).toBe('healthy\n')
  expect(await exec('MYSQL_ROOT_PASSWORD=no healthcheck.sh --connect 2> /dev/null || echo ill')).toBe('ill\n')
  expect(await sql('SELECT VERSION()')).toMatch(/^12\.0\.2-MariaDB/)
})

test('mysql lets users of other containers in, with their password only', async ({ docker }) => {
  await database(docker)
  const client = await docker.run('mysql', ['sleep', '1000'], { HostConfig: { NetworkMode: 'back' } })
  const ask = (password: string, name: string): Promise<string> =>
    run(client, `MYSQL_PWD=${password} mysql -h db -u me -N ${name} -e 'SELECT DATABASE()' 2>&1`)
  expect(await ask('mine', 'shop')).toBe('shop\n')
  expect(await ask('wrong', 'shop')).toMatch(/^ERROR 1045 \(28000\): Access denied for user 'me'@'[\d.]+' \(using/)
  expect(await ask('mine', 'mysql')).toContain(
    "ERROR 1044 (42000): Access denied for user 'me'@'%' to database 'mysql'",
  )
})

test('mysql keeps rows, also when it is started again', async ({ docker }) => {
  const { server, sql } = await database(docker)
  await sql(
    'CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY, Name VARCHAR(9) NOT NULL UNIQUE, age INT DEFAULT 5)',
  )
  expect(await sql("INSERT INTO users (name) VALUES ('ann'), ('bob'); SELECT LAST_INSERT_ID()")).toBe('1\n')
  expect(await sql("UPDATE users SET age = age + 1 WHERE name = 'BOB'; SELECT * FROM users")).toBe(
    '1\tann\t5\n2\tbob\t6\n',
  )
  const more = "('ann', 9) ON DUPLICATE KEY UPDATE age = VALUES(age)"
  expect(await sql(`INSERT INTO users (name, age) VALUES ${more}; SELECT age FROM users LIMIT 1`)).toBe('9\n')
  await server.stop()
  await start(server, /port: 3306/)
  expect(await sql('SELECT COUNT(*), SUM(age), AVG(age) FROM users')).toBe('2\t15\t7.5000\n')
  expect(await sql('SELECT name FROM shop.users ORDER BY id DESC LIMIT 1, 1')).toBe('ann\n')
})

test('mysql takes back what a transaction did', async ({ docker }) => {
  const { sql } = await database(docker)
  await sql('CREATE TABLE t (id INT)')
  await sql('BEGIN; INSERT INTO t VALUES (1); ROLLBACK')
  await sql('SET autocommit = 0; INSERT INTO t VALUES (2)')
  await sql('START TRANSACTION; INSERT INTO t VALUES (3); SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT')
  expect(await sql('SELECT id FROM t')).toBe('3\n')
})

test.for([
  ['SELECT * FROM nope', "ERROR 1146 (42S02) at line 1: Table 'shop.nope' doesn't exist"],
  ['SELECT nope', "ERROR 1054 (42S22) at line 1: Unknown column 'nope' in 'field list'"],
  ['SELEC 1', 'ERROR 1064 (42000) at line 1: You have an error in your SQL syntax'],
  ['USE nope', "ERROR 1049 (42000) at line 1: Unknown database 'nope'"],
  ['CREATE DATABASE shop', "ERROR 1007 (HY000) at line 1: Can't create database 'shop'; database exists"],
  ['DROP TABLE nope', "ERROR 1051 (42S02) at line 1: Unknown table 'shop.nope'"],
  ['SELECT @@nope', "ERROR 1193 (HY000) at line 1: Unknown system variable 'nope'"],
  ['SELECT 1 UNION SELECT 2', 'mockerd does not simulate this statement'],
] as const)('mysql refuses %s', async ([statement, answer], { docker }) => {
  const { sql } = await database(docker)
  expect(await sql(statement)).toContain(answer)
})

test('mysql runs the SQL of its first start', async ({ docker }) => {
  const file = '/docker-entrypoint-initdb.d/a.sql'
  const seeds = "CREATE TABLE seeds (n INT COMMENT 'x; y'); INSERT INTO seeds VALUES (7); -- done"
  const { sql } = await database(docker, 'mysql', users, `echo "${seeds}" > ${file}; exec docker-entrypoint.sh mysqld`)
  expect(await sql('SELECT n FROM seeds')).toBe('7\n')
})

test('mariadb speaks the protocol, with statements that are prepared', async ({ docker }) => {
  const { server } = await database(docker, 'mariadb')
  const client = await docker.run('alpine', ['sleep', '1000'], { HostConfig: { NetworkMode: 'back' } })
  // the nonce is the server's: a client that has no password needs none
  await run(server, `MYSQL_PWD=secret mariadb -e "CREATE USER 'free'@'%'"`)
  const bytes = Buffer.concat([
    packet(
      1,
      int32(0x000a_8200),
      int32(1 << 24),
      Buffer.from([255]),
      Buffer.alloc(23),
      'free\0',
      Buffer.from([0]),
      'mysql_native_password\0',
    ),
    packet(0, '\x16SELECT ? + 1 AS n'),
    packet(0, '\x17', int32(1), Buffer.from([0]), int32(1), Buffer.from([0, 1, 3, 0]), int32(41)),
    packet(0, '\x01'),
  ])
  const escapes = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  const text = await run(client, `printf '${escapes}' | nc db 3306 | od -An -v -tx1`)
  const packets = packetsOf(Buffer.from(text.replace(/\s/g, ''), 'hex'))
  expect(packets[0]!.toString('latin1')).toMatch(/^\x0a12\.0\.2-MariaDB/)
  expect(packets[1]![0]).toBe(0)
  // prepared: one column, one parameter; the row has the number in binary
  expect(packets[2]!.subarray(0, 9).toString('hex')).toBe('000100000001000100')
  expect(packets.at(-2)!.toString('hex')).toBe('00002a00000000000000')
  expect((await server.inspect()).State.Running).toBe(true)
})

test('mysql of today sees the password itself before it believes', async ({ docker }) => {
  await database(docker)
  const client = await docker.run('alpine', ['sleep', '1000'], { HostConfig: { NetworkMode: 'back' } })
  const answer = createHash('sha256').update('no').digest()
  const bytes = Buffer.concat([
    packet(
      1,
      int32(0x0008_8200),
      int32(1 << 24),
      Buffer.from([255]),
      Buffer.alloc(23),
      'me\0',
      Buffer.from([32]),
      answer,
      'caching_sha2_password\0',
    ),
    packet(3, '\x02'),
  ])
  const escapes = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  const text = await run(client, `printf '${escapes}' | nc db 3306 | od -An -v -tx1`)
  const packets = packetsOf(Buffer.from(text.replace(/\s/g, ''), 'hex'))
  expect(packets[1]!.toString('hex')).toBe('0104')
  expect(packets[2]!.toString('latin1')).toMatch(/^\x01-----BEGIN PUBLIC KEY-----/)
})

const int32 = (value: number): Buffer =>
  Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24])

function packet(sequence: number, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)))
  return Buffer.concat([int32(body.length | (sequence << 24)), body])
}

function packetsOf(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUIntLE(at, 3)) {
    packets.push(bytes.subarray(at + 4, at + 4 + bytes.readUIntLE(at, 3)))
  }
  return packets
}
