// The operations of a swarm, on an engine that is in none: all of them say so.
import type { Engine } from '../engine/engine.ts'
import { swarmRefusal } from '../engine/swarm/trouble.ts'
import { broken, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'

const refuse = ({ swarm }: Engine): never => {
  throw swarmRefusal(swarm)
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
function logs(engine: Engine, { query }: Call<'ServiceLogs' | 'TaskLogs'>): never {
  if (!query.stdout && !query.stderr) throw broken(engine.persona.words.noLogStream())
  return refuse(engine)
}

export const swarmOperations: Pick<OperationTable, SwarmOperation | 'ServiceLogs' | 'SwarmLeave' | 'TaskLogs'> = {
  ...(Object.fromEntries(ofManagers.map((id) => [id, refuse])) as unknown as Pick<OperationTable, SwarmOperation>),
  ServiceLogs: logs,
  TaskLogs: logs,
  SwarmLeave: () => {
    throw new Refusal('unavailable', 'This node is not part of a swarm')
  },
}
