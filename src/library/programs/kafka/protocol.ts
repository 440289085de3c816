// The requests that the simulated broker knows, in which versions, and the errors that it answers.

/** The number of a request, and the first and the last version that is answered: all of them before tagged fields. */
export type Versions = readonly [key: number, min: number, max: number]

export type ApiName =
  | 'Produce'
  | 'Fetch'
  | 'ListOffsets'
  | 'Metadata'
  | 'OffsetCommit'
  | 'OffsetFetch'
  | 'FindCoordinator'
  | 'JoinGroup'
  | 'Heartbeat'
  | 'LeaveGroup'
  | 'SyncGroup'
  | 'DescribeGroups'
  | 'ListGroups'
  | 'ApiVersions'
  | 'CreateTopics'
  | 'DeleteTopics'
  | 'InitProducerId'

export const apis: Readonly<Record<ApiName, Versions>> = {
  Produce: [0, 3, 7],
  Fetch: [1, 4, 6],
  ListOffsets: [2, 1, 3],
  Metadata: [3, 0, 5],
  OffsetCommit: [8, 2, 5],
  OffsetFetch: [9, 1, 4],
  FindCoordinator: [10, 0, 2],
  JoinGroup: [11, 0, 3],
  Heartbeat: [12, 0, 2],
  LeaveGroup: [13, 0, 2],
  SyncGroup: [14, 0, 2],
  DescribeGroups: [15, 0, 2],
  ListGroups: [16, 0, 2],
  ApiVersions: [18, 0, 2],
  CreateTopics: [19, 0, 3],
  DeleteTopics: [20, 0, 3],
  InitProducerId: [22, 0, 1],
}

export const ErrorCode = {
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopic: 3,
  invalidTopic: 17,
  illegalGeneration: 22,
  inconsistentProtocol: 23,
  unknownMember: 25,
  rebalanceInProgress: 27,
  unsupportedVersion: 35,
  topicExists: 36,
  invalidPartitions: 37,
  invalidReplication: 38,
} as const
