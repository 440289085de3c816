// Which registry is asked for a domain: the real one where there is one, else the built-in library.
import { HUB } from './network.ts'
import type { Registry } from './registry.ts'
import type { RemoteParts } from './remote/connections.ts'
import { Hosts, type RemoteOptions } from './remote/hosts.ts'
import { remoteSource } from './remote/remote-source.ts'

interface JoinedSource extends Registry {
  /** From now on these options count. Throws an Error with dockerd's words, and then those of before do. */
  follow(options: RemoteOptions): void
}

/**
 * Loopback addresses and the hosts that the options name are connected to; all else is the library's. Throws an Error
 * with a sentence for an option that makes no sense.
 */
export function joinedSource(
  library: Registry,
  options: RemoteOptions,
  parts: Omit<RemoteParts, 'hosts'>,
): JoinedSource {
  let hosts = new Hosts(options)
  let remote = remoteSource({ ...parts, hosts })
  /** transfers of before may go on */
  const former: Registry[] = []
  const sourceOf = (domain: string): Registry => (hosts.dials(domain) ? remote : library)
  return {
    get named() {
      return remote.named
    },
    follow(changed) {
      hosts = new Hosts(changed)
      former.push(remote)
      remote = remoteSource({ ...parts, hosts })
    },
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
      for (const one of [...former, remote]) one.close()
      library.close()
    },
  }
}
