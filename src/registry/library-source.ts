// A registry that serves the built-in library as if it were Docker Hub. Nothing is built before it is asked for.
import { type BuiltImage, buildImage } from './image-builder.ts'
import { HUB, reach, reachForSearch } from './network.ts'
import type { Catalog } from './recipe.ts'
import { isDigest } from './reference.ts'
import type { Endpoint, Registry, Repository } from './registry.ts'
import { duringRequest, noBlob, type RegistryError, refusalOf } from './registry-error.ts'

/**
 * `docker pull` asks docker.io, and the well-known public registries, here. Other hosts are not there: a loopback or
 * other address refuses the connection and a name is not found, as a machine without network would see it.
 */
export function librarySource(catalog: Catalog): Registry {
  const reachKnown = (domain: string): void => {
    if (!catalog.hosts.has(domain)) reach(domain)
  }
  const endpoint = (domain: string): Endpoint => {
    const url = `https://${domain === HUB ? 'registry-1.docker.io' : domain}`
    return {
      url,
      mirror: false,
      async open(path, { signal, actions }) {
        reachKnown(domain)
        // images of Docker Hub go by their path alone, others by their full name
        const repository = libraryRepository(catalog, domain === HUB ? path : `${domain}/${path}`, signal)
        // who may not push is told nothing
        return actions.includes('push') ? { ...repository, stat: () => Promise.reject(denied()) } : repository
      },
      async logIn({ identitytoken, username, password }) {
        reachKnown(domain)
        if (!identitytoken && (!username || !password)) {
          throw duringRequest('GET', `${url}/v2/`, refusalOf('UNAUTHORIZED', 'incorrect username or password'))
        }
        return ''
      },
    }
  }
  return {
    named: { networks: [], hosts: [], mirrors: [] },
    endpoints: (domain) => [endpoint(domain)],
    async search(term) {
      const [host = '', ...rest] = term.split('/')
      const isHost = rest.length > 0 && (host === 'localhost' || /[.:]/.test(host))
      if (isHost) reachForSearch(host)
      return catalog.search(isHost ? rest.join('/') : term)
    },
    close() {},
  }
}

/** Bytes handed over at a time. */
const CHUNK = 65_536

/** @param name as the catalog has it */
export function libraryRepository(catalog: Catalog, name: string, signal?: AbortSignal): Repository {
  const seen: BuiltImage[] = []
  const built = async (tag: string): Promise<BuiltImage> => {
    const recipe = await catalog.find(name, tag)
    if (recipe === undefined) throw denied()
    if (recipe === 'unknown-tag') throw refusalOf('MANIFEST_UNKNOWN')
    const image = await buildImage(recipe)
    if (!seen.includes(image)) seen.push(image)
    return image
  }
  /** Looks through what was asked for, then through all tags. */
  const search = async <T>(pick: (image: BuiltImage) => T | undefined): Promise<T | undefined> => {
    const known = seen.map(pick).find((found) => found !== undefined)
    if (known !== undefined) return known
    for (const tag of (await catalog.tags(name)) ?? []) {
      const found = pick(await built(tag))
      if (found !== undefined) return found
    }
    return undefined
  }
  return {
    inOrder: true,
    head: async (tag) => (await built(tag)).index,
    async manifest(wanted) {
      if (!isDigest(wanted)) {
        const image = await built(wanted)
        return image.documents.get(image.index.digest)!
      }
      if ((await catalog.tags(name)) === undefined) throw denied()
      const found = await search(({ documents }) => documents.get(wanted))
      if (found === undefined) throw refusalOf('MANIFEST_UNKNOWN')
      return found
    },
    async tags() {
      const tags = await catalog.tags(name)
      if (!tags) throw denied()
      return tags
    },
    async blob(digest, from = 0, own = signal) {
      const bytes = await search(({ blobs }) => blobs.get(digest))
      if (bytes === undefined) throw noBlob()
      const rest = bytes.subarray(from)
      return { size: rest.length, chunks: pieces(rest, own) }
    },
    async stat(digest) {
      const bytes = await search(({ blobs }) => blobs.get(digest))
      return bytes && { mediaType: 'application/octet-stream', digest, size: bytes.length }
    },
    upload: () => Promise.reject(denied()),
    putManifest: () => Promise.reject(denied()),
  }
}

async function* pieces(bytes: Uint8Array, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK) {
    signal?.throwIfAborted()
    yield bytes.subarray(start, start + CHUNK)
  }
}

const denied = (): RegistryError => refusalOf('DENIED')
