// The interface of a registry, as a pull uses it. Sources implement it: the built-in library, later a real registry.
//
//   const found = await registry.resolve(parseReference('alpine:3.20'), platform)
//   for (const layer of found.manifest.layers) for await (const bytes of registry.fetch(reference, layer.digest)) …
import type { Descriptor, Manifest, Platform } from './manifest.ts'
import type { Reference } from './reference.ts'

export interface Resolved {
  /** What the reference names: the index where there is one, else the manifest. Its digest goes into RepoDigests. */
  readonly descriptor: Descriptor
  /** The manifest for the platform asked for. */
  readonly manifest: Manifest
  /** Every platform that there is. */
  readonly platforms: readonly Platform[]
}

/** A line of `docker search`. */
export interface Repository {
  readonly name: string
  readonly description: string
  readonly stars: number
  readonly official: boolean
}

export interface Registry {
  /** Finds a tag or digest. Rejects with a RegistryError. */
  resolve(reference: Reference, platform: Platform, signal?: AbortSignal): Promise<Resolved>
  /** The bytes of a config or layer of the reference's repository. Rejects with a RegistryError. */
  fetch(reference: Reference, digest: string, signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** The tags of a repository in their order. Rejects with a RegistryError. */
  tags(reference: Reference, signal?: AbortSignal): Promise<readonly string[]>
  /** Whether images may be sent to a repository. Rejects with a RegistryError. */
  checkPush(reference: Reference, signal?: AbortSignal): Promise<void>
  /** Repositories that a term finds, best first. */
  search(term: string, signal?: AbortSignal): Promise<readonly Repository[]>
}

/** Error codes of the OCI distribution specification, and two of those who never got an answer. */
export type RegistryErrorCode =
  | 'DENIED'
  | 'UNAUTHORIZED'
  | 'NAME_UNKNOWN'
  | 'MANIFEST_UNKNOWN'
  | 'NO_PLATFORM'
  | 'UNREACHABLE'

/** What a registry says, or what the network says in its place; the engine puts it into dockerd's words. */
export class RegistryError extends Error {
  readonly code: RegistryErrorCode
  constructor(code: RegistryErrorCode, message: string) {
    super(message)
    this.name = 'RegistryError'
    this.code = code
  }
}
