// What a container has mounted.
import type { Tree, WritableTree } from '../../storage/tree.ts'

export type MountType = 'bind' | 'volume' | 'tmpfs' | 'image'

export interface MountPoint {
  readonly type: MountType
  /** of a volume or an image */
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
  /** asked for by `--tmpfs`, which inspect shows among the settings only */
  readonly unlisted?: boolean
  /** an anonymous volume of `-v /data`, whose name inspect does not tell */
  readonly unnamed?: boolean
  /** what is mounted on the host below the source stays away (`bind-recursive=disabled`) */
  readonly alone?: boolean
  /** the part of a volume that is mounted; it must be there when the container starts */
  readonly subpath?: string
  /** the layer that was made for an image's mount, and goes with it */
  readonly layer?: string
  readonly tree: Tree | WritableTree
  /** the part of the tree that is mounted; its root if left out */
  readonly ino?: number
}

/** A mount as it was asked for, before volumes and host directories are looked up. */
export interface MountRequest {
  readonly type: MountType
  /** path on the host, name of a volume or an image, or empty for an anonymous volume */
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
  /** the part of the volume or image that is mounted */
  readonly subpath?: string
  /** what is mounted on the host below the source stays away */
  readonly alone?: boolean
  readonly implicit?: boolean
  readonly unlisted?: boolean
  readonly unnamed?: boolean
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
