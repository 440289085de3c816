// Registries that are really there, over HTTP and HTTPS.
import { HUB } from '../network.ts'
import type { Endpoint, Registry } from '../registry.ts'
import type { Connections, RemoteParts } from './connections.ts'
import { HUB_HOST } from './hosts.ts'

/** Endpoints as moby daemon/pkg/registry/service_v2.go: https first, http only for insecure hosts. */
export function remoteSource(parts: RemoteParts): Registry & { mirrors(): readonly Endpoint[] } {
  const { hosts } = parts
  let loading: Promise<Connections> | undefined
  const connections = (): Promise<Connections> =>
    (loading ??= import('./connections.ts').then(({ createConnections }) => createConnections(parts)))
  const endpoint = (base: URL, mirror: boolean): Endpoint => ({
    url: `${base.protocol}//${base.host}`,
    mirror,
    open: async (path, access) => (await connections()).open(base, path, access),
    logIn: async (credentials, signal) => (await connections()).logIn(base, credentials, signal),
  })
  return {
    named: hosts.named,
    endpoints(domain) {
      const host = domain === HUB ? HUB_HOST : domain
      const schemes = hosts.isInsecure(host) ? ['https', 'http'] : ['https']
      return schemes.map((scheme) => endpoint(new URL(`${scheme}://${host}`), false))
    },
    mirrors: () => hosts.mirrors.map((url) => endpoint(url, true)),
    async search(term, limit, access) {
      const [host = '', ...rest] = term.split('/')
      return (await connections()).search(host, rest.join('/'), limit, access)
    },
    close: () => void loading?.then((opened) => opened.close()),
  }
}
