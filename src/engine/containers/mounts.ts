// Turns what a container was asked to mount into mount points: volumes made and claimed, host directories found.
import { FileError } from '../../storage/file-error.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { broken, invalid } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { copyDirectory, walk } from '../directories.ts'
import type { Volumes } from '../volumes/volumes.ts'
import type { Config } from './config.ts'
import type { HostConfig } from './host-config.ts'
import type { HostFiles } from './host-files.ts'
import { clean, type MountPoint, type MountRequest } from './mount-point.ts'
import { parseBind, parseMount } from './mount-request.ts'

export interface MountServices {
  readonly world: World
  readonly volumes: Volumes
  readonly hostFiles: HostFiles
  /** the mounts of another container, for `--volumes-from` */
  mountsOf(container: string): readonly MountPoint[]
  newTree(): WritableTree
  /** An image's files, and the layer that was made to show them. Throws `No such image`. */
  mountImage(name: string): Pick<MountPoint, 'tree' | 'layer' | 'source'>
}

/** All that config and hostConfig ask for, once per destination; the image's volumes last. */
export function mountRequests(config: Config, hostConfig: HostConfig): MountRequest[] {
  const binds = (hostConfig.Binds ?? []).map((bind) => parseBind(bind, hostConfig.VolumeDriver))
  const mounts = (hostConfig.Mounts ?? []).map(parseMount)
  const tmpfses = Object.entries(hostConfig.Tmpfs ?? {}).map(([path, options]) => tmpfs(path, options))
  const fromTmpfs = new Set(tmpfses.map(({ destination }) => destination))
  const seen = new Set<string>()
  const add = (destination: string, asked: string): void => {
    if (seen.has(destination)) throw invalid(`Duplicate mount point: ${asked}`)
    seen.add(destination)
  }
  for (const { destination } of binds) {
    if (fromTmpfs.has(destination)) throw invalid(`Duplicate mount point: ${destination}`)
    add(destination, destination)
  }
  for (const [index, { destination }] of mounts.entries()) {
    add(destination, hostConfig.Mounts?.[index]?.Target ?? destination)
  }
  // where both are asked for, `--mount` wins
  const asked = [...binds, ...mounts, ...tmpfses.filter(({ destination }) => !seen.has(destination))]
  for (const { destination } of tmpfses) seen.add(destination)
  const anonymous = Object.keys(config.Volumes ?? {})
    .map(clean)
    .filter((destination) => !seen.has(destination))
  return [...asked, ...anonymous.map((destination) => ({ ...anonymousVolume, destination, implicit: true }))]
}

const anonymousVolume = {
  type: 'volume',
  source: '',
  mode: '',
  writable: true,
  propagation: '',
  makeSource: false,
  noCopy: false,
} as const

function tmpfs(path: string, options: string): MountRequest {
  if (!path.startsWith('/')) throw invalid(`invalid mount path: '${path}' mount path must be absolute`)
  if (clean(path) === '/') throw invalid("invalid specification: destination can't be '/'")
  return {
    ...anonymousVolume,
    type: 'tmpfs',
    destination: clean(path),
    mode: options,
    writable: !options.split(',').includes('ro'),
    unlisted: true,
  }
}

/** Checks of binds that must not make their source, before anything is made. */
export function checkSources(requests: readonly MountRequest[], hostFiles: HostFiles): void {
  for (const { type, source, makeSource } of requests) {
    if (type === 'bind' && !makeSource && !hostFiles.has(source)) {
      throw invalid(`invalid mount config for type "bind": bind source path does not exist: ${source}`)
    }
  }
}

/** Makes the mount points of a container whose root is `tree`. A fresh volume begins with what the image has there. */
export function realiseMounts(
  requests: readonly MountRequest[],
  containerId: string,
  tree: WritableTree,
  services: MountServices,
): MountPoint[] {
  return requests.map((request) => {
    const { type, source, destination, mode, writable, propagation, implicit, unlisted, unnamed, alone, subpath } =
      request
    const point = { type, source, destination, mode, writable, propagation }
    if (type === 'tmpfs') return { ...point, tree: services.newTree(), ...(unlisted && { unlisted }) }
    if (type === 'image') return { ...point, name: source, ...services.mountImage(source), ...(subpath && { subpath }) }
    if (type === 'bind') {
      return { ...point, ...bindSource(request, services), ...(alone && { alone }) }
    }
    const volume = services.volumes.create({
      name: source || undefined,
      driver: request.driver,
      options: request.driverOptions,
      labels: request.labels,
    })
    volume.claims.add(containerId)
    if (!request.noCopy && !subpath) populate(volume.tree, tree, destination)
    return {
      ...point,
      name: volume.name,
      source: volume.mountpoint,
      driver: volume.driver,
      tree: volume.tree,
      ...(implicit && { implicit }),
      ...(unnamed && { unnamed }),
      ...(subpath && { subpath }),
    }
  })
}

/** A directory of the host, made if it is not there. */
function bindSource({ source }: MountRequest, services: MountServices): Pick<MountPoint, 'tree' | 'ino'> {
  const failed = (reason: string): Error => broken(`error while creating mount source path '${source}': ${reason}`)
  try {
    const spot = services.hostFiles.find(source, { mode: 0o755, mtime: services.world.clock.now() })
    if (spot) return spot
    throw failed(`mkdir ${source}: no such file or directory`)
  } catch (error) {
    if (error instanceof FileError) throw failed(`mkdir ${source}: ${goWords(error)}`)
    throw error
  }
}

/** As Go says it: musl's words, in small letters. */
const goWords = ({ message }: FileError): string => message.toLowerCase()

/** An empty volume takes over what the image has where it is mounted (moby daemon/create_unix.go: populateVolume). */
function populate(volume: WritableTree, image: WritableTree, destination: string): void {
  for (const _ of volume.entries(volume.root)) return
  const source = walk(image, destination)
  if (source !== undefined && image.stat(source).kind === 'directory') copyDirectory(image, source, volume, volume.root)
}

/** Takes `name[:mode]` apart (moby volume/mounts/linux_parser.go: ParseVolumesFrom). */
export function checkVolumesFrom(text: string): { name: string; modes: readonly string[] } {
  if (text === '') throw invalid('volumes-from specification cannot be an empty string')
  const [name = '', ...rest] = text.split(':')
  const mode = rest.join(':')
  const modes = mode === '' ? [] : mode.split(',')
  const kinds = modes.map((word) => /^r[ow]$/.test(word))
  if (modes.some((word) => !/^(ro|rw|z|Z)$/.test(word)) || new Set(kinds).size < kinds.length) {
    throw invalid(`invalid mode: ${mode}`)
  }
  return { name, modes }
}

/** `--volumes-from name[:ro]`, less what is mounted there already. */
export function inheritedMounts(
  hostConfig: HostConfig,
  own: ReadonlySet<string>,
  services: MountServices,
): MountPoint[] {
  return (hostConfig.VolumesFrom ?? []).flatMap((text) => {
    const { name, modes } = checkVolumesFrom(text)
    return services
      .mountsOf(name)
      .filter((mount) => !own.has(mount.destination))
      .map((mount) => ({ ...mount, mode: '', writable: mount.writable && !modes.includes('ro') }))
  })
}
