// The commands of Kafka as its images have them.
import type { LayerEntry } from '../../registry/recipe.ts'
import { executable } from './entries.ts'

const commands: Readonly<Record<string, string>> = {
  'kafka-broker-api-versions': 'kafka-broker-api-versions',
  'kafka-server-start': 'kafka-server',
  'kafka-storage': 'kafka-storage',
  'kafka-topics': 'kafka-topics',
  'zookeeper-server-start': 'zookeeper-server',
}

/** @param ending `.sh` where they have it */
export const kafkaCommands = (directory: string, ending = ''): LayerEntry[] =>
  Object.entries(commands).map(([name, program]) => executable(`${directory}/${name}${ending}`, program))

/** What a broker is told by its file, if nothing else is said. */
export const kafkaProperties = `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
advertised.listeners=PLAINTEXT://localhost:9092
controller.listener.names=CONTROLLER
num.partitions=1
`
