// What engines before 1.10 called an image: one for each layer, with an id of its own and a JSON document. `docker save`
// still writes them (moby image/v1, daemon/internal/image/tarexport/save.go).
import { Buffer } from 'node:buffer'
import { digestOf } from '../../codec/digest.ts'
import { NEVER } from '../../codec/timestamp.ts'
import type { ImageConfig, RunConfig } from '../../registry/manifest.ts'
import { chainIds } from './chain.ts'

export interface LegacyImage {
  /** without `sha256:` */
  readonly id: string
  readonly json: Buffer
}

const epoch = '1970-01-01T00:00:00Z'

/** One for each layer, the lowest first. Only the topmost tells how to run the image. */
export function legacyImages(config: ImageConfig): LegacyImage[] {
  const images: LegacyImage[] = []
  const ids = chainIds(config.rootfs.diff_ids)
  for (const [index, chainId] of ids.entries()) {
    const parent = images.at(-1)?.id
    const own = index === ids.length - 1 ? legacyDocument(config) : { created: epoch, container_config: whole({}) }
    const id = legacyId(own, chainId, parent)
    const { created, comment, ...rest }: Record<string, unknown> = { comment: undefined, ...own }
    const document = { id, parent, comment, created, ...rest, os: config.os }
    images.push({ id, json: Buffer.from(goJson(document)) })
  }
  return images
}

/** The digest of the document with what it lies on, its keys sorted. */
function legacyId(image: object, chainId: string, parent: string | undefined): string {
  const all = { ...image, layer_id: chainId, ...(parent !== undefined && { parent: `sha256:${parent}` }) }
  return digestOf(goJson(sorted(all) ?? {})).slice('sha256:'.length)
}

/** All that the documents of then have of a configuration, in the order of Go's struct; without id and parent. */
export function legacyDocument(config: Omit<ImageConfig, 'rootfs'>): object {
  return {
    comment: config.comment || undefined,
    created: config.created ?? NEVER,
    container: config.container || undefined,
    container_config: whole((config.container_config ?? {}) as RunConfig),
    docker_version: config.docker_version || undefined,
    author: config.author || undefined,
    config: config.config && whole(config.config),
    architecture: config.architecture || undefined,
    variant: config.variant || undefined,
    os: config.os || undefined,
  }
}

/** Settings that only containers have, but that configurations of images made by commit repeat. */
interface ContainerSettings {
  readonly Hostname?: string
  readonly Domainname?: string
  readonly AttachStdin?: boolean
  readonly AttachStdout?: boolean
  readonly AttachStderr?: boolean
  readonly Tty?: boolean
  readonly OpenStdin?: boolean
  readonly StdinOnce?: boolean
  readonly Image?: string
  readonly NetworkDisabled?: boolean
  readonly MacAddress?: string
}

/** All fields of Go's struct in its order; what it leaves out when empty is undefined. */
function whole(config: RunConfig & ContainerSettings) {
  return {
    Hostname: config.Hostname ?? '',
    Domainname: config.Domainname ?? '',
    User: config.User ?? '',
    AttachStdin: config.AttachStdin ?? false,
    AttachStdout: config.AttachStdout ?? false,
    AttachStderr: config.AttachStderr ?? false,
    ExposedPorts: filled(config.ExposedPorts),
    Tty: config.Tty ?? false,
    OpenStdin: config.OpenStdin ?? false,
    StdinOnce: config.StdinOnce ?? false,
    Env: config.Env ?? null,
    Cmd: config.Cmd ?? null,
    Healthcheck: config.Healthcheck && healthcheck(config.Healthcheck),
    ArgsEscaped: config.ArgsEscaped || undefined,
    Image: config.Image ?? '',
    Volumes: sorted(config.Volumes),
    WorkingDir: config.WorkingDir ?? '',
    Entrypoint: config.Entrypoint ?? null,
    NetworkDisabled: config.NetworkDisabled || undefined,
    MacAddress: config.MacAddress || undefined,
    OnBuild: config.OnBuild ?? null,
    Labels: sorted(config.Labels),
    StopSignal: config.StopSignal || undefined,
    StopTimeout: config.StopTimeout ?? undefined,
    Shell: config.Shell?.length ? config.Shell : undefined,
  }
}

function healthcheck(check: NonNullable<RunConfig['Healthcheck']>) {
  const { Test, Interval, Timeout, StartPeriod, StartInterval, Retries } = check
  const numbers = Object.entries({ Interval, Timeout, StartPeriod, StartInterval, Retries })
  return { Test: Test?.length ? Test : undefined, ...Object.fromEntries(numbers.filter(([, number]) => number)) }
}

const filled = (map: object | null | undefined): object | undefined =>
  map && Object.keys(map).length > 0 ? (sorted(map) ?? undefined) : undefined

/** Go's encoder sorts the keys of maps; null stays null. */
function sorted(map: object | null | undefined): object | null {
  if (map === null || map === undefined) return null
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Go's encoder escapes what means something in HTML, and two line ends that JavaScript knows. */
export function goJson(value: object): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
