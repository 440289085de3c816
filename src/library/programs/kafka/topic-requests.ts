// The requests about topics and what is in them: metadata, produce, fetch, offsets, create and delete.
import type { Buffer } from 'node:buffer'
import type { Broker } from './broker.ts'
import { ErrorCode } from './protocol.ts'
import { isTopicName } from './topics.ts'
import { bool, bytes, type Fields, int16, int32, int64, list, text } from './wire.ts'

/** Fields of a reply; undefined for none at all. */
export type Reply = readonly Uint8Array[] | undefined
export type Answer = (fields: Fields, version: number, caller: Caller) => Reply | Promise<Reply>

/** Who asks. */
export interface Caller {
  /** the name of the listener that it came to */
  readonly listener: string
  readonly client: string
  readonly host: string
}

/** What a throttled client has to wait: nobody is. */
export const unthrottled = (since: number, version: number): Buffer[] => (version >= since ? [int32(0)] : [])

const CLUSTER = 'bW9ja2VyZC1rYWZrYS0wMA'
const MOST_PARTITIONS = 10_000
const LATEST = -1
const EARLIEST = -2

export const metadata =
  (broker: Broker): Answer =>
  (fields, version, { listener }) => {
    const asked = fields.nullableList(() => fields.text())
    const creates = broker.settings.createsTopics && (version < 4 || fields.bool())
    const all = asked === undefined || (version === 0 && asked.length === 0)
    const { id } = broker.settings
    const { host, port } = broker.addressFor(listener)
    const brokers = list([id], () => [int32(id), text(host), int32(port), ...(version >= 1 ? [text(undefined)] : [])])
    const topics = (all ? broker.topics.names() : [...new Set(asked)]).map((name) => {
      const known = broker.topics.find(name)
      if (!known && !isTopicName(name)) return { name, error: ErrorCode.invalidTopic, count: 0 }
      if (!known && !creates) return { name, error: ErrorCode.unknownTopic, count: 0 }
      const partitions = known ?? broker.topics.create(name, broker.settings.partitions)
      return { name, error: ErrorCode.none, count: partitions.length }
    })
    return [
      ...unthrottled(3, version),
      brokers,
      ...(version >= 2 ? [text(CLUSTER)] : []),
      ...(version >= 1 ? [int32(id)] : []),
      list(topics, ({ name, error, count }) => [
        int16(error),
        text(name),
        ...(version >= 1 ? [bool(name.startsWith('__'))] : []),
        list([...Array(count).keys()], (index) => [
          int16(0),
          int32(index),
          int32(id),
          list([id], () => [int32(id)]),
          list([id], () => [int32(id)]),
          ...(version >= 5 ? [int32(0)] : []),
        ]),
      ]),
    ]
  }

export const produce =
  ({ topics }: Broker): Answer =>
  (fields, version) => {
    fields.nullableText()
    const acknowledged = fields.int16() !== 0
    fields.int32()
    const done = fields.list(() => {
      const name = fields.text()
      const partitions = fields.list(() => {
        const index = fields.int32()
        const records = fields.bytes()
        const partition = topics.find(name)?.[index]
        if (!partition) return { index, error: ErrorCode.unknownTopic, offset: -1 }
        const offset = partition.append(records)
        return offset === undefined
          ? { index, error: ErrorCode.corruptMessage, offset: -1 }
          : { index, error: ErrorCode.none, offset }
      })
      return { name, partitions }
    })
    topics.tellArrival()
    if (!acknowledged) return undefined
    return [
      list(done, ({ name, partitions }) => [
        text(name),
        list(partitions, ({ index, error, offset }) => [
          int32(index),
          int16(error),
          int64(offset),
          int64(-1),
          ...(version >= 5 ? [int64(0)] : []),
        ]),
      ]),
      int32(0),
    ]
  }

