// Every operation of the contract and who answers it: tsc fails if one is left out.
import type { Engine } from '../engine/engine.ts'
import type { OperationId } from '../gen/operations.ts'
import { buildCacheOperations } from './build-cache.ts'
import type { Call } from './call.ts'
import { containerStreamOperations } from './container-streams.ts'
import { containerOperations } from './containers.ts'
import { execOperations } from './execs.ts'
import { imageOperations } from './images.ts'
import { networkOperations } from './networks.ts'
import { pluginOperations } from './plugins.ts'
import type { Reply } from './reply.ts'
import { swarmOperations } from './swarm.ts'
import { systemOperations } from './system.ts'
import { unsupportedOperations } from './unsupported.ts'
import { volumeOperations } from './volumes.ts'

/** Answers a call with a plain value; throws a Refusal to say no. */
export type Handler<Id extends OperationId> = (engine: Engine, call: Call<Id>) => Reply | Promise<Reply>

export type OperationTable = { readonly [Id in OperationId]: Handler<Id> }

export const operations: OperationTable = {
  ...buildCacheOperations,
  ...containerOperations,
  ...containerStreamOperations,
  ...execOperations,
  ...imageOperations,
  ...networkOperations,
  ...systemOperations,
  ...volumeOperations,
  ...swarmOperations,
  ...pluginOperations,
  ...unsupportedOperations,
}
