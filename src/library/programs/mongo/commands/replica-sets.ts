// Commands of MongoDB about replica sets, of which there is one member here.
import { MongoProblem } from '../problem.ts'
import type { Run, Server } from '../session.ts'
import { Double, document, Moment } from '../value.ts'

export const ownAddress = ({ process, port }: Server): string => `${process.hostname}:${port}`

/** The set that this server is the primary of. */
export const stateOf = ({ setName, store }: Server): NonNullable<Server['store']['replicaSet']> | undefined =>
  setName === undefined ? undefined : store.replicaSet

/** Throws 76 or 94. */
function running(server: Server): NonNullable<Server['store']['replicaSet']> {
  if (server.setName === undefined) throw new MongoProblem(76, 'NoReplicationEnabled', 'not running with --replSet')
  const state = stateOf(server)
  if (!state) throw new MongoProblem(94, 'NotYetInitialized', 'no replset config has been received')
  return state
}

export const replicaSets: Readonly<Record<string, Run>> = {
  /** differs: other members than the server itself are listed and nothing more. */
  replSetInitiate(command) {
    const { server } = command
    if (server.setName === undefined) {
      throw new MongoProblem(76, 'NoReplicationEnabled', 'This node was not started with replication enabled.')
    }
    if (server.store.replicaSet) throw new MongoProblem(23, 'AlreadyInitialized', 'already initialized')
    const wanted = command.fields.get('replSetInitiate')
    const members = wanted instanceof Map ? wanted.get('members') : undefined
    const name = wanted instanceof Map ? wanted.get('_id') : undefined
    if (name !== undefined && name !== server.setName) {
      const text = `Rejecting initiate with a set name that differs from command line set name, initiate set name: ${String(name)}, command line set name: ${server.setName}`
      throw new MongoProblem(93, 'InvalidReplicaSetConfig', text)
    }
    const hosts = Array.isArray(members)
      ? members.map((one) => (one instanceof Map ? String(one.get('host')) : ''))
      : []
    server.store.replicaSet = { name: server.setName, members: hosts.length > 0 ? hosts : [ownAddress(server)] }
    return {}
  },
  replSetGetStatus({ server }) {
    const { name, members } = running(server)
    const [first = ownAddress(server)] = members
    return {
      set: name,
      date: new Moment(server.process.now()),
      myState: 1,
      term: 1n,
      members: members.map((host, at) =>
        document({
          _id: at,
          name: host,
          health: new Double(host === first ? 1 : 0),
          state: host === first ? 1 : 8,
          stateStr: host === first ? 'PRIMARY' : '(not reachable/healthy)',
          ...(host === first ? { self: true } : {}),
        }),
      ),
    }
  },
  replSetGetConfig({ server }) {
    const { name, members } = running(server)
    const list = members.map((host, at) => document({ _id: at, host, priority: new Double(1), votes: 1 }))
    return { config: document({ _id: name, version: 1, term: 1n, members: list }) }
  },
}
