// Reads what registries give out as manifests and indexes (github.com/distribution/distribution, manifest/...).
import { Buffer } from 'node:buffer'
import { jsonProblem } from '../../codec/json-problem.ts'
import {
  type Descriptor,
  DockerMediaType,
  type Index,
  type Manifest,
  MediaType,
  type Platform,
} from '../../registry/manifest.ts'
import { platformMatches, platformText } from '../../registry/platform.ts'
import { isDigest } from '../../registry/reference.ts'
import type { Repository, StoredManifest } from '../../registry/registry.ts'
import { broken, invalid } from '../../world/refusal.ts'

export type Document =
  | { readonly kind: 'manifest'; readonly manifest: Manifest; readonly stored: StoredManifest }
  | { readonly kind: 'index'; readonly index: Index; readonly stored: StoredManifest }

/** Manifests that came before are not asked for again; dockerd keeps them, too. */
export class KnownManifests {
  readonly #known = new Map<string, StoredManifest>()

  /** @param name of the repository: what one has says nothing of another */
  async get(repository: Repository, name: string, digest: string): Promise<StoredManifest> {
    const known = this.#known.get(`${name}@${digest}`)
    if (known !== undefined) return known
    const stored = await repository.manifest(digest)
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value!)
    this.#known.set(`${name}@${stored.digest}`, stored)
    return stored
  }
}

/** manifests of a few KiB each */
const MOST = 500

/** Throws in dockerd's words when it is neither. */
export function readDocument(stored: StoredManifest): Document {
  const { mediaType } = stored
  const text = Buffer.from(stored.bytes).toString('utf8')
  if (mediaType === DockerMediaType.index || mediaType === MediaType.index) {
    return { kind: 'index', index: indexOf(parse(text)), stored }
  }
  if (mediaType === DockerMediaType.manifest || mediaType === MediaType.manifest) {
    const manifest = (parse(text) ?? {}) as Manifest
    const says = manifest.mediaType ?? ''
    if (says !== mediaType && !(says === '' && mediaType === MediaType.manifest)) {
      throw broken(`mediaType in manifest should be '${mediaType}' not '${says}'`)
    }
    if (!Array.isArray(manifest.layers)) throw malformedDigest()
    for (const part of [manifest.config, ...manifest.layers]) if (!isPart(part)) throw malformedDigest()
    return { kind: 'manifest', manifest, stored }
  }
  // what is left is taken for a signed manifest of schema 1, which no registry gives out any more
  parse(text)
  throw broken('missing signature key')
}

/** What a registry sends may be anything. */
const isPart = (part: unknown): part is Descriptor => isDigest(String((part as Descriptor | null | undefined)?.digest))

const malformedDigest = (): Error => broken('invalid checksum digest format')

function indexOf(value: unknown): Index {
  const { manifests } = (value ?? {}) as { readonly manifests?: unknown }
  const parts = Array.isArray(manifests) ? manifests.filter(isPart) : []
  return { ...(value as Index), manifests: parts }
}

function parse(text: string): unknown {
  const problem = jsonProblem(text)
  if (problem !== undefined) throw broken(problem)
  return JSON.parse(text)
}

/** What configurations of images may call themselves (moby daemon/internal/distribution/registry.go). */
const imageConfigs: readonly string[] = [MediaType.config, DockerMediaType.config, 'application/octet-stream', '']

/** Throws when a manifest is of something else, such as a plugin. */
export function checkIsImage({ config }: Manifest): void {
  const type = config?.mediaType ?? ''
  if (type === 'application/vnd.docker.plugin.v1+json') {
    throw broken('Encountered remote "application/vnd.docker.plugin.v1+json"(plugin config) when fetching')
  }
  if (!imageConfigs.includes(type)) throw broken(`unsupported media type ${type}`)
}

/** The manifest for a platform (moby daemon/internal/distribution/pull_v2_unix.go: filterManifests). */
export function choose(index: Index, platform: Platform): Descriptor {
  const found = index.manifests.find((one) => one.platform && platformMatches(one.platform, platform))
  if (found) return found
  throw invalid(`no matching manifest for ${platformText(platform)} in the manifest list entries`)
}
