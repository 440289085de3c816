// Every operation of the contract and who answers it: tsc fails if one is left out.
import { archiveOperations } from './archives.ts'
import { buildCacheOperations } from './build-cache.ts'
import { buildOperations } from './builds.ts'
import { checkpointOperations } from './checkpoints.ts'
import { containerStreamOperations } from './container-streams.ts'
import { containerOperations } from './containers.ts'
import { debugOperations } from './debug.ts'
import { execOperations } from './execs.ts'
import type { OperationTable } from './handler.ts'
import { imageOperations } from './images.ts'
import { networkOperations } from './networks.ts'
import { pluginOperations } from './plugins.ts'
import { registryOperations } from './registries.ts'
import { swarmOperations } from './swarm.ts'
import { systemOperations } from './system.ts'
import { unsupportedOperations } from './unsupported.ts'
import { volumeOperations } from './volumes.ts'

export const operations: OperationTable = {
  ...archiveOperations,
  ...buildCacheOperations,
  ...buildOperations,
  ...checkpointOperations,
  ...containerOperations,
  ...containerStreamOperations,
  ...debugOperations,
  ...execOperations,
  ...imageOperations,
  ...networkOperations,
  ...registryOperations,
  ...systemOperations,
  ...volumeOperations,
  ...swarmOperations,
  ...pluginOperations,
  ...unsupportedOperations,
}
