// What the options of a volume mount in its place while containers use it (moby daemon/volume/local/local_unix.go).
import type { Mount } from '../../runtime/mounts.ts'
import { FileError } from '../../storage/file-error.ts'
import { broken } from '../../world/refusal.ts'
import type { Volume } from '../volumes/volume.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import type { HostSpot } from './host-files.ts'
import type { MountPoint } from './mount-point.ts'
import { tmpfsMount } from './tmpfs.ts'

/**
 * A tmpfs, which all who use it share, or a directory of the host; undefined if the volume's own files are used.
 * differs: file systems of disks and of other machines are not mounted; such a volume keeps files of its own
 * @throws broken (500) where the host has no such directory
 */
export function backingOf(context: ContainerContext, { id }: Container, point: MountPoint): Partial<Mount> | undefined {
  const volume = point.type === 'volume' && point.name !== undefined ? context.volumes.get(point.name) : undefined
  const { type, device = '', o = '' } = volume?.options ?? {}
  if (volume === undefined || type === undefined) return undefined
  if (type === 'tmpfs') return sharedTmpfs(context, volume, id, point, o)
  const words = o.split(',')
  const recursive = words.includes('rbind')
  if (!recursive && !words.includes('bind')) return undefined
  const spot = directoryOf(context, device)
  if (!spot) {
    const { mountpoint } = volume
    const flags = recursive ? '0x5000' : '0x1000'
    throw broken(
      `error while mounting volume '${mountpoint}': failed to mount local volume: mount ${device}:${mountpoint}, flags: ${flags}: no such file or directory`,
    )
  }
  return { ...spot, readonly: !point.writable || words.includes('ro') || !('create' in spot.tree) }
}

/** It is there from the first who uses it to the last; without the flags that dockerd gives to those of containers. */
function sharedTmpfs(
  context: ContainerContext,
  volume: Volume,
  user: string,
  point: MountPoint,
  options: string,
): Partial<Mount> {
  volume.memory ??= {
    mount: tmpfsMount(point, `${options},suid,dev,exec`, context.newTree, context.host.memory, undefined),
    users: new Set(),
  }
  volume.memory.users.add(user)
  const { tree, type, options: shown } = volume.memory.mount
  return { tree, ino: tree.root, type, source: type, options: shown ?? '', readonly: !point.writable }
}

function directoryOf({ hostFiles }: ContainerContext, path: string): HostSpot | undefined {
  try {
    return hostFiles.find(path)
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}
