// The requests about consumer groups: joining, agreeing, living, leaving, and their offsets.
import type { Broker } from './broker.ts'
import type { Group } from './group.ts'
import { ErrorCode } from './protocol.ts'
import { type Answer, unthrottled } from './topic-requests.ts'
import { bytes, int16, int32, int64, list, text } from './wire.ts'

export const findCoordinator =
  (broker: Broker): Answer =>
  (_fields, version, { listener }) => {
    const { host, port } = broker.addressFor(listener)
    return [
      ...unthrottled(1, version),
      int16(0),
      ...(version >= 1 ? [text(undefined)] : []),
      int32(broker.settings.id),
      text(host),
      int32(port),
    ]
  }

export const joinGroup =
  (broker: Broker): Answer =>
  async (fields, version, { client, host }) => {
    const group = broker.group(fields.text())
    const sessionTimeout = fields.int32()
    const rebalanceTimeout = version >= 1 ? fields.int32() : sessionTimeout
    const [member, protocolType] = [fields.text(), fields.text()]
    const protocols = fields.list(() => ({ name: fields.text(), metadata: fields.bytes() }))
    const joining = { member, client, host, sessionTimeout, rebalanceTimeout, protocolType, protocols }
    const reply = await group.join(joining, () => broker.freshMember(client))
    return [
      ...unthrottled(2, version),
      int16(reply.error),
      int32(reply.generation),
      text(reply.protocol),
      text(reply.leader),
      text(reply.member),
      list(reply.members, ({ id, metadata }) => [text(id), bytes(metadata)]),
    ]
  }

export const syncGroup =
  (broker: Broker): Answer =>
  async (fields, version) => {
    const group = broker.group(fields.text())
    const [generation, member] = [fields.int32(), fields.text()]
    const assignments = fields.list(() => ({ member: fields.text(), bytes: fields.bytes() }))
    const { error, assignment } = await group.sync(member, generation, assignments)
    return [...unthrottled(1, version), int16(error), bytes(assignment)]
  }

export const heartbeat =
  (broker: Broker): Answer =>
  (fields, version) => {
    const group = broker.group(fields.text())
    const [generation, member] = [fields.int32(), fields.text()]
    return [...unthrottled(1, version), int16(group.heartbeat(member, generation))]
  }

export const leaveGroup =
  (broker: Broker): Answer =>
  (fields, version) => {
    const group = broker.group(fields.text())
    return [...unthrottled(1, version), int16(group.leave(fields.text()))]
  }

/** One who is no member may commit for a group that has none, with the generation -1. */
const errorOf = (group: Group, member: string, generation: number): number =>
  generation < 0 && group.members.size === 0 ? ErrorCode.none : group.check(member, generation)

export const offsetCommit =
  (broker: Broker): Answer =>
  (fields, version) => {
    const group = broker.group(fields.text())
    const [generation, member] = [fields.int32(), fields.text()]
    if (version <= 4) fields.int64()
    const error = errorOf(group, member, generation)
    const done = fields.list(() => {
      const name = fields.text()
      const offsets = group.offsets.get(name) ?? new Map()
      const partitions = fields.list(() => {
        const [index, offset, metadata] = [fields.int32(), fields.int64(), fields.nullableText()]
        if (error === ErrorCode.none) offsets.set(index, { offset, metadata })
        return index
      })
      if (offsets.size > 0) group.offsets.set(name, offsets)
      return { name, partitions }
    })
    return [
      ...unthrottled(3, version),
      list(done, ({ name, partitions }) => [text(name), list(partitions, (index) => [int32(index), int16(error)])]),
    ]
  }

export const offsetFetch =
  (broker: Broker): Answer =>
  (fields, version) => {
    const { offsets } = broker.group(fields.text())
    const asked = fields.nullableList(() => ({ name: fields.text(), partitions: fields.list(() => fields.int32()) }))
    const all = asked ?? [...offsets].map(([name, known]) => ({ name, partitions: [...known.keys()] }))
    return [
      ...unthrottled(3, version),
      list(all, ({ name, partitions }) => [
        text(name),
        list(partitions, (index) => {
          const { offset = -1, metadata = '' } = offsets.get(name)?.get(index) ?? {}
          return [int32(index), int64(offset), text(metadata), int16(0)]
        }),
      ]),
      ...(version >= 2 ? [int16(0)] : []),
    ]
  }

export const listGroups =
  (broker: Broker): Answer =>
  (_fields, version) => [
    ...unthrottled(1, version),
    int16(0),
    list([...broker.groups.values()], ({ id, protocolType }) => [text(id), text(protocolType)]),
  ]

export const describeGroups =
  (broker: Broker): Answer =>
  (fields, version) => [
    ...unthrottled(1, version),
    list(
      fields.list(() => fields.text()),
      (id) => {
        const group = broker.groups.get(id)
        return [
          int16(0),
          text(id),
          text(group?.state ?? 'Dead'),
          text(group?.protocolType ?? ''),
          text(group?.protocol ?? ''),
          list([...(group?.members.values() ?? [])], ({ id: member, joining, assignment }) => [
            text(member),
            text(joining.client),
            text(`/${joining.host}`),
            bytes(joining.protocols[0]?.metadata ?? new Uint8Array(0)),
            bytes(assignment),
          ]),
        ]
      },
    ),
  ]
