// What a container has mounted, and the three ways of asking for it: Binds, Mounts, and the image's Volumes.

import type { Schemas } from '../../gen/operations.ts'
import type { Tree, WritableTree } from '../../storage/tree.ts'
import { broken, invalid } from '../../world/refusal.ts'

export interface MountPoint {
  readonly type: 'bind' | 'volume' | 'tmpfs'
  /** of a volume */
  readonly name?: string
  /** where it comes from, as seen from the host */
  readonly source: string
  readonly destination: string
  readonly driver?: string
  /** as in `-v a:b:MODE` */
  readonly mode: string
  readonly writable: boolean
  readonly propagation: string
  /** asked for by the image or by `Config.Volumes` only: lists do not say where it is */
  readonly implicit?: boolean
  readonly tree: Tree | WritableTree
  /** the part of the tree that is mounted; its root if left out */
  readonly ino?: number
}

/** A mount as it was asked for, before volumes and host directories are looked up. */
export interface MountRequest {
  readonly type: 'bind' | 'volume' | 'tmpfs'
  /** path on the host, name of a volume, or empty for an anonymous one */
  readonly source: string
  readonly destination: string
  readonly mode: string
  readonly writable: boolean
  readonly propagation: string
  /** a bind of something missing makes a directory (Binds) or is refused (Mounts) */
  readonly makeSource: boolean
  readonly noCopy: boolean
  readonly driver?: string
  readonly driverOptions?: Record<string, string> | null
  readonly labels?: Record<string, string> | null
  readonly implicit?: boolean
}

const modes = /^(ro|rw|z|Z|r?shared|r?slave|r?private|nocopy|cached|delegated|consistent)$/

/** Takes `-v`'s `source:destination[:mode]` apart (moby volume/mounts/linux_parser.go: ParseMountRaw). */
export function parseBind(text: string, driver: string): MountRequest {
  const wrong = (reason: string): Error => broken(`invalid volume specification: '${text}': ${reason}`)
  const parts = text.split(':')
  if (parts.length > 3 || parts.length === 0 || parts[0] === '') throw broken(`invalid volume specification: '${text}'`)
  const [source, destination, mode] = parts.length === 1 ? ['', parts[0]!, ''] : [parts[0]!, parts[1]!, parts[2] ?? '']
  const isPath = source.startsWith('/')
  const type = isPath ? 'bind' : 'volume'
  const words = mode === '' ? [] : mode.split(',')
  if (words.some((word) => !modes.test(word))) throw broken(`invalid mode: ${mode}`)
  if (!destination.startsWith('/')) {
    throw wrong(
      `invalid mount config for type "${type}": invalid mount path: '${destination}' mount path must be absolute`,
    )
  }
  if (clean(destination) === '/') {
    throw wrong(`invalid mount config for type "${type}": invalid specification: destination can't be '/'`)
  }
  return {
    type,
    source: isPath ? clean(source) : source,
    destination: clean(destination),
    mode: mode || volumeMode(type, driver),
    writable: !words.includes('ro'),
    propagation: type === 'bind' ? (words.find((word) => /shared|slave|private/.test(word)) ?? 'rprivate') : '',
    makeSource: true,
    noCopy: words.includes('nocopy'),
    ...(type === 'volume' && driver && { driver }),
  }
}

/** The mode of local volumes for which none was asked (moby daemon/volumes_unix.go: setBindModeIfNull). */
const volumeMode = (type: string, driver: string | undefined): string =>
  type === 'volume' && (!driver || driver === 'local') ? 'z' : ''

/** Checks and translates one of `HostConfig.Mounts` (moby volume/mounts/validate.go). */
export function parseMount(mount: Schemas['Mount']): MountRequest {
  const type = mount.Type ?? ''
  const wrong = (reason: string): Error => invalid(`invalid mount config for type "${type}": ${reason}`)
  if (type !== 'bind' && type !== 'volume' && type !== 'tmpfs') throw wrong('mount type unknown')
  const target = mount.Target ?? ''
  if (target === '') throw wrong('field Target must not be empty')
  if (!target.startsWith('/')) throw wrong(`invalid mount path: '${target}' mount path must be absolute`)
  if (clean(target) === '/') throw wrong("invalid specification: destination can't be '/'")
  const source = mount.Source ?? ''
  for (const [options, owner] of [
    ['BindOptions', 'bind'],
    ['VolumeOptions', 'volume'],
    ['TmpfsOptions', 'tmpfs'],
  ] as const) {
    if (type !== owner && mount[options]) throw invalid(`${options} must not be specified on mount type "${type}"`)
  }
  if (type === 'bind') {
    if (source === '') throw wrong('field Source must not be empty')
    if (!source.startsWith('/')) throw wrong(`invalid mount path: '${source}' mount path must be absolute`)
  }
  if (type === 'tmpfs' && source !== '') throw wrong('field Source must not be specified')
  if (type === 'volume' && source === '' && mount.ReadOnly)
    throw wrong('must not set ReadOnly mode when using anonymous volumes')
  const volume = mount.VolumeOptions
  return {
    type,
    source: type === 'bind' ? clean(source) : source,
    destination: clean(target),
    mode: volumeMode(type, mount.VolumeOptions?.DriverConfig?.Name),
    writable: !mount.ReadOnly,
    propagation: type === 'bind' ? mount.BindOptions?.Propagation || 'rprivate' : '',
    makeSource: mount.BindOptions?.CreateMountpoint ?? false,
    noCopy: volume?.NoCopy ?? false,
    ...(volume?.DriverConfig?.Name && { driver: volume.DriverConfig.Name }),
    driverOptions: volume?.DriverConfig?.Options ?? null,
    labels: volume?.Labels ?? null,
  }
}

/** Go's filepath.Clean for absolute paths. */
export function clean(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}
