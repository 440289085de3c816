// The operations of the noun Plugin, on an engine that has none: there is nothing to list and nothing to find.

import { uncompressed } from '../codec/compression.ts'
import { readPlainTar } from '../codec/plain-tar.ts'
import type { Engine } from '../engine/engine.ts'
import { booleanFilter, checkFilters } from '../engine/filters.ts'
import { headFailure } from '../registry/network.ts'
import { familiarText, parseReference, type Reference, withDefaultTag } from '../registry/reference.ts'
import { archiveProblem } from '../storage/archive-error.ts'
import { broken, missing, Refusal, unsupported } from '../world/refusal.ts'
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

/** What is no plugin is refused as dockerd does; what is one would have to run. */
async function create(_engine: Engine, { query, body }: Call<'PluginCreate'>): Promise<never> {
  const { name = '' } = query
  try {
    parseReference(name)
  } catch (error) {
    throw error instanceof Refusal ? broken(`failed to parse reference ${name}: ${error.message}`) : error
  }
  let hasConfig = false
  try {
    for await (const entry of readPlainTar(uncompressed(body))) hasConfig ||= entry.name === 'config.json'
  } catch (error) {
    const problem = archiveProblem(error)
    throw problem === undefined ? error : broken(`failed to read from tar: ${problem}`)
  }
  if (!hasConfig) throw broken('config not found')
  throw unsupported('mockerd does not simulate plugins yet')
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
  | 'PluginCreate'
  | 'GetPluginPrivileges'
  | 'PluginPull'
  | 'PluginUpgrade'

export const pluginOperations: Pick<OperationTable, PluginOperation> = {
  PluginList({ persona }, { query }) {
    const { filters } = query
    checkFilters(filters, ['capability', 'enabled'], persona.words)
    if (filters.enabled) booleanFilter(filters, 'enabled', false, persona.words)
    return json([])
  },
  PluginInspect: notFound,
  PluginDelete: notFound,
  PluginEnable: notFound,
  PluginDisable: notFound,
  PluginSet: notFound,
  PluginPush: notFound,
  PluginCreate: create,
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
