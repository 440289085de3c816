// GET /images/{name}/json: an image in full.

import { NEVER, rfc3339 } from '../../codec/timestamp.ts'
import type { Platform, RunConfig } from '../../registry/manifest.ts'
import type { StorageDriver } from '../../storage/driver.ts'
import { findImage } from './find.ts'
import type { ImageState } from './state.ts'

/** The keys are the wire's, in the order of dockerd. */
export interface ImageDetails {
  readonly Id: string
  readonly RepoTags: readonly string[]
  readonly RepoDigests: readonly string[]
  readonly Parent: string
  readonly Comment: string
  readonly Created?: string
  readonly DockerVersion: string
  readonly Author: string
  readonly Architecture: string
  readonly Variant?: string
  readonly Os: string
  readonly OsVersion?: string
  readonly Size: number
  readonly GraphDriver: { readonly Data: Readonly<Record<string, string>> | null; readonly Name: string }
  readonly RootFS: { readonly Type: string; readonly Layers?: readonly string[] }
  readonly Metadata: { readonly LastTagTime: string }
  readonly Config: Readonly<Record<string, unknown>>
}

/** Throws `No such image: x:latest`. */
export function inspectImage(state: ImageState, text: string, platform?: Platform): ImageDetails {
  const image = findImage(state, text, platform)
  const { config, chainId } = image
  const names = state.references.of(image.id)
  const layers = config.rootfs.diff_ids
  return {
    Id: image.id,
    RepoTags: names.filter((name) => !name.isDigest).map((name) => name.text),
    RepoDigests: names.filter((name) => name.isDigest).map((name) => name.text),
    Parent: image.parent ?? '',
    Comment: config.comment || (config.history?.at(-1)?.comment ?? ''),
    ...(image.created === undefined ? {} : { Created: config.created! }),
    DockerVersion: config.docker_version ?? '',
    Author: config.author ?? '',
    Architecture: config.architecture,
    ...(config.variant ? { Variant: config.variant } : {}),
    Os: config.os || 'linux',
    ...(config['os.version'] ? { OsVersion: config['os.version'] } : {}),
    Size: image.size,
    GraphDriver: { Data: layerData(state.driver, chainId), Name: state.driver.name },
    RootFS: layers.length > 0 ? { Type: 'layers', Layers: layers } : { Type: 'layers' },
    Metadata: { LastTagTime: image.lastTagged === undefined ? NEVER : rfc3339(image.lastTagged) },
    Config: configDetails(config.config ?? {}),
  }
}

/** null where the driver has nothing to tell. */
function layerData(driver: StorageDriver, chainId: string | undefined): Record<string, string> | null {
  const data = chainId === undefined || driver.snapshotter ? {} : driver.describe(chainId)
  return Object.keys(data).length > 0 ? data : null
}

/** What dockerd always writes is there though empty, the rest only if set. */
function configDetails(config: RunConfig): Record<string, unknown> {
  const set = Object.entries({
    ArgsEscaped: config.ArgsEscaped || undefined,
    ExposedPorts: config.ExposedPorts ?? undefined,
    Healthcheck: config.Healthcheck ?? undefined,
    Shell: config.Shell ?? undefined,
    StopSignal: config.StopSignal || undefined,
  }).filter(([, value]) => value !== undefined)
  const all = {
    Cmd: config.Cmd ?? null,
    Entrypoint: config.Entrypoint ?? null,
    Env: config.Env ?? null,
    Labels: filled(config.Labels),
    OnBuild: config.OnBuild ?? null,
    User: config.User ?? '',
    Volumes: filled(config.Volumes),
    WorkingDir: config.WorkingDir ?? '',
    ...Object.fromEntries(set),
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Go leaves an empty map out. */
const filled = (map: Readonly<Record<string, unknown>> | null | undefined): object | null =>
  map && Object.keys(map).length > 0 ? map : null
