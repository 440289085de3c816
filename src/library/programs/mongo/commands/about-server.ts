// Commands of MongoDB about the server and the connection.
import { Signal } from '../../../../runtime/signals.ts'
import type { Command, Run } from '../session.ts'
import { Double, document, Moment, type Value } from '../value.ts'
import { ownAddress, stateOf } from './replica-sets.ts'

/** minWireVersion and maxWireVersion of releases */
const wireVersions: Readonly<Record<string, number>> = { 4: 9, 5: 13, 6: 17, 7: 21, 8: 25 }

const hello: Run = ({ server, session, name, fields }) => {
  const state = stateOf(server)
  const isPrimary = server.setName === undefined || state !== undefined
  const me = ownAddress(server)
  const asked = fields.get('saslSupportedMechs')
  const user = typeof asked === 'string' ? server.store.users.get(asked) : undefined
  const older = name !== 'hello'
  return {
    helloOk: true,
    [older ? 'ismaster' : 'isWritablePrimary']: isPrimary,
    ...(server.setName !== undefined && !state
      ? { secondary: false, info: 'Does not have a valid replica set config', isreplicaset: true }
      : {}),
    ...(state
      ? { setName: state.name, setVersion: 1, secondary: false, hosts: [...state.members], primary: me, me }
      : {}),
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Moment(server.process.now()),
    logicalSessionTimeoutMinutes: 30,
    connectionId: session.id,
    minWireVersion: 0,
    maxWireVersion: wireVersions[server.version.split('.')[0]!] ?? 25,
    readOnly: false,
    ...(user ? { saslSupportedMechs: ['SCRAM-SHA-1', 'SCRAM-SHA-256'] } : {}),
  }
}

const buildInfo: Run = ({ server }) => ({
  version: server.version,
  gitVersion: '0000000000000000000000000000000000000000',
  modules: [],
  allocator: 'tcmalloc-google',
  javascriptEngine: 'mozjs',
  versionArray: [...server.version.split('.').map(Number), 0],
  bits: 64,
  debug: false,
  maxBsonObjectSize: 16_777_216,
  storageEngines: ['devnull', 'wiredTiger'],
})

const nothing: Run = () => ({})

function parameters({ fields, server }: Command): Record<string, Value> {
  const version = document({ version: server.version.split('.').slice(0, 2).join('.') })
  return fields.has('featureCompatibilityVersion') ? { featureCompatibilityVersion: version } : {}
}

export const aboutServer: Readonly<Record<string, Run>> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: nothing,
  buildInfo,
  buildinfo: buildInfo,
  endSessions: nothing,
  refreshSessions: nothing,
  getParameter: parameters,
  connectionStatus: ({ session: { user } }) => ({
    authInfo: document({
      authenticatedUsers: user ? [document({ user: user.name, db: user.database })] : [],
      authenticatedUserRoles: user ? [document({ role: 'root', db: 'admin' })] : [],
    }),
  }),
  serverStatus: ({ server }) => ({
    host: server.process.hostname,
    version: server.version,
    process: 'mongod',
    pid: BigInt(server.process.pid),
    uptime: new Double(Math.floor((server.process.now() - server.started) / 1000)),
    localTime: new Moment(server.process.now()),
    connections: document({ current: server.connections, totalCreated: server.connections }),
  }),
  hostInfo: ({ server }) => ({ system: document({ hostname: server.process.hostname }) }),
  shutdown({ server }) {
    server.process.kill(server.process.pid, Signal.TERM)
    return {}
  },
}
