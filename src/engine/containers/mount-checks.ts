// What a mount of `HostConfig.Mounts` may not say (moby volume/mounts/validate.go).
import type { Schemas } from '../../gen/operations.ts'
import { invalid } from '../../world/refusal.ts'
import { clean, type MountRequest, type MountType } from './mount-point.ts'

type Wrong = (reason: string) => Error
type Mount = Schemas['Mount']

const owners = [
  ['BindOptions', 'bind'],
  ['VolumeOptions', 'volume'],
  ['ImageOptions', 'image'],
  ['TmpfsOptions', 'tmpfs'],
] as const

/** Options of another type of mount (moby daemon/server/router/container: checked before anything else). */
export function checkExtras(mount: Mount, type: string): void {
  for (const [options, owner] of owners) {
    if (type === owner || !mount[options]) continue
    throw invalid(
      options === 'ImageOptions'
        ? `invalid mount config for type "${type}": field ${options} must not be specified`
        : `${options} must not be specified on mount type "${type}"`,
    )
  }
}

export function checkTarget(target: string, wrong: Wrong): void {
  if (target === '') throw wrong('field Target must not be empty')
  if (target.startsWith('/') && clean(target) === '/') throw wrong("invalid specification: destination can't be '/'")
  if (!target.startsWith('/')) throw wrong(`invalid mount path: '${target}' mount path must be absolute`)
}

export function checkSource(mount: Mount, type: MountType, source: string, wrong: Wrong): void {
  if (type === 'tmpfs' && source !== '') throw wrong('field Source must not be specified')
  if ((type === 'bind' || type === 'image') && source === '') throw wrong('field Source must not be empty')
  if (type === 'bind' && !source.startsWith('/')) {
    throw wrong(`invalid mount path: '${source}' mount path must be absolute`)
  }
  if (type === 'volume' && source === '' && mount.ReadOnly && !mount.VolumeOptions?.Subpath) {
    throw wrong('must not set ReadOnly mode when using anonymous volumes')
  }
}

const propagations = ['', 'shared', 'slave', 'private', 'rshared', 'rslave', 'rprivate']

export function bindOptions(options: Mount['BindOptions'], wrong: Wrong): Partial<MountRequest> {
  const asked = options?.Propagation ?? ''
  if (!propagations.includes(asked)) throw wrong(`invalid propagation mode: ${asked}`)
  return {
    propagation: asked,
    makeSource: options?.CreateMountpoint ?? false,
    ...(options?.NonRecursive && { alone: true }),
  }
}

export function volumeOptions({ VolumeOptions: options, Source }: Mount, wrong: Wrong): Partial<MountRequest> {
  const { NoCopy, DriverConfig, Labels, Subpath } = options ?? {}
  if (Subpath) {
    if (!Source) throw wrong('must not set Subpath when using anonymous volumes')
    if (!isLocal(Subpath)) throw wrong('subpath must be a relative path within the volume')
  }
  return {
    noCopy: NoCopy ?? false,
    ...(DriverConfig?.Name && { driver: DriverConfig.Name }),
    driverOptions: DriverConfig?.Options ?? null,
    labels: Labels ?? null,
    ...(Subpath && { subpath: Subpath }),
  }
}

/** Go's filepath.IsLocal: relative, and never above where it begins. */
function isLocal(path: string): boolean {
  if (path.startsWith('/')) return false
  let depth = 0
  for (const part of path.split('/')) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return false
  }
  return true
}

/** The words for mount(2) that `TmpfsOptions.Options` stand for: single ones, or a key and a value. */
export function tmpfsWords(options: Mount['TmpfsOptions'], wrong: Wrong = invalid): string[] {
  return (options?.Options ?? []).map((words) => {
    const [name = '', value] = words
    if (words.length < 1 || words.length > 2) throw wrong('invalid option array length')
    if (name !== 'exec' && name !== 'noexec') throw wrong(`invalid option: ${name}`)
    return value === undefined ? name : `${name}=${value}`
  })
}
