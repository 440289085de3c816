// Which registry is asked for a domain: the real one where there is one, else the built-in library.
import { HUB } from './network.ts'
import type { Registry } from './registry.ts'
import type { RemoteParts } from './remote/connections.ts'
import { Hosts, type RemoteOptions } from './remote/hosts.ts'
import { remoteSource } from './remote/remote-source.ts'

/**
 * Loopback addresses and the hosts that the options name are connected to; all else is the library's. Throws an Error
 * with a sentence for an option that makes no sense.
 */
export function joinedSource(library: Registry, options: RemoteOptions, parts: Omit<RemoteParts, 'hosts'>): Registry {
  const hosts = new Hosts(options)
  const remote = remoteSource({ ...parts, hosts })
  const sourceOf = (domain: string): Registry => (hosts.dials(domain) ? remote : library)
  return {
    named: remote.named,
    endpoints(domain, purpose) {
      const own = sourceOf(domain).endpoints(domain, purpose)
      return domain === HUB && purpose === 'pull' ? [...remote.mirrors(), ...own] : own
    },
    search(term, limit, access) {
      const slash = term.indexOf('/')
      const isRemote = slash > 0 && hosts.dials(term.slice(0, slash))
      return (isRemote ? remote : library).search(term, limit, access)
    },
    close() {
      remote.close()
      library.close()
    },
  }
}
