// The operations on checkpoints, which are there in experimental mode only.
import { checkExperimental, noCheckpoint, refuseCheckpoint } from '../engine/containers/checkpoints.ts'
import type { Engine } from '../engine/engine.ts'
import type { OperationTable } from './handler.ts'
import { json } from './reply.ts'

const surroundings = ({ settings, host, persona }: Engine): Parameters<typeof refuseCheckpoint>[0] => ({
  settings,
  host,
  words: persona.words,
})

export const checkpointOperations: Pick<
  OperationTable,
  'ContainerCheckpointCreate' | 'ContainerCheckpointDelete' | 'ContainerCheckpointList'
> = {
  ContainerCheckpointCreate(engine, { path, body }) {
    checkExperimental(engine)
    return refuseCheckpoint(surroundings(engine), engine.containers.find(path.id), path.id, body?.CheckpointID ?? '')
  },
  ContainerCheckpointDelete(engine, { path }) {
    checkExperimental(engine)
    engine.containers.find(path.id)
    throw noCheckpoint(path.checkpoint, path.id)
  },
  ContainerCheckpointList(engine, { path, query }) {
    checkExperimental(engine)
    engine.containers.find(path.id)
    if (query.dir) throw noCheckpoint('', path.id)
    return json([])
  },
}
