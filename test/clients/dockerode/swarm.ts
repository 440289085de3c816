// The family of the swarm, asked of an engine that is in none.
import type Dockerode from 'dockerode'
import { type Exercise, type Exercises, refused, untyped } from './exercise.ts'

const noManager =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.'

const needsManager = (call: (dockerode: Dockerode) => Promise<unknown>): Exercise => [
  'needs a manager of a swarm',
  ({ dockerode }) => refused(call(dockerode), 503, noManager),
]

/** A method of what a `get…` of dockerode gives. */
type Getter = 'getConfig' | 'getNode' | 'getSecret' | 'getService' | 'getTask'

const of = (get: Getter, method: string, ...given: unknown[]): Exercise =>
  needsManager((dockerode) => untyped(dockerode[get]('nosuch'))[method]!(...given))

const docker = (method: string, ...given: unknown[]): Exercise =>
  needsManager((dockerode) => untyped(dockerode)[method]!(...given))

const change = { version: 1, Name: 'nosuch' }
const task = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'alpine' } } }

export const swarm: Exercises = {
  'Docker.swarmInit': [
    'is not simulated yet',
    ({ dockerode }) => refused(dockerode.swarmInit({ ListenAddr: '127.0.0.1:2377' }), 501, /SwarmInit/),
  ],
  'Docker.swarmJoin': [
    'is not simulated yet',
    ({ dockerode }) =>
      refused(dockerode.swarmJoin({ ListenAddr: '127.0.0.1:2377', RemoteAddrs: ['127.0.0.1:2377'] }), 501, /SwarmJoin/),
  ],
  'Docker.swarmLeave': [
    'needs a swarm to leave',
    ({ dockerode }) => refused(untyped(dockerode).swarmLeave!(), 503, 'This node is not part of a swarm'),
  ],
  'Docker.swarmInspect': docker('swarmInspect'),
  'Docker.swarmUpdate': docker('swarmUpdate', change),
  'Docker.listNodes': docker('listNodes'),
  'Docker.listServices': docker('listServices'),
  'Docker.listTasks': docker('listTasks'),
  'Docker.listSecrets': docker('listSecrets'),
  'Docker.listConfigs': docker('listConfigs'),
  'Docker.createService': docker('createService', task),
  'Docker.createSecret': docker('createSecret', { Name: 'key', Data: 'eA==' }),
  'Docker.createConfig': docker('createConfig', { Name: 'site', Data: 'eA==' }),
  'Docker.getNode': of('getNode', 'inspect'),
  'Docker.getService': of('getService', 'inspect'),
  'Docker.getTask': of('getTask', 'inspect'),
  'Docker.getSecret': of('getSecret', 'inspect'),
  'Docker.getConfig': of('getConfig', 'inspect'),
  'Node.inspect': of('getNode', 'inspect'),
  'Node.update': of('getNode', 'update', { version: 1, Role: 'worker', Availability: 'active' }),
  'Node.remove': of('getNode', 'remove', { force: true }),
  'Service.inspect': of('getService', 'inspect'),
  'Service.update': of('getService', 'update', change),
  'Service.remove': of('getService', 'remove'),
  'Service.logs': of('getService', 'logs', { stdout: true }),
  'Task.inspect': of('getTask', 'inspect'),
  'Task.logs': of('getTask', 'logs', { stdout: true }),
  'Secret.inspect': of('getSecret', 'inspect'),
  'Secret.update': of('getSecret', 'update', change),
  'Secret.remove': of('getSecret', 'remove'),
  'Config.inspect': of('getConfig', 'inspect'),
  'Config.update': of('getConfig', 'update', change),
  'Config.remove': of('getConfig', 'remove'),
}
