// What a broker has: its settings, its topics, its groups.
import type { Process } from '../../../runtime/process.ts'
import { randomBytes } from '../scram.ts'
import { Group } from './group.ts'
import type { KafkaListener, KafkaSettings } from './settings.ts'
import { Topics } from './topics.ts'

export class Broker {
  readonly process: Process
  readonly settings: KafkaSettings
  readonly topics: Topics
  readonly groups: Map<string, Group> = new Map()
  nextProducer = 1000

  constructor(process: Process, settings: KafkaSettings) {
    this.process = process
    this.settings = settings
    this.topics = new Topics((bytes) => process.charge(bytes))
  }

  /** What clients of a listener are told. */
  addressFor(listener: string): KafkaListener {
    return this.settings.advertised.get(listener)!
  }

  group(id: string): Group {
    const known = this.groups.get(id) ?? new Group(this.process, id)
    this.groups.set(id, known)
    return known
  }

  freshMember(client: string): string {
    const hex = randomBytes(this.process, 16).toString('hex')
    return `${client}-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
  }
}
