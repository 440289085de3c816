// The operations of the noun Plugin, on an engine that has none: there is nothing to list and nothing to find.

import type { Engine } from '../engine/engine.ts'
import { headFailure } from '../registry/network.ts'
import { familiarText, parseReference, type Reference, withDefaultTag } from '../registry/reference.ts'
import { broken, missing, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'
import { json } from './reply.ts'

const notFound = (_engine: Engine, { path }: Call & { readonly path: { readonly name: string } }): never => {
  throw missing(`plugin "${path.name}" not found`)
}

/** dockerd gives what is malformed no class of its own (500). */
function reference(text: string): Reference {
  try {
    return withDefaultTag(parseReference(text))
  } catch (error) {
    throw error instanceof Refusal ? broken(error.message) : error
  }
}

/** No registry here has a plugin: the well-known ones say that of one that is not there, others do not answer. */
function pull({ domain, path, tag, digest }: Reference): never {
  const reason =
    headFailure(domain, `${path}/manifests/${digest ?? tag}`)?.replace(/^/, 'failed to do request: ') ??
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
  throw broken(`error resolving plugin reference: ${reason}`)
}

type PluginOperation =
  | 'PluginList'
  | 'PluginInspect'
  | 'PluginDelete'
  | 'PluginEnable'
  | 'PluginDisable'
  | 'PluginSet'
  | 'PluginPush'
  | 'GetPluginPrivileges'
  | 'PluginPull'
  | 'PluginUpgrade'

export const pluginOperations: Pick<OperationTable, PluginOperation> = {
  PluginList: () => json([]),
  PluginInspect: notFound,
  PluginDelete: notFound,
  PluginEnable: notFound,
  PluginDisable: notFound,
  PluginSet: notFound,
  PluginPush: notFound,
  GetPluginPrivileges(_engine, { query }) {
    // dockerd keeps to itself that it could not ask
    reference(query.remote ?? '')
    return json([])
  },
  PluginPull(_engine, { query }) {
    const remote = reference(query.remote ?? '')
    if (query.name) reference(query.name)
    return pull(remote)
  },
  PluginUpgrade(_engine, { path }) {
    throw missing(`plugin "${familiarText(reference(path.name))}" not found`)
  },
}
