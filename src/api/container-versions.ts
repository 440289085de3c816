// What clients of older API versions see of containers (moby daemon/server/router/container/inspect.go).
import type { Persona } from '../engine/persona.ts'
import { compareVersions } from './version.ts'

/** Networks whose members have no names of their own. */
const builtIn = new Set(['bridge', 'host', 'none', 'default'])

/** Below 1.45 the aliases in a network hold the id and the host name of the container, which have a list of their own. */
export function detailsFor(
  version: string,
  persona: Persona,
  details: Record<string, unknown>,
): Record<string, unknown> {
  if (compareVersions(version, '1.52') < 0 && 'Storage' in details) {
    return detailsFor(version, persona, withGraphDriver(details))
  }
  if (compareVersions(version, '1.45') >= 0) return details
  const late = persona.differences.has('aliases-come-with-the-connection')
  const { Id, Config, NetworkSettings } = details as unknown as Parts
  const own = [Id.slice(0, 12), Config.Hostname]
  const networks = Object.entries(NetworkSettings.Networks).map(([name, endpoint]) => [
    name,
    builtIn.has(name) || name.startsWith('container:') || (late && endpoint.NetworkID === '')
      ? endpoint
      : { ...endpoint, Aliases: [...new Set([...(endpoint.Aliases ?? []), ...own])] },
  ])
  return { ...details, NetworkSettings: { ...NetworkSettings, Networks: Object.fromEntries(networks) } }
}

/** The snapshotter in the place where a storage driver was. */
function withGraphDriver(details: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(details).map(([name, value]): [string, unknown] => {
    if (name !== 'Storage') return [name, value]
    const { RootFS } = value as { readonly RootFS: { readonly Snapshot: { readonly Name: string } } }
    return ['GraphDriver', { Data: null, Name: RootFS.Snapshot.Name }]
  })
  return Object.fromEntries(entries)
}

interface Parts {
  readonly Id: string
  readonly Config: { readonly Hostname: string }
  readonly NetworkSettings: {
    readonly Networks: Readonly<
      Record<string, { readonly Aliases: readonly string[] | null; readonly NetworkID: string }>
    >
  }
}
