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

/** A mount that every machine of a kind has (/proc, /dev, /sys), whose tree is made when somebody looks. */
export interface OwnMount {
  readonly at: string
  readonly type: string
  /** the type if left out */
  readonly source?: string
  readonly readonly: boolean
  /** after `rw` or `ro` */
  readonly options: string
  /** The inode that is seen there; the tree's root if left out. */
  readonly inoIn?: (tree: Tree) => number
}

/** By where they are, from the first mount to the last. */
export interface OwnMounts {
  /** under whatever else is mounted */
  readonly first: ReadonlyMap<string, OwnMount>
  /** over everything */
  readonly masks: ReadonlyMap<string, OwnMount>
}

/** @param treeAt the tree that is mounted elsewhere */
export type TreeMaker = (own: string, treeAt: (path: string) => Tree) => Tree

export class MountTable {
  readonly root: MountPoint
  readonly #own: OwnMounts
  readonly #makeTree: TreeMaker
  /** what this machine alone has, but the root */
  readonly #others: ReadonlyMap<string, MountPoint>
  /** own mounts that somebody has looked at */
  readonly #made = new Map<string, MountPoint>()

  /** Of the kernel's own those are left out that `mounts` lie over. */
  constructor(mounts: readonly Mount[], own: OwnMounts, makeTree: TreeMaker) {
    const root = mounts.find(({ at }) => at === '/')
    if (!root) throw new Error('a machine without a root file system')
    this.root = mountPoint(root)
    this.#own = own
    this.#makeTree = makeTree
    this.#others = new Map(mounts.flatMap((mount) => (mount === root ? [] : [[mount.at, mountPoint(mount)] as const])))
  }

  at(path: string): MountPoint | undefined {
    if (path === '/') return this.root
    return this.#others.get(path) ?? this.#ownAt(path)
  }

  all(): MountPoint[] {
    const points = Array.from(this.#paths(), (path) => this.at(path))
    return points.filter((point) => point !== undefined)
  }

  /** Names directly under a directory where something is mounted. */
  namesUnder(directory: string): string[] {
    const prefix = directory === '/' ? '/' : `${directory}/`
    const names: string[] = []
    for (const at of this.#paths()) {
      const rest = at.startsWith(prefix) ? at.slice(prefix.length) : ''
      if (rest && !rest.includes('/')) names.push(rest)
    }
    return names
  }

  /** In the order of mounting. */
  *#paths(): Generator<string> {
    yield '/'
    for (const path of this.#own.first.keys()) if (!this.#isCovered(path)) yield path
    yield* this.#others.keys()
    for (const path of this.#own.masks.keys()) if (!this.#isCovered(path)) yield path
  }

  #ownAt(path: string): MountPoint | undefined {
    const known = this.#made.get(path)
    if (known) return known
    const own = this.#own.masks.get(path) ?? this.#own.first.get(path)
    if (!own || this.#isCovered(path)) return undefined
    const point = new OwnMountPoint(own, () => this.#makeTree(path, (other) => this.at(other)!.tree))
    this.#made.set(path, point)
    return point
  }

  #isCovered(path: string): boolean {
    for (const at of this.#others.keys()) if (path === at || path.startsWith(`${at}/`)) return true
    return false
  }
}

class OwnMountPoint implements MountPoint {
  readonly at: string
  readonly type: string
  readonly readonly: boolean
  readonly source: string
  readonly options: string
  readonly #own: OwnMount
  readonly #make: () => Tree
  #made: Tree | undefined
  constructor(own: OwnMount, make: () => Tree) {
    this.#own = own
    this.#make = make
    this.at = own.at
    this.type = own.type
    this.readonly = own.readonly
    this.source = own.source ?? own.type
    this.options = withAccess(own.readonly, own.options)
  }

  get tree(): Tree {
    return (this.#made ??= this.#make())
  }

  get ino(): number {
    return this.#own.inoIn?.(this.tree) ?? this.tree.root
  }
}

const withAccess = (readonly: boolean, options: string): string => `${readonly ? 'ro' : 'rw'},${options}`

function mountPoint(mount: Mount): MountPoint {
  const { at, tree, type, ino = tree.root, readonly = false, source = type, options = 'relatime' } = mount
  return { at, tree, type, ino, readonly, source, options: withAccess(readonly, options) }
}
