// The operations of the noun Plugin, on an engine that has none: there is nothing to list and nothing to find.

import type { Engine } from '../engine/engine.ts'
import { missing } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'
import { json } from './reply.ts'

const notFound = (_engine: Engine, { path }: Call & { readonly path: { readonly name: string } }): never => {
  throw missing(`plugin "${path.name}" not found`)
}

type PluginOperation =
  | 'PluginList'
  | 'PluginInspect'
  | 'PluginDelete'
  | 'PluginEnable'
  | 'PluginDisable'
  | 'PluginSet'
  | 'PluginPush'

export const pluginOperations: Pick<OperationTable, PluginOperation> = {
  PluginList: () => json([]),
  PluginInspect: notFound,
  PluginDelete: notFound,
  PluginEnable: notFound,
  PluginDisable: notFound,
  PluginSet: notFound,
  PluginPush: notFound,
}
