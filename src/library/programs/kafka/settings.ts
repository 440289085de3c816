// What a broker is told by its properties file and by variables of the environment, of which the latter count for more.
import type { Process } from '../../../runtime/process.ts'

export interface KafkaListener {
  readonly name: string
  readonly host: string
  readonly port: number
}

export interface KafkaSettings {
  readonly id: number
  /** without a controller's */
  readonly listeners: readonly KafkaListener[]
  /** what clients are told, by the names of listeners */
  readonly advertised: ReadonlyMap<string, KafkaListener>
  readonly partitions: number
  readonly createsTopics: boolean
  /** with ZooKeeper, not with controllers of its own */
  readonly isOld: boolean
}

/** Tells why the broker cannot start. */
export class SettingsProblem extends Error {}

/** Throws a SettingsProblem. */
export function readKafkaSettings(process: Process, file: string | undefined): KafkaSettings {
  const properties = new Map<string, string>()
  if (file !== undefined && process.files.exists(file)) {
    for (const line of process.files.readText(file).split('\n')) {
      const [, name, value] = /^\s*([^#=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
      if (name !== undefined) properties.set(name, value!)
    }
  }
  for (const [variable, value] of Object.entries(process.env)) {
    const [, name] = /^KAFKA_(?:CFG_)?([A-Z_]+)$/.exec(variable) ?? []
    if (name !== undefined && value !== '') properties.set(name.toLowerCase().replaceAll('_', '.'), value)
  }
  const controllers = (properties.get('controller.listener.names') ?? 'CONTROLLER').split(',')
  const protocols = new Map(
    (properties.get('listener.security.protocol.map') ?? '')
      .split(',')
      .map((pair) => pair.split(':') as [string, string]),
  )
  const own = (text: string): KafkaListener[] => parseListeners(text).filter(({ name }) => !controllers.includes(name))
  const advertised = own(properties.get('advertised.listeners') ?? '')
  const usual = advertised.map(({ name, port }) => `${name}://0.0.0.0:${port}`).join(',') || 'PLAINTEXT://:9092'
  const listeners = own(properties.get('listeners') ?? usual)
  for (const { name } of listeners) {
    const protocol = protocols.get(name) ?? 'PLAINTEXT'
    if (protocol !== 'PLAINTEXT') throw new SettingsProblem(`mockerd does not simulate listeners of ${protocol}`)
  }
  const byName = new Map(listeners.map((one) => [one.name, { ...one, host: one.host || process.hostname }]))
  for (const one of advertised) byName.set(one.name, one)
  return {
    id: Number(properties.get('node.id') ?? properties.get('broker.id') ?? 1),
    listeners,
    advertised: byName,
    partitions: Number(properties.get('num.partitions') ?? 1),
    createsTopics: properties.get('auto.create.topics.enable') !== 'false',
    isOld: properties.has('zookeeper.connect') && !properties.has('process.roles'),
  }
}

/** `PLAINTEXT://0.0.0.0:9092,BROKER://:9093` */
function parseListeners(text: string): KafkaListener[] {
  return text.split(',').flatMap((one) => {
    if (one.trim() === '') return []
    const [, name, host, port] = /^\s*([\w.-]+):\/\/(.*):(\d+)\s*$/.exec(one) ?? []
    if (name === undefined) throw new SettingsProblem(`Unable to parse ${one} to a broker endpoint`)
    return [{ name, host: host!.replace(/^\[(.*)\]$/, '$1'), port: Number(port) }]
  })
}
