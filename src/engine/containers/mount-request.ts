// A mount as it is asked for, by `-v` or by `--mount`: read and checked (moby volume/mounts/linux_parser.go).
import type { Schemas } from '../../gen/operations.ts'
import { broken, invalid } from '../../world/refusal.ts'
import { bindOptions, checkExtras, checkSource, checkTarget, tmpfsWords, volumeOptions } from './mount-checks.ts'
import { clean, type MountRequest, type MountType } from './mount-point.ts'

/** Of each kind a mode has at most one word. */
const kinds: readonly (readonly string[])[] = [
  ['ro', 'rw'],
  ['z', 'Z'],
  ['shared', 'slave', 'private', 'rshared', 'rslave', 'rprivate'],
  ['nocopy'],
  ['cached', 'delegated', 'consistent'],
]
const propagations = kinds[2]!

function isMode(mode: string): boolean {
  if (mode === '') return true
  const words = mode.split(',')
  const counts = kinds.map((known) => words.filter((word) => known.includes(word)).length)
  return counts.every((count) => count <= 1) && counts.reduce((sum, count) => sum + count) === words.length
}

/** Takes `-v`'s `source:destination[:mode]` apart. Everything wrong about it is 500. */
export function parseBind(text: string, driver: string): MountRequest {
  const [source, target, mode] = splitBind(text)
  if (!isMode(mode)) throw broken(`invalid mode: ${mode}`)
  const words = mode.split(',')
  const type = source.startsWith('/') ? 'bind' : 'volume'
  const propagation = words.find((word) => propagations.includes(word))
  const wrong = (reason: string): Error =>
    broken(`invalid volume specification: '${text}': invalid mount config for type "${type}": ${reason}`)
  checkTarget(target, wrong)
  if (type === 'bind' && words.includes('nocopy')) throw wrong('field VolumeOptions must not be specified')
  if (type === 'volume' && propagation) throw wrong('field BindOptions must not be specified')
  return {
    type,
    source: type === 'bind' ? clean(source) : source,
    destination: clean(target),
    mode: mode || volumeMode(type, driver),
    writable: !words.includes('ro'),
    propagation: propagation ?? '',
    makeSource: true,
    noCopy: words.includes('nocopy'),
    ...(type === 'volume' && driver && { driver }),
    ...(source === '' && { unnamed: true }),
  }
}

function splitBind(text: string): [source: string, target: string, mode: string] {
  const parts = text.split(':')
  const [first = '', second = '', third = ''] = parts
  // a mode needs a source, as in `/data:ro`
  if (parts.length > 3 || first === '' || (parts.length === 2 && isMode(second))) {
    throw broken(`invalid volume specification: '${text}'`)
  }
  return parts.length === 1 ? ['', first, ''] : [first, second, third]
}

/** The mode of local volumes for which none was asked (moby daemon/volumes_unix.go: setBindModeIfNull). */
const volumeMode = (type: string, driver: string | undefined): string =>
  type === 'volume' && (!driver || driver === 'local') ? 'z' : ''

/** Checks and translates one of `HostConfig.Mounts`. Everything wrong about it is 400. */
export function parseMount(mount: Schemas['Mount']): MountRequest {
  const type = (mount.Type ?? '') as MountType
  const wrong = (reason: string): Error => invalid(`invalid mount config for type "${type}": ${reason}`)
  checkExtras(mount, type)
  const target = mount.Target ?? ''
  checkTarget(target, wrong)
  if (!['bind', 'volume', 'tmpfs', 'image'].includes(type)) throw wrong('mount type unknown')
  const source = mount.Source ?? ''
  checkSource(mount, type, source, wrong)
  const request = {
    type,
    source: type === 'bind' ? clean(source) : source,
    destination: clean(target),
    mode: '',
    writable: !mount.ReadOnly,
    propagation: '',
    makeSource: false,
    noCopy: false,
  }
  if (type === 'bind') return { ...request, ...bindOptions(mount.BindOptions, wrong) }
  if (type === 'image') {
    const subpath = mount.ImageOptions?.Subpath
    return { ...request, writable: false, propagation: 'rprivate', ...(subpath && { subpath }) }
  }
  if (type === 'tmpfs') {
    tmpfsWords(mount.TmpfsOptions, wrong)
    return request
  }
  return {
    ...request,
    mode: volumeMode(type, mount.VolumeOptions?.DriverConfig?.Name),
    ...volumeOptions(mount, wrong),
  }
}

/**
 * How mounts are told to and from the host: a bind that has the daemon's own directory in it, or lies there, must not
 * keep its mounts busy (moby daemon/volumes_linux.go: validateBindDaemonRoot).
 * @param root the daemon's data root
 */
export function withPropagation(request: MountRequest, root: string): MountRequest {
  const { type, source, propagation } = request
  if (type !== 'bind') return request
  const isDaemons = source.startsWith(root) || root.startsWith(source)
  if (propagation === '') return { ...request, propagation: isDaemons ? 'rslave' : 'rprivate' }
  if (isDaemons && propagation !== 'rslave' && propagation !== 'rshared') {
    throw invalid(
      `invalid mount config: must use either propagation mode "rslave" or "rshared" when mount source is within the daemon root, daemon root: "${root}", bind mount source: "${source}", propagation: "${propagation}"`,
    )
  }
  return request
}
