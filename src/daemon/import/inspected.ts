// What of an engine's inspect replies matters for a copy.

export interface ImageSummary {
  readonly Id: string
  readonly RepoTags: readonly string[] | null
}

export interface Network {
  readonly Name: string
  readonly Scope: string
  readonly Driver: string
  readonly [field: string]: unknown
}

export interface Volume {
  readonly Name: string
  readonly Driver: string
  readonly Labels: Readonly<Record<string, string>> | null
  readonly Options: Readonly<Record<string, string>> | null
}

export interface MountPoint {
  readonly Type: string
  readonly Name?: string
  readonly Destination: string
  readonly RW: boolean
}

export interface Container {
  readonly Id: string
  readonly Name: string
  readonly Created: string
  readonly Image: string
  readonly State: { readonly Running: boolean; readonly Paused: boolean }
  readonly Config: Readonly<Record<string, unknown>> & { readonly Image: string }
  readonly HostConfig: Readonly<Record<string, unknown>> & {
    readonly NetworkMode: string
    readonly Binds?: readonly string[] | null
    readonly Mounts?: readonly { readonly Target: string }[] | null
    readonly Links?: readonly string[] | null
    readonly VolumesFrom?: readonly string[] | null
  }
  readonly Mounts: readonly MountPoint[]
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
}

export const nameOf = ({ Name }: Container): string => Name.replace(/^\//, '')
