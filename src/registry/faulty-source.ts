// A registry with faults in front of it, as the daemon's pulls meet them.
import { STATUS_CODES } from 'node:http'
import { type FaultReply, faultyBytes, type RegistryFaults } from './faults.ts'
import { HUB } from './network.ts'
import type { Registry, Repository } from './registry.ts'
import { isSpecified, RegistryError, refusalOf } from './registry-error.ts'

export function faultySource(registry: Registry, faults: RegistryFaults): Registry {
  return {
    ...registry,
    endpoints: (domain, purpose) =>
      registry.endpoints(domain, purpose).map((endpoint) => ({
        ...endpoint,
        async open(path, access) {
          const name = domain === HUB ? path.replace(/^library\//, '') : `${domain}/${path}`
          return faultyRepository(await endpoint.open(path, access), name, faults)
        },
      })),
  }
}

function faultyRepository(repository: Repository, name: string, faults: RegistryFaults): Repository {
  const checked =
    <Given extends readonly unknown[], Result>(ask: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const reply = faults.take('manifest', name)?.reply
      if (reply) throw refusal(reply)
      return ask(...given)
    }
  return {
    ...repository,
    head: checked(repository.head),
    manifest: checked(async (wanted) => {
      const manifest = await repository.manifest(wanted)
      faults.note(manifest.bytes)
      return manifest
    }),
    tags: checked(repository.tags),
    async blob(...given) {
      const fault = faults.take('blob', name, given[0])
      if (fault?.reply) throw refusal(fault.reply)
      const { size, chunks } = await repository.blob(...given)
      if (!fault?.blob) return { size, chunks }
      return {
        size,
        chunks: faultyBytes(chunks, size, fault.blob, () => new RegistryError('BROKEN', 'unexpected EOF')),
      }
    },
  }
}

/** As dockerd's registry client understands the reply (registry/remote/reply-error.ts reads real ones). */
function refusal({ status, code, message }: FaultReply): RegistryError {
  if (code !== undefined && isSpecified(code)) return refusalOf(code, message)
  return new RegistryError('UNEXPECTED', `received unexpected HTTP status: ${status} ${STATUS_CODES[status] ?? ''}`)
}
