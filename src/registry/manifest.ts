// The documents of an image as a registry keeps them: index, manifest and configuration (OCI image specification).

export const MediaType = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const

/** The same documents as Docker named them before (image manifest version 2, schema 2). */
export const DockerMediaType = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const

export interface Platform {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  readonly 'os.version'?: string
  readonly 'os.features'?: readonly string[]
}

/** Points at a blob or a manifest. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  /** bytes */
  readonly size: number
  readonly platform?: Platform
}

export interface Manifest {
  readonly schemaVersion: 2
  readonly mediaType: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

export interface Index {
  readonly schemaVersion: 2
  readonly mediaType: string
  readonly manifests: readonly Descriptor[]
}

/** How a container of the image runs, in Docker's spelling. Absent and null mean the same. */
export interface RunConfig {
  readonly User?: string
  readonly ExposedPorts?: Readonly<Record<string, object>> | null
  readonly Env?: readonly string[] | null
  readonly Entrypoint?: readonly string[] | null
  readonly Cmd?: readonly string[] | null
  readonly Volumes?: Readonly<Record<string, object>> | null
  readonly WorkingDir?: string
  readonly Labels?: Readonly<Record<string, string>> | null
  readonly StopSignal?: string
  readonly StopTimeout?: number
  readonly Healthcheck?: Healthcheck | null
  readonly OnBuild?: readonly string[] | null
  readonly Shell?: readonly string[] | null
  readonly ArgsEscaped?: boolean
}

/** Durations in nanoseconds. */
export interface Healthcheck {
  readonly Test?: readonly string[] | null
  readonly Interval?: number
  readonly Timeout?: number
  readonly Retries?: number
  readonly StartPeriod?: number
  readonly StartInterval?: number
}

export interface HistoryEntry {
  /** RFC 3339 */
  readonly created?: string
  readonly created_by?: string
  readonly author?: string
  readonly comment?: string
  /** Set on what changed no file. */
  readonly empty_layer?: boolean
}

/** An image's configuration. The SHA-256 of its bytes is the image's id. */
export interface ImageConfig {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
  readonly 'os.version'?: string
  /** RFC 3339 */
  readonly created?: string
  readonly author?: string
  readonly config?: RunConfig
  readonly docker_version?: string
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] }
  readonly history?: readonly HistoryEntry[]
  /** Docker's own additions for images made by commit or the classic builder. */
  readonly comment?: string
  readonly container?: string
  readonly container_config?: object
  readonly parent?: string
}
