// GET /distribution/{name}/json: what a registry has under a name (moby daemon/server/router/distribution).
import { Buffer } from 'node:buffer'
import { type Descriptor, DockerMediaType, type Platform } from '../../registry/manifest.ts'
import { parseReference, type Reference, withDefaultTag } from '../../registry/reference.ts'
import type { Credentials, Registry, Repository } from '../../registry/registry.ts'
import { RegistryError } from '../../registry/registry-error.ts'
import { broken } from '../../world/refusal.ts'
import { fetchWhole } from './download.ts'
import { type Document, readDocument } from './manifests.ts'
import { asRefusal } from './registry-words.ts'

/** The keys are the wire's. */
export interface Distribution {
  readonly Descriptor: Pick<Descriptor, 'mediaType' | 'digest' | 'size'>
  /** null for none, as for a manifest of the OCI alone */
  readonly Platforms: readonly Platform[] | null
}

export async function inspectDistribution(
  registry: Registry,
  name: string,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<Distribution> {
  if (/^[a-f0-9]{64}$/.test(name)) throw broken('no manifest found for full image ID')
  const reference = withDefaultTag(parseReference(name))
  let last: unknown
  // every address is tried, whatever the one before said; at some there is nobody
  for (const endpoint of registry.endpoints(reference.domain, 'pull')) {
    try {
      const repository = await endpoint.open(reference.path, { actions: ['pull'], credentials, signal })
      return await inspect(repository, reference)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RegistryError)) throw error
      last = asRefusal(error)
    }
  }
  throw last
}

async function inspect(repository: Repository, reference: Reference): Promise<Distribution> {
  const wanted = reference.digest ?? (await repository.head(reference.tag ?? 'latest')).digest
  const stored = await repository.manifest(wanted)
  const document = readDocument(stored)
  const { mediaType, digest, bytes } = stored
  const platforms = await platformsOf(repository, document)
  return { Descriptor: { mediaType, digest, size: bytes.length }, Platforms: platforms.length > 0 ? platforms : null }
}

async function platformsOf(repository: Repository, document: Document): Promise<Platform[]> {
  if (document.kind === 'index') {
    return document.index.manifests.flatMap(({ platform }) => (platform ? [plain(platform)] : []))
  }
  if (document.stored.mediaType !== DockerMediaType.manifest) return []
  const bytes = await fetchWhole(repository, document.manifest.config.digest).catch(() => undefined)
  if (bytes === undefined) return []
  try {
    const config = JSON.parse(Buffer.from(bytes).toString('utf8')) as Platform
    return config.os || config.architecture ? [plain(config)] : []
  } catch {
    return []
  }
}

/** In the order of dockerd. */
const plain = (platform: Platform): Platform => ({
  architecture: platform.architecture,
  os: platform.os,
  ...(platform['os.version'] && { 'os.version': platform['os.version'] }),
  ...(platform['os.features'] && { 'os.features': platform['os.features'] }),
  ...(platform.variant && { variant: platform.variant }),
})
