// The commands that come with Kafka: kafka-topics, kafka-broker-api-versions, kafka-storage.
import type { Process, Program } from '../../runtime/process.ts'
import { KafkaClient } from './kafka/client.ts'
import { type ApiName, apis } from './kafka/protocol.ts'
import { type Fields, int16, int32, list, text } from './kafka/wire.ts'
import { randomBytes } from './scram.ts'

/** A sentence for standard error. */
class ToolProblem extends Error {}

export const kafkaTopics: Program = (process) =>
  run(process, async (client, option) => {
    const name = option('topic')
    if (option('list') !== undefined) {
      const names = (await topicsOf(client)).map((topic) => topic.name)
      if (names.length > 0) await process.write(1, `${names.join('\n')}\n`)
    } else if (option('describe') !== undefined) {
      const found = (await topicsOf(client)).filter((topic) => name === undefined || topic.name === name)
      if (name !== undefined && found.length === 0) {
        throw new ToolProblem(`Error while executing topic command : Topic '${name}' does not exist as expected`)
      }
      for (const topic of found) await process.write(1, description(topic))
    } else if (option('create') !== undefined) {
      await create(process, client, name, option)
    } else if (option('delete') !== undefined) {
      const reply = await asked(
        client.ask(
          'DeleteTopics',
          1,
          list([name ?? ''], (one) => [text(one)]),
          int32(30_000),
        ),
      )
      reply.int32()
      const [error] = reply.list(() => [reply.text(), reply.int16()] as const).map(([, code]) => code)
      if (error)
        throw new ToolProblem(`Error while executing topic command : Topic '${name}' does not exist as expected`)
    } else
      throw new ToolProblem(
        'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
      )
  })

async function create(
  process: Process,
  client: KafkaClient,
  name: string | undefined,
  option: (name: string) => string | undefined,
): Promise<void> {
  if (name === undefined) throw new ToolProblem('Missing required argument "[topic]"')
  const partitions = Number(option('partitions') ?? -1)
  const replicas = Number(option('replication-factor') ?? -1)
  const none = int32(0)
  const topic = list([name], (one) => [text(one), int32(partitions), int16(replicas), none, none])
  const reply = await asked(client.ask('CreateTopics', 1, topic, int32(30_000), Buffer.from([0])))
  const [result] = reply.list(() => ({ name: reply.text(), error: reply.int16(), words: reply.nullableText() }))
  const isThere = result?.words?.endsWith('already exists.')
  if (isThere && option('if-not-exists') !== undefined) return
  if (result?.error) throw new ToolProblem(`Error while executing topic command : ${result.words}`)
  await process.write(1, `Created topic ${name}.\n`)
}

interface ListedTopic {
  readonly name: string
  readonly partitions: readonly { readonly index: number; readonly leader: number }[]
}

async function topicsOf(client: KafkaClient): Promise<ListedTopic[]> {
  const reply = await asked(client.ask('Metadata', 1, int32(-1)))
  reply.list(() => [reply.int32(), reply.text(), reply.int32(), reply.nullableText()])
  reply.int32()
  return reply.list(() => {
    reply.int16()
    const name = reply.text()
    reply.int8()
    const partitions = reply.list(() => {
      reply.int16()
      const [index, leader] = [reply.int32(), reply.int32()]
      reply.list(() => reply.int32())
      reply.list(() => reply.int32())
      return { index, leader }
    })
    return { name, partitions }
  })
}

function description({ name, partitions }: ListedTopic): string {
  const head = `Topic: ${name}\tPartitionCount: ${partitions.length}\tReplicationFactor: 1\tConfigs: \n`
  const lines = partitions.map(
    ({ index, leader }) =>
      `\tTopic: ${name}\tPartition: ${index}\tLeader: ${leader}\tReplicas: ${leader}\tIsr: ${leader}\tElr: \tLastKnownElr: \n`,
  )
  return head + lines.join('')
}

export const kafkaBrokerApiVersions: Program = (process) =>
  run(process, async (client, _option, server) => {
    const metadata = await asked(client.ask('Metadata', 1, int32(0)))
    metadata.int32()
    const id = metadata.int32()
    const reply = await asked(client.ask('ApiVersions', 0))
    reply.int16()
    const known = reply.list(() => [reply.int16(), reply.int16(), reply.int16()] as const)
    const nameOf = (key: number): string =>
      (Object.keys(apis) as ApiName[]).find((one) => apis[one][0] === key) ?? `UNKNOWN(${key})`
    const lines = known.map(([key, min, max]) => `\t${nameOf(key)}(${key}): ${min} to ${max} [usable: ${max}]`)
    await process.write(1, `${server} (id: ${id} rack: null isFenced: false) -> (\n${lines.join(',\n')}\n)\n`)
  })

async function asked(reply: Promise<Fields | undefined>): Promise<Fields> {
  const fields = await reply
  if (!fields) throw new ToolProblem('The broker has closed the connection.')
  return fields
}

type Command = (client: KafkaClient, option: (name: string) => string | undefined, server: string) => Promise<void>

/** Options are `--name value`, `--name=value` or `--name`. */
async function run(process: Process, command: Command): Promise<number> {
  const { argv } = process
  const option = (name: string): string | undefined => {
    const at = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`))
    if (at < 0) return undefined
    const [, value] = /=(.*)$/.exec(argv[at]!) ?? []
    return value ?? (argv[at + 1]?.startsWith('--') ? '' : (argv[at + 1] ?? ''))
  }
  try {
    const server = option('bootstrap-server')
    if (!server) throw new ToolProblem('Missing required argument "[bootstrap-server]"')
    const client = KafkaClient.connect(process, server)
    if (!client)
      throw new ToolProblem(`Connection to node -1 (${server}) could not be established. Node may not be available.`)
    await command(client, option, server)
    return 0
  } catch (error) {
    if (!(error instanceof ToolProblem)) throw error
    await process.write(2, `${error.message}\n`)
    return 1
  }
}

export const kafkaStorage: Program = async (process) => {
  const [command] = process.argv.slice(1)
  if (command === 'random-uuid') {
    await process.write(1, `${randomBytes(process, 16).toString('base64url')}\n`)
    return 0
  }
  if (command === 'format') {
    await process.write(1, 'Formatting metadata directory /tmp/kraft-combined-logs with metadata.version 4.1-IV1.\n')
    return 0
  }
  await process.write(2, `kafka-storage: error: invalid choice: '${command ?? ''}'\n`)
  return 1
}
