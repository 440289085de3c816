// The operations on networks.

import type { Container } from '../engine/containers/container.ts'
import { connectToNetwork, disconnectFromNetwork, forceOut } from '../engine/containers/membership.ts'
import type { Engine } from '../engine/engine.ts'
import type { EndpointSettings } from '../engine/networks/endpoint.ts'
import type { NetworkRequest } from '../engine/networks/request.ts'
import { networkView } from '../engine/networks/view.ts'
import { missing, Refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'
import type { OperationTable } from './handler.ts'
import { empty, json } from './reply.ts'
import { compareVersions } from './version.ts'

/** Clients before 1.48 do not know that IPv4 can be switched off. */
function requestOf({ body, version }: Call<'NetworkCreate'>): NetworkRequest {
  const { IPAM } = body
  return {
    name: body.Name ?? '',
    driver: body.Driver,
    scope: body.Scope,
    internal: body.Internal,
    attachable: body.Attachable,
    ingress: body.Ingress,
    ipv4: compareVersions(version, '1.48') < 0 ? undefined : body.EnableIPv4,
    ipv6: body.EnableIPv6,
    configOnly: body.ConfigOnly,
    configFrom: body.ConfigFrom?.Network,
    options: body.Options,
    labels: body.Labels,
    ipam: IPAM && { driver: IPAM.Driver, options: IPAM.Options, config: IPAM.Config },
  }
}

/** The container, or undefined if there is none of that name and the client insists. */
function findContainer(engine: Engine, reference: string, force: boolean): Container | undefined {
  try {
    return engine.containers.find(reference)
  } catch (error) {
    if (force && error instanceof Refusal) return undefined
    throw error
  }
}

type NetworkOperation =
  | 'NetworkConnect'
  | 'NetworkCreate'
  | 'NetworkDelete'
  | 'NetworkDisconnect'
  | 'NetworkInspect'
  | 'NetworkList'
  | 'NetworkPrune'

export const networkOperations: Pick<OperationTable, NetworkOperation> = {
  NetworkList(engine, { query, version }) {
    const detailed = compareVersions(version, '1.28') < 0
    return json(engine.networks.list(query.filters).map((network) => networkView(network, engine.persona, detailed)))
  },

  NetworkInspect(engine, { path, query }) {
    const network = engine.networks.find(path.id)
    // only those of a swarm have another scope
    if (query.scope && query.scope !== 'local') throw missing(`network ${path.id} not found`)
    return json(networkView(network, engine.persona, true))
  },

  NetworkCreate(engine, call) {
    const { id } = engine.networks.create(requestOf(call))
    return json({ Id: id, Warning: '' }, 201)
  },

  NetworkDelete(engine, { path }) {
    engine.networks.remove(path.id)
    return empty(204)
  },

  NetworkConnect(engine, { path, body }) {
    const container = engine.containers.find(body.Container ?? '')
    connectToNetwork(engine, container, path.id, (body.EndpointConfig ?? {}) as EndpointSettings)
    return empty(200)
  },

  NetworkDisconnect(engine, { path, body }) {
    const { Container: reference = '', Force: force = false } = body
    const container = findContainer(engine, reference, force)
    if (container) disconnectFromNetwork(engine, container, path.id, force)
    else forceOut(engine.networks, path.id, reference)
    return empty(200)
  },

  NetworkPrune(engine, { query }) {
    const names = engine.networks.prune(query.filters)
    return json({ NetworksDeleted: names.length > 0 ? names : null })
  },
}
