// GET /distribution/{name}/json: what a registry has under a name (moby daemon/server/router/distribution).
import type { Descriptor, Platform } from '../../registry/manifest.ts'
import { parseReference, withDefaultTag } from '../../registry/reference.ts'
import { type Registry, RegistryError } from '../../registry/registry.ts'
import { broken, invalid, missing, Refusal } from '../../world/refusal.ts'

/** The keys are the wire's. */
export interface Distribution {
  readonly Descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>
  readonly Platforms: readonly Platform[]
}

const ownPlatform: Platform = { os: 'linux', architecture: 'amd64' }

export async function inspectDistribution(
  registry: Registry,
  name: string,
  signal: AbortSignal,
): Promise<Distribution> {
  if (/^[a-f0-9]{64}$/.test(name)) throw broken('no manifest found for full image ID')
  const reference = withDefaultTag(parseReference(name))
  const { descriptor, platforms } = await registry.resolve(reference, ownPlatform, signal).catch((error: unknown) => {
    throw inDockersWords(error)
  })
  const { mediaType, digest, size } = descriptor
  return {
    Descriptor: { mediaType, digest, size },
    Platforms: platforms.map(({ architecture, os, variant }) => ({ architecture, os, ...(variant && { variant }) })),
  }
}

/** The registry's own words; its status decides ours. */
function inDockersWords(error: unknown): unknown {
  if (!(error instanceof RegistryError)) return error
  const text = `${error.code.toLowerCase().replaceAll('_', ' ')}: ${error.message}`
  switch (error.code) {
    case 'DENIED':
      return new Refusal('forbidden', text)
    case 'UNAUTHORIZED':
      return new Refusal('unauthorized', text)
    case 'MANIFEST_UNKNOWN':
    case 'NAME_UNKNOWN':
      return missing(text)
    case 'NO_PLATFORM':
      return invalid(error.message)
    case 'UNREACHABLE':
      return broken(error.message)
  }
}
