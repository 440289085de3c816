// Makes layers, configurations, manifests and the index of a recipe. What is built is kept: every daemon of the process
// reads the same bytes.
import { Buffer } from 'node:buffer'
import { digestOf } from '../codec/digest.ts'
import { rfc3339 } from '../codec/timestamp.ts'
import { layerTar } from './layer-tar.ts'
import {
  type Descriptor,
  type HistoryEntry,
  type ImageConfig,
  type Index,
  type Manifest,
  MediaType,
  type Platform,
} from './manifest.ts'
import type { Recipe, RecipeStep } from './recipe.ts'
import type { StoredManifest } from './registry.ts'
import { storedGzip } from './stored-gzip.ts'

export interface BuiltImage {
  readonly index: Descriptor
  /** One per platform, in the order of the index. */
  readonly manifests: readonly { readonly descriptor: Descriptor; readonly manifest: Manifest }[]
  /** Configurations and layers by digest. */
  readonly blobs: ReadonlyMap<string, Uint8Array>
  /** The index and the manifests by digest. */
  readonly documents: ReadonlyMap<string, StoredManifest>
}

interface BuiltLayer {
  readonly descriptor: Descriptor
  readonly diffId: string
  readonly bytes: Uint8Array
}

/** Official images come for more, but the files here are the same for all of them. */
const platforms: readonly Platform[] = [
  { architecture: 'amd64', os: 'linux' },
  { architecture: 'arm64', os: 'linux', variant: 'v8' },
]

const layers = new WeakMap<RecipeStep, Promise<BuiltLayer>>()
const images = new WeakMap<Recipe, Promise<BuiltImage>>()

/** Builds a recipe, or gives what was built of it before. */
export function buildImage(recipe: Recipe): Promise<BuiltImage> {
  return remembered(images, recipe, () => build(recipe))
}

function remembered<K extends object, V>(known: WeakMap<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const before = known.get(key)
  if (before) return before
  const made = make()
  known.set(key, made)
  return made
}

async function build(recipe: Recipe): Promise<BuiltImage> {
  const made = await Promise.all(
    recipe.steps.filter(({ entries }) => entries).map((step) => remembered(layers, step, () => buildLayer(step))),
  )
  const blobs = new Map(made.map(({ descriptor, bytes }) => [descriptor.digest, bytes]))
  const documents = new Map<string, StoredManifest>()
  const document = (value: Manifest | Index): Descriptor => {
    const bytes = Buffer.from(JSON.stringify(value))
    const described = describe(value.mediaType, bytes)
    documents.set(described.digest, { mediaType: value.mediaType, digest: described.digest, bytes })
    return described
  }
  const manifests = platforms.map((platform) => {
    const config = Buffer.from(JSON.stringify(configOf(recipe, platform, made)))
    const described = describe(MediaType.config, config)
    blobs.set(described.digest, config)
    const manifest: Manifest = {
      schemaVersion: 2,
      mediaType: MediaType.manifest,
      config: described,
      layers: made.map(({ descriptor }) => descriptor),
    }
    return { descriptor: { ...document(manifest), platform }, manifest }
  })
  const index: Index = {
    schemaVersion: 2,
    mediaType: MediaType.index,
    manifests: manifests.map(({ descriptor }) => descriptor),
  }
  return { index: document(index), manifests, blobs, documents }
}

async function buildLayer({ entries = [], created }: RecipeStep): Promise<BuiltLayer> {
  const tar = await layerTar(entries, created)
  const bytes = storedGzip(tar)
  return { descriptor: describe(MediaType.layer, bytes), diffId: digestOf(tar), bytes }
}

function configOf(recipe: Recipe, platform: Platform, made: readonly BuiltLayer[]): ImageConfig {
  const history = recipe.steps.map(
    ({ created, createdBy, comment, entries }): HistoryEntry => ({
      created: rfc3339(created),
      created_by: createdBy,
      ...(comment === undefined ? {} : { comment }),
      ...(entries ? {} : { empty_layer: true }),
    }),
  )
  return {
    ...platform,
    created: rfc3339(recipe.steps.at(-1)?.created),
    config: recipe.config,
    history,
    rootfs: { type: 'layers', diff_ids: made.map(({ diffId }) => diffId) },
  }
}

const describe = (mediaType: string, bytes: Uint8Array): Descriptor => ({
  mediaType,
  digest: digestOf(bytes),
  size: bytes.length,
})
