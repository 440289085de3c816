// A registry that serves the built-in library as if it were Docker Hub. Nothing is built before it is asked for.
import { type BuiltImage, buildImage } from './image-builder.ts'
import type { Platform } from './manifest.ts'
import { HUB, reach, reachForSearch } from './network.ts'
import { platformMatches, platformText } from './platform.ts'
import type { Catalog } from './recipe.ts'
import { fullName, type Reference } from './reference.ts'
import { type Registry, RegistryError, type Resolved } from './registry.ts'

/**
 * `docker pull` asks docker.io, and the well-known public registries, here. Other hosts are not there: a loopback or
 * other address refuses the connection and a name is not found, as a machine without network would see it.
 */
export function librarySource(catalog: Catalog): Registry {
  const built = async (reference: Reference): Promise<BuiltImage> => {
    reach(reference.domain)
    if (reference.digest !== undefined) return findDigest(catalog, reference, reference.digest)
    const recipe = await catalog.find(catalogPath(reference), reference.tag ?? 'latest')
    if (recipe === undefined) throw denied()
    if (recipe === 'unknown-tag') throw unknownManifest()
    return buildImage(recipe)
  }
  const fetched = async (reference: Reference, digest: string): Promise<Uint8Array> => {
    const bytes = (await built(reference)).blobs.get(digest)
    if (!bytes) throw new RegistryError('MANIFEST_UNKNOWN', 'blob unknown: blob unknown to registry')
    return bytes
  }
  return {
    async resolve(reference, platform) {
      const image = await built(reference)
      return choose(image, reference, platform)
    },
    async *fetch(reference, digest, signal) {
      const bytes = await fetched(reference, digest)
      for (let start = 0; start < bytes.length; start += CHUNK) {
        signal?.throwIfAborted()
        yield bytes.subarray(start, start + CHUNK)
      }
    },
    async tags(reference) {
      reach(reference.domain)
      const tags = await catalog.tags(catalogPath(reference))
      if (!tags) throw denied()
      return tags
    },
    async checkPush(reference) {
      reach(reference.domain)
      throw denied()
    },
    async search(term) {
      const [host = '', ...rest] = term.split('/')
      const isHost = rest.length > 0 && (host === 'localhost' || /[.:]/.test(host))
      if (isHost) reachForSearch(host)
      return catalog.search(isHost ? rest.join('/') : term)
    },
  }
}

/** Bytes handed over at a time. */
const CHUNK = 65_536

/** Images of Docker Hub go by their path alone, others by their full name. */
const catalogPath = (reference: Reference): string => (reference.domain === HUB ? reference.path : fullName(reference))

const denied = (): RegistryError => new RegistryError('DENIED', 'requested access to the resource is denied')

const unknownManifest = (): RegistryError => new RegistryError('MANIFEST_UNKNOWN', 'manifest unknown')

async function findDigest(catalog: Catalog, reference: Reference, digest: string): Promise<BuiltImage> {
  const path = catalogPath(reference)
  const tags = await catalog.tags(path)
  if (!tags) throw denied()
  for (const tag of tags) {
    const recipe = await catalog.find(path, tag)
    if (recipe === undefined || recipe === 'unknown-tag') continue
    const image = await buildImage(recipe)
    const names = [image.index, ...image.manifests.map(({ descriptor }) => descriptor)]
    if (names.some((descriptor) => descriptor.digest === digest)) return image
  }
  throw unknownManifest()
}

function choose(image: BuiltImage, reference: Reference, platform: Platform): Resolved {
  const platforms = image.manifests.flatMap(({ descriptor }) => (descriptor.platform ? [descriptor.platform] : []))
  const named = image.manifests.find(({ descriptor }) => descriptor.digest === reference.digest)
  const found =
    named ??
    image.manifests.find(({ descriptor }) => descriptor.platform && platformMatches(descriptor.platform, platform))
  if (!found) {
    throw new RegistryError(
      'NO_PLATFORM',
      `no matching manifest for ${platformText(platform)} in the manifest list entries`,
    )
  }
  return { descriptor: named?.descriptor ?? image.index, manifest: found.manifest, platforms }
}
