// The container's Config: what the client asked for over what the image says (moby daemon/commit.go: merge).
import { sortedMap } from '../../codec/sorted-map.ts'
import type { Schemas } from '../../gen/operations.ts'
import type { RunConfig } from '../../registry/manifest.ts'
import { invalid } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import { clean } from './mount-point.ts'

export type ContainerConfig = Schemas['ContainerConfig']
/** Durations in nanoseconds. */
export interface Healthcheck {
  readonly Test?: readonly string[] | null | undefined
  readonly Interval?: number | undefined
  readonly Timeout?: number | undefined
  readonly Retries?: number | undefined
  readonly StartPeriod?: number | undefined
  readonly StartInterval?: number | undefined
}

/** In the order in which dockerd writes it. Fields with `?` are left out while they are empty. */
export interface Config {
  Hostname: string
  Domainname: string
  User: string
  AttachStdin: boolean
  AttachStdout: boolean
  AttachStderr: boolean
  ExposedPorts?: Record<string, object>
  Tty: boolean
  OpenStdin: boolean
  StdinOnce: boolean
  Env: string[]
  Cmd: readonly string[] | null
  Healthcheck?: Healthcheck
  ArgsEscaped?: boolean
  Image: string
  Volumes: Record<string, object> | null
  WorkingDir: string
  Entrypoint: readonly string[] | null
  /** undefined while it is not */
  NetworkDisabled: boolean | undefined
  MacAddress?: string
  OnBuild: string[] | null
  Labels: Record<string, string>
  StopSignal?: string
  StopTimeout?: number
  Shell?: readonly string[]
}

const list = (value: string | readonly string[] | null | undefined): string[] | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? [value] : [...value]

const filled = (value: readonly unknown[] | null | undefined): boolean => (value?.length ?? 0) > 0

/** The image's variables behind the client's, those left out that the client set. */
function mergeEnv(asked: readonly string[], image: readonly string[]): string[] {
  const names = new Set(asked.map((entry) => entry.split('=', 1)[0]))
  return [...asked, ...image.filter((entry) => !names.has(entry.split('=', 1)[0]))]
}

/** Without what was left at zero, as Go leaves it out. */
const filledIn = (check: Healthcheck): Healthcheck =>
  Object.fromEntries(Object.entries(check).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value)))

/**
 * Puts the request over the image. With an entrypoint of its own the request takes nothing of the image's command;
 * an entrypoint of one empty string takes the image's away.
 */
export function mergeConfig(asked: ContainerConfig, image: RunConfig, id: string, words: Words): Config {
  let entrypoint: readonly string[] | null = list(asked.Entrypoint)
  let command: readonly string[] | null = list(asked.Cmd)
  if (!filled(entrypoint)) {
    if (!filled(command)) command = image.Cmd ?? command
    if (entrypoint === null) entrypoint = image.Entrypoint ?? null
  }
  if (entrypoint?.length === 1 && entrypoint[0] === '') entrypoint = null
  if (!filled(entrypoint) && !filled(command)) throw invalid(words.noCommand())
  const exposed = sortedMap<object>({ ...image.ExposedPorts, ...asked.ExposedPorts })
  const volumes = sortedMap<object>({ ...image.Volumes, ...asked.Volumes })
  const healthcheck = mergeHealthcheck(asked.Healthcheck, image.Healthcheck)
  const config: Config = {
    Hostname: asked.Hostname || id.slice(0, 12),
    Domainname: asked.Domainname ?? '',
    User: asked.User || (image.User ?? ''),
    AttachStdin: asked.AttachStdin ?? false,
    AttachStdout: asked.AttachStdout ?? false,
    AttachStderr: asked.AttachStderr ?? false,
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    Tty: asked.Tty ?? false,
    OpenStdin: asked.OpenStdin ?? false,
    StdinOnce: asked.StdinOnce ?? false,
    Env: mergeEnv(asked.Env ?? [], image.Env ?? []),
    Cmd: command,
    ...(healthcheck && { Healthcheck: filledIn(healthcheck) }),
    ...(asked.ArgsEscaped && { ArgsEscaped: true }),
    Image: asked.Image ?? '',
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: asked.WorkingDir ? clean(asked.WorkingDir) : (image.WorkingDir ?? ''),
    Entrypoint: entrypoint,
    NetworkDisabled: asked.NetworkDisabled || undefined,
    ...(asked.MacAddress && { MacAddress: asked.MacAddress }),
    OnBuild: list(asked.OnBuild),
    Labels: sortedMap({ ...image.Labels, ...asked.Labels }),
  }
  const stopSignal = asked.StopSignal || image.StopSignal
  if (stopSignal) config.StopSignal = stopSignal
  if (asked.StopTimeout !== undefined && asked.StopTimeout !== null) config.StopTimeout = asked.StopTimeout
  const shell = filled(asked.Shell) ? list(asked.Shell) : image.Shell
  if (shell) config.Shell = shell
  return config
}

/** Of a health check, each setting that the client left at zero is the image's. */
function mergeHealthcheck(
  asked: Healthcheck | null | undefined,
  image: Healthcheck | null | undefined,
): Healthcheck | undefined {
  if (!asked) return image ?? undefined
  if (!image) return asked
  const merged: Healthcheck = { ...image }
  for (const [key, value] of Object.entries(asked)) {
    if (value !== 0 && value !== null && !(Array.isArray(value) && value.length === 0))
      Object.assign(merged, { [key]: value })
  }
  return merged
}
