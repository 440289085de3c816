// A registry: the operations of the OCI distribution specification over what was pushed and the built-in library.
import type { Random } from '../../world/random.ts'
import type { Catalog } from '../recipe.ts'
import { isDigest } from '../reference.ts'
import { deleteBlob, getBlob } from './blobs.ts'
import { json, RegistryRefusal, type RegistryReply, type RegistryRequest, refusalReply } from './exchange.ts'
import { listRepositories, listTags } from './lists.ts'
import { deleteManifest, getManifest, listReferrers, putManifest } from './manifests.ts'
import { type RegistryContent, type ShelfKeeper, Shelves } from './shelves.ts'
import { Uploads } from './uploads.ts'

export interface RegistryService {
  /** Rejects only for a defect, or when the body breaks off. */
  handle(request: RegistryRequest): Promise<RegistryReply>
  /** Lets go of uploads that were not finished. */
  close(): void
}

export interface RegistryServiceParts {
  /** where pushed blobs and manifests lie */
  readonly content: RegistryContent
  /** what can be pulled without having been pushed */
  readonly catalog: Catalog
  readonly random: Pick<Random, 'bytes'>
  /** Nothing outlives the service without one. */
  readonly keeper?: ShelfKeeper
}

type Operation = (request: RegistryRequest, name: string, last: string) => RegistryReply | Promise<RegistryReply>

/** OCI distribution specification: the names of repositories. */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/

export function createRegistryService({ content, catalog, random, keeper }: RegistryServiceParts): RegistryService {
  const shelves = new Shelves(content, catalog, keeper)
  const uploads = new Uploads(shelves, random)
  const routes: readonly (readonly [RegExp, Readonly<Record<string, Operation>>])[] = [
    [/^\/v2\/(.+)\/tags\/list$/, { GET: (request, name) => listTags(shelves, name, request) }],
    [
      /^\/v2\/(.+)\/manifests\/([^/]+)$/,
      {
        GET: (request, name, reference) => getManifest(shelves, name, reference, request),
        PUT: (request, name, reference) => putManifest(shelves, name, reference, request),
        DELETE: (_request, name, reference) => deleteManifest(shelves, name, reference),
      },
    ],
    [
      /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
      {
        GET: (_request, name, id) => uploads.status(name, id),
        PATCH: (request, name, id) => uploads.append(name, id, request),
        PUT: (request, name, id) => uploads.finish(name, id, request),
        DELETE: (_request, name, id) => uploads.cancel(name, id),
      },
    ],
    [/^\/v2\/(.+)\/blobs\/uploads\/?$/, { POST: (request, name) => uploads.begin(name, request) }],
    [
      /^\/v2\/(.+)\/blobs\/([^/]+)$/,
      {
        GET: (request, name, digest) => getBlob(shelves, name, checked(digest), request),
        DELETE: (_request, name, digest) => deleteBlob(shelves, name, checked(digest)),
      },
    ],
    [
      /^\/v2\/(.+)\/referrers\/([^/]+)$/,
      { GET: (request, name, digest) => listReferrers(shelves, name, digest, request) },
    ],
    [/^\/v2\/_catalog$/, { GET: (request) => listRepositories(shelves, request) }],
    [/^\/v2\/?$/, { GET: () => json({}) }],
  ]
  const dispatch: RegistryService['handle'] = async (request) => {
    for (const [pattern, operations] of routes) {
      const match = pattern.exec(request.path)
      if (!match) continue
      const operation = operations[request.method === 'HEAD' ? 'GET' : request.method]
      if (!operation) throw new RegistryRefusal(405, 'UNSUPPORTED')
      const [, name = '', last = ''] = match
      if (match.length > 1 && !(NAME.test(name) && name.length <= 255)) {
        throw new RegistryRefusal(400, 'NAME_INVALID', { name })
      }
      return operation(request, name, last)
    }
    return { status: 404, headers: { 'Content-Type': 'text/plain' }, body: Buffer.from('404 page not found\n') }
  }
  return {
    handle: (request) =>
      dispatch(request).catch((error: unknown) => {
        if (error instanceof RegistryRefusal) return refusalReply(error)
        throw error
      }),
    close: () => uploads.close(),
  }
}

function checked(digest: string): string {
  if (!isDigest(digest)) throw new RegistryRefusal(400, 'DIGEST_INVALID', { digest })
  return digest
}
