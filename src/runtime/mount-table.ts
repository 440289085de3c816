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
  /** as /proc/mounts shows them; the options begin with `rw` or `ro` */
  readonly source: string
  readonly options: string
}

/** A mount of the machine's own (/proc, /dev, /sys), whose tree is made when somebody looks. */
export interface OwnMount {
  readonly at: string
  readonly type: string
  /** the type if left out */
  readonly source?: string
  readonly readonly: boolean
  /** after `rw` or `ro` */
  readonly options: string
  readonly make: () => Tree
  /** The inode that is seen there; the tree's root if left out. */
  readonly ino?: number
}

class OwnMountPoint implements MountPoint {
  readonly at: string
  readonly type: string
  readonly readonly: boolean
  readonly source: string
  readonly options: string
  private readonly own: OwnMount
  private made: Tree | undefined
  constructor(own: OwnMount) {
    this.own = own
    this.at = own.at
    this.type = own.type
    this.readonly = own.readonly
    this.source = own.source ?? own.type
    this.options = withAccess(own.readonly, own.options)
  }

  get tree(): Tree {
    return (this.made ??= this.own.make())
  }

  get ino(): number {
    return this.own.ino ?? this.tree.root
  }
}

export class MountTable {
  private readonly points: Map<string, MountPoint> = new Map()
  readonly root: MountPoint

  /** Of `own` those are left out that `mounts` lie over; `masks` come last, over everything. */
  constructor(mounts: readonly Mount[], own: readonly OwnMount[], masks: readonly OwnMount[] = []) {
    const root = mounts.find(({ at }) => at === '/')
    if (!root) throw new Error('a machine without a root file system')
    this.root = mountPoint(root)
    this.points.set('/', this.root)
    const others = mounts.filter((mount) => mount !== root)
    const isCovered = (path: string): boolean => others.some(({ at }) => path === at || path.startsWith(`${at}/`))
    for (const one of own) if (!isCovered(one.at)) this.points.set(one.at, new OwnMountPoint(one))
    for (const mount of others) this.points.set(mount.at, mountPoint(mount))
    for (const one of masks) if (!isCovered(one.at)) this.points.set(one.at, new OwnMountPoint(one))
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

const withAccess = (readonly: boolean, options: string): string => `${readonly ? 'ro' : 'rw'},${options}`

function mountPoint(mount: Mount): MountPoint {
  const { at, tree, type, ino = tree.root, readonly = false, source = type, options = 'relatime' } = mount
  return { at, tree, type, ino, readonly, source, options: withAccess(readonly, options) }
}
