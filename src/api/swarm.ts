// The operations of a swarm, on an engine that is in none: all of them say so.
import type { Engine } from '../engine/engine.ts'
import { broken, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'

const refuse = (): never => {
  throw new Refusal(
    'unavailable',
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  )
}

/** What a manager answers; an engine outside of a swarm says 503 (moby daemon/cluster/errors.go: errNoSwarm). */
const ofManagers = [
  'SwarmInspect',
  'SwarmUpdate',
  'SwarmUnlockkey',
  'SwarmUnlock',
  'NodeList',
  'NodeInspect',
  'NodeDelete',
  'NodeUpdate',
  'ServiceList',
  'ServiceCreate',
  'ServiceInspect',
  'ServiceDelete',
  'ServiceUpdate',
  'TaskList',
  'TaskInspect',
  'SecretList',
  'SecretCreate',
  'SecretInspect',
  'SecretDelete',
  'SecretUpdate',
  'ConfigList',
  'ConfigCreate',
  'ConfigInspect',
  'ConfigDelete',
  'ConfigUpdate',
] as const

type SwarmOperation = (typeof ofManagers)[number]

/** Whether anything is asked for is looked at first. */
function logs({ persona }: Engine, { query }: Call<'ServiceLogs' | 'TaskLogs'>): never {
  if (!query.stdout && !query.stderr) throw broken(persona.words.noLogStream())
  return refuse()
}

export const swarmOperations: Pick<OperationTable, SwarmOperation | 'ServiceLogs' | 'SwarmLeave' | 'TaskLogs'> = {
  ...(Object.fromEntries(ofManagers.map((id) => [id, refuse])) as unknown as Pick<OperationTable, SwarmOperation>),
  ServiceLogs: logs,
  TaskLogs: logs,
  SwarmLeave: () => {
    throw new Refusal('unavailable', 'This node is not part of a swarm')
  },
}
