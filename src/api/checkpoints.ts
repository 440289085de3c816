// Checkpoints, on an engine that is not experimental: dockerd refuses before it looks at anything.
import { unsupported } from '../world/refusal.ts'
import type { OperationTable } from './handler.ts'

const refuse = (): never => {
  throw unsupported(
    'This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.',
  )
}

export const checkpointOperations: Pick<
  OperationTable,
  'ContainerCheckpointCreate' | 'ContainerCheckpointDelete' | 'ContainerCheckpointList'
> = {
  ContainerCheckpointCreate: refuse,
  ContainerCheckpointDelete: refuse,
  ContainerCheckpointList: refuse,
}
