// kafka: a broker with its log lines; and ZooKeeper, as far as old brokers are started beside it.
import { serve } from '../../runtime/network/serve.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { Broker } from './kafka/broker.ts'
import { converse } from './kafka/conversation.ts'
import { readKafkaSettings, SettingsProblem } from './kafka/settings.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

/** differs: one broker alone, whose topics are gone when it ends; without TLS, SASL, ACLs, transactions and compaction. */
export const kafkaServer: Program = async (process) => {
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  const version = process.env.KAFKA_VERSION ?? '4.1.0'
  try {
    const settings = readKafkaSettings(process, process.argv[1])
    const { id, isOld, listeners } = settings
    const name = isOld ? `KafkaServer id=${id}` : `KafkaRaftServer nodeId=${id}`
    const server = isOld ? 'kafka.server.KafkaServer' : 'kafka.server.KafkaRaftServer'
    await log(process, isOld ? 'starting' : `[${name}] starting`, server)
    const broker = new Broker(process, settings)
    for (const listener of listeners) {
      const bound = process.listen(listener.port, bindAddress(listener.host))
      void serve(process, bound, (descriptor) => converse(broker, descriptor, listener.name))
      const place = `${listener.host || '0.0.0.0'}:${listener.port}`
      await log(process, `Awaiting socket connections on ${place}.`, 'kafka.network.DataPlaneAcceptor')
    }
    if (!isOld) {
      const unfenced = `[BrokerLifecycleManager id=${id}] The broker has been unfenced. Transitioning from RECOVERY to RUNNING.`
      await log(process, unfenced, 'kafka.server.BrokerLifecycleManager')
      await log(process, `[BrokerServer id=${id}] Transition from STARTING to STARTED`, 'kafka.server.BrokerServer')
    }
    const parser = 'org.apache.kafka.common.utils.AppInfoParser'
    await log(process, `Kafka version: ${version}`, parser)
    await log(process, `Kafka startTimeMs: ${Math.floor(process.now())}`, parser)
    await log(process, isOld ? `[${name}] started` : `[${name}] Kafka Server started`, server)
    const signal = await next()
    const word = signal === SIGINT ? 'SIGINT' : 'SIGTERM'
    await log(
      process,
      `Terminating process due to signal ${word}`,
      'org.apache.kafka.common.utils.LoggingSignalHandler',
    )
    await log(process, `[${name}] shut down completed`, server)
    return signal === SIGINT ? 130 : 143
  } catch (error) {
    if (!(error instanceof FileError || error instanceof SettingsProblem)) throw error
    await log(process, `Exiting Kafka due to fatal exception: ${error.message}`, 'kafka.Kafka$', 'ERROR')
    return 1
  }
}

const bindAddress = (host: string): string | undefined =>
  /^[\d.]+$/.test(host) && host !== '0.0.0.0' ? host : undefined

async function log(process: Process, text: string, logger: string, level = 'INFO'): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  await process.write(1, `[${date} ${time},${millis}] ${level} ${text} (${logger})\n`)
}

/** Says that it is there, and nothing else. */
export const zookeeperServer: Program = async (process) => {
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  const [file] = process.argv.slice(1)
  const config = file !== undefined && process.files.exists(file) ? process.files.readText(file) : ''
  const port = Number(/^clientPort=(\d+)$/m.exec(config)?.[1] ?? 2181)
  void serve(process, process.listen(port), async (descriptor) => {
    const word = Buffer.from((await process.read(descriptor)) ?? [])
      .toString()
      .trim()
    if (word === 'ruok') await process.write(descriptor, 'imok')
    process.close(descriptor)
  })
  await log(process, `binding to port 0.0.0.0/0.0.0.0:${port}`, 'org.apache.zookeeper.server.NIOServerCnxnFactory')
  await next()
  return 143
}
