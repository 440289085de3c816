// What of Docker's API Podman does not have, and how it says so (podman pkg/api/server: register_*.go, v5.4.2).
import type { Incoming } from '../api/call.ts'
import type { Reply } from '../api/reply.ts'
import type { OperationId } from '../gen/operations.ts'

/** Nothing in Podman has these paths. */
const unknown: ReadonlySet<OperationId> = new Set<OperationId>([
  ...(['BuildPrune', 'BuildCancel', 'Session', 'Grpc', 'ContainerAttachWebsocket', 'ImageAttestations'] as const),
  ...(['ContainerCheckpointList', 'ContainerCheckpointCreate', 'ContainerCheckpointDelete'] as const),
  ...(['DebugVariables', 'DebugProfileList', 'DebugProfile'] as const),
  ...(['PluginInspect', 'PluginDelete', 'PluginEnable', 'PluginDisable', 'PluginSet', 'PluginPush'] as const),
  ...(['PluginCreate', 'PluginPull', 'PluginUpgrade', 'GetPluginPrivileges'] as const),
])

/** Below these paths, but not at them, Podman says that there is no such service. */
const services = /^(?:\/v[0-9.]+)?\/(?:configs|nodes|services|swarm|tasks)(\/|\?|$)/

/** Podman's answer to an operation that it has not; undefined for one that it has. */
export function podmanAbsence({ operation, method, url }: Incoming): Reply | undefined {
  const service = services.exec(url)?.[1]
  if (service === '/') {
    const message = `Podman does not support service: ${url}`
    return { kind: 'json', status: 503, value: { cause: message, message, response: 503 } }
  }
  if (service !== undefined || unknown.has(operation)) return notFound
  const path = url.replace(/\?.*$/s, '')
  if (operation === 'PluginList' || operation === 'DistributionInspect') {
    // a name of several segments is no path of Podman's
    if (operation === 'DistributionInspect' && path.split('/distribution/')[1]?.split('/').length !== 2) return notFound
    return { kind: 'json', status: 404, value: { cause: '', message: `Path ${path} is not supported`, response: 0 } }
  }
  return operation === 'VolumeUpdate' && method === 'PUT' ? notAllowed : undefined
}

const page = (status: number, text: string): Reply => ({
  kind: 'text',
  status,
  type: 'text/plain; charset=utf-8',
  headers: { 'X-Content-Type-Options': 'nosniff' },
  text: `${text}\n`,
})

const notFound = page(404, 'Not Found')
const notAllowed = page(405, 'Method Not Allowed')
