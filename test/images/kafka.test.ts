// The simulated image kafka: its commands, and what clients say to it over the published port.
import { Buffer } from 'node:buffer'
import net from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { type ApiName, apis } from '../../src/library/programs/kafka/protocol.ts'
import { crc32c } from '../../src/library/programs/kafka/record-batches.ts'
import { bytes, Fields, int8, int16, int32, int64, list, message, text } from '../../src/library/programs/kafka/wire.ts'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

async function kafka(docker: TestDaemon, image = 'apache/kafka', Env: string[] = []) {
  const container = await docker.create(image, undefined, { Env, HostConfig: { PublishAllPorts: true } })
  const { stdout } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stdout.shows(/Kafka Server started|\[KafkaServer id=\d+\] started/)
  const { Ports } = (await container.inspect()).NetworkSettings
  const run = async (...Cmd: string[]): Promise<string> => {
    const exec = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true })
    const output = demultiplexed(await exec.start({}))
    return (await output.stdout.whole()) + (await output.stderr.whole())
  }
  return { container, stdout, run, port: Number(Ports['9092/tcp']![0]!.HostPort) }
}

/** A client that asks one thing after the other. */
function client(port: number) {
  const socket = net.connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let came = Buffer.alloc(0)
  let look = (): void => {}
  socket.on('data', (chunk) => {
    came = Buffer.concat([came, chunk])
    look()
  })
  return async (name: ApiName, version: number, ...parts: Uint8Array[]): Promise<Fields> => {
    socket.write(message(int16(apis[name][0]), int16(version), int32(7), text('me'), ...parts))
    while (came.length < 4 || came.length < 4 + came.readInt32BE()) await new Promise<void>((next) => (look = next))
    const end = 4 + came.readInt32BE()
    const fields = new Fields(came.subarray(4, end))
    came = came.subarray(end)
    expect(fields.int32()).toBe(7)
    return fields
  }
}

/** A batch of one record, whose inside no broker looks at. */
function batch(content: string): Buffer {
  const rest = Buffer.concat([
    int16(0),
    int32(0),
    int64(1_000),
    int64(1_000),
    int64(-1),
    int16(-1),
    int32(-1),
    int32(1),
    Buffer.from(content),
  ])
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32c(rest))
  return Buffer.concat([int64(0), int32(9 + rest.length), int32(-1), int8(2), crc, rest])
}

const produce = (topic: string, records: Uint8Array): Uint8Array[] => [
  text(undefined),
  int16(-1),
  int32(1000),
  list([topic], (name) => [text(name), list([records], (one) => [int32(0), bytes(one)])]),
]
const fetched = (topic: string, offset: number, wait: number): Uint8Array[] => [
  ...[int32(-1), int32(wait), int32(1), int32(1_000_000), int8(0)],
  list([topic], (name) => [text(name), list([offset], (at) => [int32(0), int64(at), int32(1_000_000)])]),
]
/** error, first offset */
function producedIn(reply: Fields): readonly [number, number] {
  const [topic] = reply.list(
    () => [reply.text(), reply.list(() => [reply.int32(), reply.int16(), reply.int64(), reply.int64()])] as const,
  )
  return [topic![1][0]![1]!, topic![1][0]![2]!]
}
/** error, end of the log, records */
function recordsIn(reply: Fields): readonly [number, number, string] {
  reply.int32()
  const [topic] = reply.list(() => {
    reply.text()
    return reply.list(() => {
      reply.int32()
      const [error, end] = [reply.int16(), reply.int64()]
      reply.int64()
      reply.list(() => {})
      return [error, end, reply.bytes().toString('latin1')] as const
    })
  })
  return topic![0]!
}

test('kafka-topics creates, describes, lists and deletes topics', async ({ docker }) => {
  const { run } = await kafka(docker)
  const topics = (...args: string[]) =>
    run('/opt/kafka/bin/kafka-topics.sh', '--bootstrap-server', 'localhost:9092', ...args)
  expect(await topics('--create', '--topic', 'orders', '--partitions', '2')).toBe('Created topic orders.\n')
  expect(await topics('--create', '--topic', 'orders')).toContain("Topic 'orders' already exists.")
  expect(await topics('--create', '--topic', 'orders', '--if-not-exists')).toBe('')
  expect(await topics('--create', '--topic', 'wide', '--replication-factor', '3')).toContain('only 1 broker(s)')
  expect(await topics('--create', '--topic', 'many', '--partitions', '2000000000')).toContain('Number of partitions')
  expect(await topics('--describe', '--topic', 'orders')).toMatch(
    /PartitionCount: 2\t.*\n.*Partition: 0\t.*\n.*Partition: 1\t/,
  )
  expect(await topics('--list')).toBe('orders\n')
  expect(await topics('--delete', '--topic', 'orders')).toBe('')
  expect(await topics('--list')).toBe('')
  expect(await run('/opt/kafka/bin/kafka-topics.sh', '--bootstrap-server', 'localhost:1', '--list')).toContain(
    'not be established',
  )
})

