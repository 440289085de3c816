// A registry that serves the built-in library as if it were Docker Hub. Nothing is built before it is asked for.
import { type BuiltImage, buildImage } from './image-builder.ts'
import type { Platform } from './manifest.ts'
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
    reach(reference)
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
      reach(reference)
      const tags = await catalog.tags(catalogPath(reference))
      if (!tags) throw denied()
      return tags
    },
    async search(term) {
      const wanted = term.toLowerCase()
      const all = await catalog.repositories()
      return all
        .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
        .sort((a, b) => Number(b.name === wanted) - Number(a.name === wanted) || b.stars - a.stars)
    },
  }
}

/** Bytes handed over at a time. */
const CHUNK = 65_536

const HUB = 'docker.io'
const publicRegistries = new Set([
  HUB,
  'gcr.io',
  'ghcr.io',
  'lscr.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'quay.io',
  'registry.gitlab.com',
  'registry.k8s.io',
])

/** Images of Docker Hub go by their path alone, others by their full name. */
const catalogPath = (reference: Reference): string => (reference.domain === HUB ? reference.path : fullName(reference))

/** Go's words for a host that nobody answers at; moby tries plain http after https on loopback addresses only. */
function reach({ domain }: Reference): void {
  if (publicRegistries.has(domain)) return
  const [host = '', port] = domain.startsWith('[')
    ? [domain.slice(0, domain.indexOf(']') + 1), domain.split(']:')[1]]
    : domain.split(':')
  const loopback = host === 'localhost' || host.startsWith('127.') || host === '[::1]'
  const url = `${loopback ? 'http' : 'https'}://${domain}/v2/`
  const isAddress = /^[\d.]+$/.test(host) || host.startsWith('[')
  if (!isAddress && host !== 'localhost') {
    throw new RegistryError('UNREACHABLE', `Get "${url}": dial tcp: lookup ${host}: no such host`)
  }
  const address = `${host === 'localhost' ? '127.0.0.1' : host}:${port ?? (loopback ? 80 : 443)}`
  throw new RegistryError('UNREACHABLE', `Get "${url}": dial tcp ${address}: connect: connection refused`)
}

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
