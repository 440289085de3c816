// Answers one client of a broker, one request after the other.
import { ConnectionReader } from '../connection-reader.ts'
import type { Broker } from './broker.ts'
import * as groups from './group-requests.ts'
import { type ApiName, apis, ErrorCode } from './protocol.ts'
import * as topics from './topic-requests.ts'
import { Fields, int16, int32, LARGEST, list, message, WireProblem } from './wire.ts'

const names: ReadonlyMap<number, ApiName> = new Map(Object.entries(apis).map(([name, [key]]) => [key, name as ApiName]))

const answers: Readonly<Record<ApiName, (broker: Broker) => topics.Answer>> = {
  Produce: topics.produce,
  Fetch: topics.fetch,
  ListOffsets: topics.listOffsets,
  Metadata: topics.metadata,
  CreateTopics: topics.createTopics,
  DeleteTopics: topics.deleteTopics,
  InitProducerId: topics.initProducerId,
  FindCoordinator: groups.findCoordinator,
  JoinGroup: groups.joinGroup,
  SyncGroup: groups.syncGroup,
  Heartbeat: groups.heartbeat,
  LeaveGroup: groups.leaveGroup,
  OffsetCommit: groups.offsetCommit,
  OffsetFetch: groups.offsetFetch,
  ListGroups: groups.listGroups,
  DescribeGroups: groups.describeGroups,
  ApiVersions: () => (_fields, version) => versions(ErrorCode.none, version),
}

/** Until it goes, or says what is no request. */
export async function converse(broker: Broker, descriptor: number, listener: string): Promise<void> {
  const { process } = broker
  const host = process.socket(descriptor).remote.address
  const reader = new ConnectionReader(process, descriptor)
  try {
    for (;;) {
      const length = (await reader.take(4))?.readInt32BE()
      if (length === undefined) break
      if (length < 8 || length > LARGEST) throw new WireProblem('no request')
      const body = await reader.take(length)
      if (!body) break
      const reply = await replyTo(broker, new Fields(body), listener, host)
      if (reply) await process.write(descriptor, reply)
    }
  } catch (error) {
    if (!(error instanceof WireProblem)) throw error
  }
  process.close(descriptor)
}

/** Rejects with a WireProblem for requests, and versions of them, that are not known, as a broker closes the connection. */
async function replyTo(
  broker: Broker,
  fields: Fields,
  listener: string,
  host: string,
): Promise<Uint8Array | undefined> {
  const [key, version, id, client = ''] = [fields.int16(), fields.int16(), fields.int32(), fields.nullableText()]
  const name = names.get(key)
  if (name === undefined) throw new WireProblem(`unknown request ${key}`)
  const [, min, max] = apis[name]
  if (version < min || version > max) {
    if (name !== 'ApiVersions') throw new WireProblem(`unknown version ${version} of ${name}`)
    // a newer client asks again as this says
    return message(int32(id), ...versions(ErrorCode.unsupportedVersion, 0))
  }
  const reply = await answers[name](broker)(fields, version, { listener, client, host })
  return reply && message(int32(id), ...reply)
}

const versions = (error: number, version: number): Uint8Array[] => [
  int16(error),
  list(Object.values(apis), (numbers) => numbers.map(int16)),
  ...topics.unthrottled(1, version),
]