test('kafka keeps batches in their order and gives them back from an offset on', async ({ docker }) => {
  const ask = client((await kafka(docker)).port)
  await ask(
    'Metadata',
    1,
    list(['log'], (name) => [text(name)]),
  )
  expect(producedIn(await ask('Produce', 3, ...produce('log', batch('one'))))).toEqual([0, 0])
  expect(producedIn(await ask('Produce', 3, ...produce('log', Buffer.concat([batch('two'), batch('three')]))))).toEqual(
    [0, 1],
  )
  const [error, end, records] = recordsIn(await ask('Fetch', 4, ...fetched('log', 1, 0)))
  expect([error, end]).toEqual([0, 3])
  expect(records).toMatch(/two.*three$/s)
  expect(records).not.toContain('one')
  expect(recordsIn(await ask('Fetch', 4, ...fetched('log', 9, 0)))[0]).toBe(1)
  expect(recordsIn(await ask('Fetch', 4, ...fetched('nothing', 0, 0)))[0]).toBe(3)
  const broken = batch('four')
  broken[broken.length - 1]! ^= 1
  expect(producedIn(await ask('Produce', 3, ...produce('log', broken)))).toEqual([2, -1])
})

test('kafka answers who waits for records as soon as there are some', async ({ docker }) => {
  const { port } = await kafka(docker)
  const [ask, other] = [client(port), client(port)]
  await ask(
    'Metadata',
    1,
    list(['log'], (name) => [text(name)]),
  )
  const waiting = ask('Fetch', 4, ...fetched('log', 0, 3_600_000))
  await other('Produce', 3, ...produce('log', batch('late')))
  expect(recordsIn(await waiting)[2]).toContain('late')
})

test('kafka lets the members of a group agree, and keeps their offsets', async ({ docker }) => {
  const { port } = await kafka(docker)
  const ask = client(port)
  const join = async (who: typeof ask, member: string) => {
    const protocols = list(['range'], (name) => [text(name), bytes(Buffer.from('mine'))])
    const reply = await who(
      'JoinGroup',
      1,
      text('g'),
      int32(30_000),
      int32(30_000),
      text(member),
      text('consumer'),
      protocols,
    )
    const [error, generation] = [reply.int16(), reply.int32()]
    const [, leader, id] = [reply.text(), reply.text(), reply.text()]
    return { error, generation, leader, id, members: reply.list(() => [reply.text(), reply.bytes().toString()]) }
  }
  const first = await join(ask, '')
  expect(first).toMatchObject({ error: 0, generation: 1, leader: first.id, members: [[first.id, 'mine']] })
  const assigned = list([first.id], (id) => [text(id), bytes(Buffer.from('all'))])
  const synced = await ask('SyncGroup', 0, text('g'), int32(1), text(first.id), assigned)
  expect([synced.int16(), synced.bytes().toString()]).toEqual([0, 'all'])
  const beat = async () => (await ask('Heartbeat', 0, text('g'), int32(1), text(first.id))).int16()
  expect(await beat()).toBe(0)
  const commit = (generation: number) =>
    ask(
      'OffsetCommit',
      2,
      ...[text('g'), int32(generation), text(first.id), int64(-1)],
      list(['log'], (name) => [text(name), list([5], (at) => [int32(0), int64(at), text('note')])]),
    )
  const errorIn = (reply: Fields) => reply.list(() => [reply.text(), reply.list(() => [reply.int32(), reply.int16()])])
  expect(errorIn(await commit(1))).toEqual([['log', [[0, 0]]]])
  expect(errorIn(await commit(9))).toEqual([['log', [[0, 22]]]])

  const joining = join(client(port), '')
  await expect.poll(beat).toBe(27)
  const again = await join(ask, first.id)
  const second = await joining
  expect([again.generation, second.generation, again.members.length, second.members.length]).toEqual([2, 2, 2, 0])
  const left = await ask('LeaveGroup', 0, text('g'), text(second.id))
  expect(left.int16()).toBe(0)
  const offsets = await ask(
    'OffsetFetch',
    1,
    text('g'),
    list(['log'], (name) => [text(name), list([0], (at) => [int32(at)])]),
  )
  offsets.int32()
  offsets.text()
  offsets.int32()
  expect([offsets.int32(), offsets.int64(), offsets.text(), offsets.int16()]).toEqual([0, 5, 'note', 0])
})

test('kafka tells a newer client which versions it knows, and closes on anything else', async ({ docker }) => {
  const { port } = await kafka(docker)
  expect((await client(port)('ApiVersions', 2)).int16()).toBe(0)
  expect((await client(port)('ApiVersions', 2 + 1)).int16()).toBe(35)
  const socket = net.connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\n\r\n')
  await new Promise((resolve) => socket.resume().on('close', resolve))
})

test('confluentinc/cp-kafka advertises what it is told, with ZooKeeper or without', async ({ docker }) => {
  const Env = [
    'KAFKA_ZOOKEEPER_CONNECT=zoo:2181',
    'KAFKA_BROKER_ID=3',
    'KAFKA_ADVERTISED_LISTENERS=OUT://kafka.test:9092',
  ]
  const { port, stdout } = await kafka(docker, 'confluentinc/cp-kafka:7.6.0', Env)
  expect(stdout.text).toContain('INFO [KafkaServer id=3] started (kafka.server.KafkaServer)')
  const reply = await client(port)('Metadata', 0, int32(0))
  expect(reply.list(() => [reply.int32(), reply.text(), reply.int32()])).toEqual([[3, 'kafka.test', 9092]])
  const without = await docker.run('confluentinc/cp-kafka:7.6.0')
  expect(await without.wait()).toEqual({ StatusCode: 1 })
})

test('kafka does not start with a listener that is not simulated', async ({ docker }) => {
  const Env = ['KAFKA_LISTENERS=SECURE://:9092', 'KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=SECURE:SASL_SSL']
  const container = await docker.run('apache/kafka', undefined, { Env })
  expect(await container.wait()).toEqual({ StatusCode: 1 })
  expect((await container.logs({ stdout: true })).toString()).toContain('does not simulate listeners of SASL_SSL')
})

test('kafka checks batches with the polynomial of Castagnoli', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})
