// Which tree lies where in a machine.
import type { Tree, WritableTree } from '../storage/tree.ts'
import type { Mount } from './mounts.ts'
import type { OpenFile } from './open-file.ts'
import type { OpenMode } from './process.ts'

/** A tree whose files are made by the kernel: it says itself what opening and following means. */
export interface LiveTree extends Tree {
  /** What an inode opens to; undefined if it is a plain file or directory. */
  openLive(ino: number, mode: OpenMode): OpenFile | undefined
  /** The open file that a link of /proc/<pid>/fd stands for; undefined if it is a plain link. */
  followLive(ino: number): OpenFile | undefined
}

export interface MountPoint {
  readonly at: string
  readonly tree: Tree | WritableTree | LiveTree
  readonly ino: number
  readonly readonly: boolean
  readonly type: string
}

/** A mount of the machine's own (/proc, /dev, /sys), whose tree is made when somebody looks. */
export interface OwnMount {
  readonly at: string
  readonly type: string
  readonly readonly: boolean
  readonly make: () => Tree
}

class OwnMountPoint implements MountPoint {
  readonly at: string
  readonly type: string
  readonly readonly: boolean
  private readonly make: () => Tree
  private made: Tree | undefined
  constructor(own: OwnMount) {
    this.at = own.at
    this.type = own.type
    this.readonly = own.readonly
    this.make = own.make
  }

  get tree(): Tree {
    return (this.made ??= this.make())
  }

  get ino(): number {
    return this.tree.root
  }
}

export class MountTable {
  private readonly points: Map<string, MountPoint> = new Map()
  readonly root: MountPoint

  /** `own` are left out where `mounts` has something at the same place. */
  constructor(mounts: readonly Mount[], own: readonly OwnMount[]) {
    for (const mount of mounts) this.points.set(mount.at, mountPoint(mount))
    for (const one of own) if (!this.points.has(one.at)) this.points.set(one.at, new OwnMountPoint(one))
    const root = this.points.get('/')
    if (!root) throw new Error('a machine without a root file system')
    this.root = root
  }

  at(path: string): MountPoint | undefined {
    return this.points.get(path)
  }

  all(): MountPoint[] {
    return [...this.points.values()]
  }

  /** Names directly under a directory where something is mounted. */
  namesUnder(directory: string): string[] {
    const prefix = directory === '/' ? '/' : `${directory}/`
    const names: string[] = []
    for (const at of this.points.keys()) {
      const rest = at.startsWith(prefix) ? at.slice(prefix.length) : ''
      if (rest && !rest.includes('/')) names.push(rest)
    }
    return names
  }
}

function mountPoint(mount: Mount): MountPoint {
  const { at, tree, type } = mount
  return { at, tree, type, ino: mount.ino ?? tree.root, readonly: mount.readonly ?? false }
}