export const fetch =
  ({ topics, process }: Broker): Answer =>
  async (fields, version) => {
    fields.int32()
    const [maxWait, minBytes, maxBytes] = [fields.int32(), fields.int32(), fields.int32()]
    fields.int8()
    const asked = fields.list(() => {
      const name = fields.text()
      const partitions = fields.list(() => {
        const [index, offset] = [fields.int32(), fields.int64()]
        if (version >= 5) fields.int64()
        return { index, offset, most: fields.int32() }
      })
      return { name, partitions }
    })
    const deadline = process.now() + maxWait
    for (;;) {
      let room = maxBytes
      let isFinal = false
      const found = asked.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index, offset, most }) => {
          const partition = topics.find(name)?.[index]
          const error = !partition
            ? ErrorCode.unknownTopic
            : offset < 0 || offset > partition.end
              ? ErrorCode.offsetOutOfRange
              : ErrorCode.none
          if (error !== ErrorCode.none || !partition) {
            isFinal = true
            return { index, error, end: -1, records: new Uint8Array(0) }
          }
          const records = room > 0 ? partition.read(offset, Math.min(most, room)) : new Uint8Array(0)
          room -= records.length
          return { index, error, end: partition.end, records }
        }),
      }))
      const rest = deadline - process.now()
      if (isFinal || maxBytes - room >= minBytes || rest <= 0) {
        return [
          ...unthrottled(1, version),
          list(found, ({ name, partitions }) => [
            text(name),
            list(partitions, ({ index, error, end, records }) => [
              int32(index),
              int16(error),
              int64(end),
              int64(end),
              ...(version >= 5 ? [int64(0)] : []),
              int32(0),
              bytes(records),
            ]),
          ]),
        ]
      }
      await Promise.race([topics.arrival(), process.sleep(rest)])
    }
  }

export const listOffsets =
  ({ topics }: Broker): Answer =>
  (fields, version) => {
    fields.int32()
    if (version >= 2) fields.int8()
    const found = fields.list(() => {
      const name = fields.text()
      const partitions = fields.list(() => {
        const [index, timestamp] = [fields.int32(), fields.int64()]
        const partition = topics.find(name)?.[index]
        if (!partition) return { index, error: ErrorCode.unknownTopic, timestamp: -1, offset: -1 }
        const batch = timestamp >= 0 ? partition.since(timestamp) : undefined
        const offset = timestamp === LATEST ? partition.end : timestamp === EARLIEST ? 0 : (batch?.offset ?? -1)
        return { index, error: ErrorCode.none, timestamp: batch?.timestamp ?? -1, offset }
      })
      return { name, partitions }
    })
    return [
      ...unthrottled(2, version),
      list(found, ({ name, partitions }) => [
        text(name),
        list(partitions, ({ index, error, timestamp, offset }) => [
          int32(index),
          int16(error),
          int64(timestamp),
          int64(offset),
        ]),
      ]),
    ]
  }

export const createTopics =
  ({ topics, settings }: Broker): Answer =>
  (fields, version) => {
    const wanted = fields.list(() => {
      const [name, partitions, replicas] = [fields.text(), fields.int32(), fields.int16()]
      const assigned = fields.list(() => {
        fields.int32()
        fields.list(() => fields.int32())
      })
      fields.list(() => {
        fields.text()
        fields.nullableText()
      })
      return { name, replicas, partitions: assigned.length || (partitions === -1 ? settings.partitions : partitions) }
    })
    fields.int32()
    const onlyChecks = version >= 1 && fields.bool()
    const problemOf = ({ name, partitions, replicas }: (typeof wanted)[number]): readonly [number, string?] => {
      if (!isTopicName(name)) return [ErrorCode.invalidTopic, `Topic name is invalid: '${name}'`]
      if (topics.find(name)) return [ErrorCode.topicExists, `Topic '${name}' already exists.`]
      if (partitions < 1 || partitions > MOST_PARTITIONS) {
        return [ErrorCode.invalidPartitions, 'Number of partitions must be larger than 0.']
      }
      if (replicas > 1) {
        const words = `Unable to replicate the partition ${replicas} time(s): The target replication factor of ${replicas} cannot be reached because only 1 broker(s) are registered.`
        return [ErrorCode.invalidReplication, words]
      }
      return [ErrorCode.none]
    }
    const done = wanted.map((one) => {
      const [error, words] = problemOf(one)
      if (error === ErrorCode.none && !onlyChecks) topics.create(one.name, one.partitions)
      return { name: one.name, error, words }
    })
    return [
      ...unthrottled(2, version),
      list(done, ({ name, error, words }) => [text(name), int16(error), ...(version >= 1 ? [text(words)] : [])]),
    ]
  }

export const deleteTopics =
  ({ topics }: Broker): Answer =>
  (fields, version) => {
    const names = fields.list(() => fields.text())
    return [
      ...unthrottled(1, version),
      list(names, (name) => [text(name), int16(topics.remove(name) ? ErrorCode.none : ErrorCode.unknownTopic)]),
    ]
  }

/** For idempotent producers; their sequences are not looked at. */
export const initProducerId =
  (broker: Broker): Answer =>
  () => [int32(0), int16(0), int64(broker.nextProducer++), int16(0)]
