// The simulated image mongo: its log, its users, its replica set, and scripts for mongosh.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

interface Mongo {
  readonly server: Dockerode.Container
  exec(...Cmd: string[]): Promise<string>
  /** What mongosh prints about a script. */
  shell(script: string, ...options: string[]): Promise<string>
}

async function mongo(docker: TestDaemon, Env: string[] = [], Cmd?: string[]): Promise<Mongo> {
  const server = await docker.create('mongo', Cmd, { name: 'db', Env })
  const times = Env.length > 0 || Cmd?.[0] === 'sh' ? 2 : 1
  await start(server, times)
  const exec = (...command: string[]): Promise<string> => run(server, command)
  return { server, exec, shell: (script, ...options) => exec('mongosh', '--quiet', ...options, '--eval', script) }
}

async function start(server: Dockerode.Container, times: number): Promise<void> {
  const output = demultiplexed(await server.attach({ stream: true, stdout: true, stderr: true }))
  await server.start()
  await output.stdout.shows(new RegExp(`("msg":"Waiting for connections"(.|\\n)*){${times}}`))
}

async function run(container: Dockerode.Container, Cmd: string[]): Promise<string> {
  const created = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true })
  const { stdout, stderr } = demultiplexed(await created.start({}))
  const [out, errors] = await Promise.all([stdout.whole(), stderr.whole()])
  return out + errors
}

test('mongo answers what health checks ask', async ({ docker }) => {
  const { shell } = await mongo(docker)
  expect(await shell("db.adminCommand('ping')")).toBe('{ ok: 1 }\n')
  expect(await shell("db.runCommand('ping').ok")).toBe('1\n')
  expect(await shell('db.hello().isWritablePrimary')).toBe('true\n')
  expect(await shell('db.version()')).toBe('8.0.12\n')
})

test('mongo keeps documents, also when it is started again', async ({ docker }) => {
  const { server, shell } = await mongo(docker)
  await shell("db.users.insertMany([{ _id: 1, name: 'ann', tags: ['a', 'b'] }, { _id: 2, name: 'bob', age: 7 }])")
  await shell(
    "db.users.updateOne({ name: 'ann' }, { $set: { 'home.city': 'Ulm' }, $inc: { age: 5 }, $push: { tags: 'c' } })",
  )
  await shell('db.users.createIndex({ name: 1 }, { unique: true })')
  await server.stop()
  await start(server, 1)
  expect(await shell("db.users.findOne({ 'home.city': 'Ulm', tags: 'c' }).age")).toBe('5\n')
  expect(await shell('db.users.find({ age: { $gt: 5 } }).toArray()')).toBe("[ { _id: 2, name: 'bob', age: 7 } ]\n")
  expect(await shell('db.users.find({}, { name: 1 }).sort({ age: -1 }).limit(1)')).toBe("[ { _id: 2, name: 'bob' } ]\n")
  expect(await shell("db.users.aggregate([{ $group: { _id: null, sum: { $sum: '$age' }, n: { $count: {} } } }])")).toBe(
    '[ { _id: null, sum: 12, n: 2 } ]\n',
  )
  expect(await shell("db.users.insertOne({ name: 'ann' })")).toContain(
    'E11000 duplicate key error collection: test.users index: name_1 dup key: { name: "ann" }',
  )
  expect(await shell('db.users.deleteMany({}).deletedCount')).toBe('2\n')
})

test('mongo lets only those in who know the password, when there is one', async ({ docker }) => {
  const { shell } = await mongo(docker, ['MONGO_INITDB_ROOT_USERNAME=root', 'MONGO_INITDB_ROOT_PASSWORD=secret'])
  expect(await shell('db.t.countDocuments()', '-u', 'root', '-p', 'secret')).toBe('0\n')
  expect(await shell('db.t.countDocuments()', '-u', 'root', '-p', 'wrong')).toContain('Authentication failed.')
  expect(await shell('db.t.countDocuments()')).toContain('Command count requires authentication')
  expect(await shell('db.runCommand({ ping: 1 }).ok')).toBe('1\n')
})

test('mongo becomes a replica set of one when it is asked to', async ({ docker }) => {
  const { shell } = await mongo(docker, [], ['--replSet', 'rs0'])
  expect(await shell('db.hello().isWritablePrimary')).toBe('false\n')
  expect(await shell('rs.status()')).toContain('no replset config has been received')
  const wait = 'while (db.runCommand({isMaster: 1}).ismaster==false) { sleep(100); }'
  await shell(`try { rs.status(); } catch (e) { rs.initiate(); } ${wait}`)
  expect(await shell('rs.status().members[0].stateStr')).toBe('PRIMARY\n')
  expect(await shell('rs.initiate()')).toContain('already initialized')
})

test('mongo runs the scripts of its first start', async ({ docker }) => {
  const script = "db.seeds.insertOne({ n: 7 }); db.getSiblingDB('other').seeds.insertOne({ n: 8 })"
  const command = `echo "${script}" > /docker-entrypoint-initdb.d/a.js; exec docker-entrypoint.sh mongod`
  const { shell } = await mongo(docker, ['MONGO_INITDB_DATABASE=shop'], ['sh', '-c', command])
  expect(await shell('db.seeds.findOne().n', 'shop')).toBe('7\n')
  expect(await shell("db.getSiblingDB('other').seeds.findOne().n")).toBe('8\n')
})

test.for([
  ['db.adminCommand({ nope: 1 })', "no such command: 'nope'"],
  ['db.t.find({ $nope: 1 })', 'unknown top level operator: $nope'],
  ['db.t.aggregate([{ $lookup: {} }])', 'mockerd does not simulate $lookup'],
  ['db.t.updateOne({}, { $nope: { a: 1 } }, { upsert: true })', 'Unknown modifier: $nope'],
  ['nope', 'ReferenceError: nope is not defined'],
  ['for (;;) {}', 'SyntaxError: mockerd does not simulate for in mongosh'],
] as const)('mongosh says why %s is refused', async ([script, answer], { docker }) => {
  const { shell } = await mongo(docker)
  await shell('db.t.insertOne({ a: 1 })')
  expect(await shell(script)).toContain(answer)
})

test('mongo lets a client go that sends what is no message', async ({ docker }) => {
  const { server, exec, shell } = await mongo(docker)
  await exec('sh', '-c', "printf 'GET / HTTP/1.1\\r\\nHost: db\\r\\n\\r\\n' | nc 127.0.0.1 27017")
  expect((await server.inspect()).State.Running).toBe(true)
  expect(await shell("db.runCommand('ping').ok")).toBe('1\n')
})
