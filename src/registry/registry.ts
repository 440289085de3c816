// The interfaces of registries, as pulls and pushes use them. The built-in library and real registries implement them.
//
//   for (const endpoint of registry.endpoints('docker.io', 'pull')) {
//     const repository = await endpoint.open('library/alpine', { actions: ['pull'] })
//     const { digest } = await repository.head('latest')
//     const { bytes } = await repository.manifest(digest)
//   }
import type { Descriptor } from './manifest.ts'

/** What a client knows itself by (moby api/types/registry.AuthConfig). */
export interface Credentials {
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly serveraddress?: string | undefined
  /** A refresh token that a login gave. */
  readonly identitytoken?: string | undefined
  /** A bearer token that is sent as it is. */
  readonly registrytoken?: string | undefined
}

/** Who wants to do what in a repository. */
export interface Access {
  /** in the order in which the token is asked for */
  readonly actions: readonly ('pull' | 'push')[]
  readonly credentials?: Credentials | undefined
  /** Ends whatever is going on in the repository. */
  readonly signal?: AbortSignal | undefined
}

/** A document of a registry with the bytes that its digest names. */
export interface StoredManifest {
  readonly mediaType: string
  readonly digest: string
  readonly bytes: Uint8Array
}

/** A blob on its way. */
export interface BlobStream {
  /** bytes that are still to come; undefined if the registry does not say */
  readonly size: number | undefined
  readonly chunks: AsyncIterable<Uint8Array>
}

/** A blob on its way to a registry. */
export interface Upload {
  write(chunks: AsyncIterable<Uint8Array>): Promise<void>
  commit(digest: string): Promise<Descriptor>
  cancel(): Promise<void>
}

/** A repository of one registry. Every method rejects with a RegistryError, or with the reason of the access's signal. */
export interface Repository {
  /** Transfers one at a time, so that every run tells of them in the same order. */
  readonly inOrder: boolean
  /** What a tag stands for. */
  head(tag: string): Promise<Descriptor>
  /** By digest or tag. */
  manifest(name: string): Promise<StoredManifest>
  tags(): Promise<readonly string[]>
  /** `from` bytes are left out, because they came before; `signal` instead of the access's. */
  blob(digest: string, from?: number, signal?: AbortSignal): Promise<BlobStream>
  /** Undefined when there is no such blob. */
  stat(digest: string): Promise<Descriptor | undefined>
  /** Begins an upload, unless the blob could be mounted from another repository: then it is there already. */
  upload(mount?: { readonly digest: string; readonly from: string }): Promise<Upload | Descriptor>
  putManifest(tag: string, mediaType: string, bytes: Uint8Array): Promise<void>
}

/** One address at which a registry may be. */
export interface Endpoint {
  /** `https://host` */
  readonly url: string
  /** A mirror may lack what the registry has. */
  readonly mirror: boolean
  /** Asks whether somebody is there. Rejects with a RegistryError. */
  open(path: string, access: Access): Promise<Repository>
  /** Resolves to an identity token, empty if the registry gives none. Rejects with a RegistryError. */
  logIn(credentials: Credentials, signal?: AbortSignal): Promise<string>
}

/** A line of `docker search`. */
export interface FoundRepository {
  readonly name: string
  readonly description: string
  readonly stars: number
  readonly official: boolean
  readonly automated?: boolean
}

/** What the options of a daemon say about registries, as /info shows it. */
export interface NamedRegistries {
  /** CIDRs of insecure ones, without those that are there anyway */
  readonly networks: readonly string[]
  /** insecure ones by name */
  readonly hosts: readonly string[]
  /** URLs */
  readonly mirrors: readonly string[]
}

export interface Registry {
  readonly named: NamedRegistries
  /** Where the registry of a domain may be, in the order to try. */
  endpoints(domain: string, purpose: 'pull' | 'push'): readonly Endpoint[]
  /** Repositories that a term finds, best first. Rejects with a RegistryError. */
  search(term: string, limit: number, access: Omit<Access, 'actions'>): Promise<readonly FoundRepository[]>
  /** Lets go of connections. */
  close(): void
}
