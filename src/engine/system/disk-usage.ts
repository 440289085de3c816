// GET /system/df: how much everything takes (moby daemon/disk_usage.go).
import { Buffer } from 'node:buffer'
import { invalid } from '../../world/refusal.ts'
import type { Engine } from '../engine.ts'
import type { ImageSummary } from '../images/list.ts'
import { volumeUsage } from '../volumes/view.ts'
import { hasOptions } from '../volumes/volume.ts'

const kinds = ['container', 'image', 'volume', 'build-cache']

export interface DiskUsage {
  readonly LayersSize: number
  readonly Images: readonly UsedImage[] | null
  readonly Containers: unknown
  readonly Volumes: readonly object[] | null
  readonly BuildCache: readonly object[] | null
  readonly BuilderSize: number
}

/** As in a list, but without names there are no lists of names. */
interface UsedImage extends Omit<ImageSummary, 'RepoDigests' | 'RepoTags'> {
  readonly RepoDigests: readonly string[] | null
  readonly RepoTags: readonly string[] | null
}

/**
 * What is not asked for is null; `types` without any means all.
 * @throws invalid (400) for a type that there is not
 */
export function diskUsage(engine: Engine, types: readonly string[]): DiskUsage {
  const unknown = types.find((type) => !kinds.includes(type))
  if (unknown !== undefined) throw invalid(`unknown object type: ${unknown}`)
  const asked = (kind: string): boolean => types.length === 0 || types.includes(kind)
  const cacheless = engine.persona.differences.has('no-build-cache-is-null')
  return {
    LayersSize: asked('image') ? engine.images.layersSize() : 0,
    Images: asked('image') ? images(engine) : null,
    Containers: asked('container') ? containers(engine) : null,
    Volumes: asked('volume')
      ? [...engine.volumes.all()].filter((volume) => !hasOptions(volume)).map(volumeUsage)
      : null,
    BuildCache: asked('build-cache') && !cacheless ? [] : null,
    BuilderSize: 0,
  }
}

function images(engine: Engine): UsedImage[] {
  return engine.images.list({ all: false, filters: {}, sharedSize: true }).map((image) => ({
    ...image,
    RepoDigests: image.RepoDigests.length > 0 ? image.RepoDigests : null,
    RepoTags: image.RepoTags.length > 0 ? image.RepoTags : null,
  }))
}

function containers(engine: Engine): unknown {
  return JSON.parse(Buffer.from(engine.containers.list({ all: true, limit: 0, size: true, filters: {} })).toString())
}
