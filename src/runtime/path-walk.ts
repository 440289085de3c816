// From a path to an inode: symlinks, `..`, mounts and search permissions on the way.
import { FileError } from '../storage/file-error.ts'
import type { Inode, WritableTree } from '../storage/tree.ts'
import type { LiveTree, MountPoint, MountTable } from './mount-table.ts'
import type { OpenFile } from './open-file.ts'
import { mayAccess } from './permissions.ts'
import type { Credentials } from './process.ts'

/** A spot in the machine's files. `path` is absolute and without symlinks. */
export interface Place {
  readonly mount: MountPoint
  readonly ino: number
  readonly path: string
  readonly node: Inode
}

/** Where a path leads. Without `place` the last name does not exist (yet) in `directory`. */
export interface Walk {
  readonly directory: Place
  readonly name: string
  readonly place: Place | undefined
  /** set if the path ends in a link to a process's open file (/proc/self/fd/1) */
  readonly open: OpenFile | undefined
}

/** Whose eyes look. */
export interface Viewer {
  readonly mounts: MountTable
  readonly cwd: string
  readonly user: Credentials
}

const MOST_LINKS = 40
const LONGEST_PATH = 4096
const LONGEST_NAME = 255

export function isLive(tree: MountPoint['tree']): tree is LiveTree {
  return 'openLive' in tree
}

export function join(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

/** The names of a path, last first, as a stack to pop from. */
function namesOf(path: string): string[] {
  return path.split('/').filter(Boolean).reverse()
}

class Walker {
  private readonly viewer: Viewer
  private readonly path: string
  private readonly stack: Place[]
  private todo: string[]
  private links = 0
  /** A path that ends in `/` or `/.` must lead to a directory, through a link if need be. */
  private readonly wantsDirectory: boolean

  constructor(viewer: Viewer, path: string) {
    if (path === '') throw new FileError('ENOENT', path)
    if (path.length > LONGEST_PATH) throw new FileError('ENAMETOOLONG', path)
    this.viewer = viewer
    this.path = path
    this.stack = [this.root()]
    this.todo = namesOf(path)
    this.wantsDirectory = /(^|\/)\.{0,2}$/.test(path)
    if (!path.startsWith('/')) this.todo.push(...namesOf(viewer.cwd))
  }

  private root(): Place {
    const mount = this.viewer.mounts.root
    return { mount, ino: mount.ino, path: '/', node: mount.tree.stat(mount.ino) }
  }

  private get here(): Place {
    return this.stack[this.stack.length - 1]!
  }

  walk(follow: boolean): Walk {
    let name = ''
    for (;;) {
      const next = this.todo.pop()
      if (next === undefined) break
      name = next
      this.checkDirectory()
      if (name === '.') continue
      if (name === '..') {
        if (this.stack.length > 1) this.stack.pop()
        continue
      }
      const ended = this.step(name, follow)
      if (ended) return ended
    }
    const place = this.here
    if (this.wantsDirectory && place.node.kind !== 'directory') throw new FileError('ENOTDIR', this.path)
    return { directory: this.stack[this.stack.length - 2] ?? place, name, place, open: undefined }
  }

  private checkDirectory(): void {
    if (this.here.node.kind !== 'directory') throw new FileError('ENOTDIR', this.path)
    if (!mayAccess(this.here.node, 1, this.viewer.user)) throw new FileError('EACCES', this.path)
  }

  /** Goes into `name`; gives the walk if it ends here. */
  private step(name: string, follow: boolean): Walk | undefined {
    if (name.length > LONGEST_NAME) throw new FileError('ENAMETOOLONG', this.path)
    const here = this.here
    const path = join(here.path, name)
    const mounted = this.viewer.mounts.at(path)
    const mount = mounted ?? here.mount
    const ino = mounted ? mounted.ino : here.mount.tree.lookup(here.ino, name)
    const last = this.todo.length === 0
    if (ino === undefined) {
      if (last) return { directory: here, name, place: undefined, open: undefined }
      throw new FileError('ENOENT', this.path)
    }
    const node = mount.tree.stat(ino)
    if (node.kind === 'symlink' && (!last || follow || this.wantsDirectory)) {
      const open = isLive(mount.tree) ? mount.tree.followLive(ino) : undefined
      if (open && last) return { directory: here, name, place: undefined, open }
      this.followLink(node.target ?? '')
    } else this.stack.push({ mount, ino, path, node })
    return undefined
  }

  private followLink(target: string): void {
    if (++this.links > MOST_LINKS) throw new FileError('ELOOP', this.path)
    if (target === '') throw new FileError('ENOENT', this.path)
    if (target.startsWith('/')) this.stack.length = 1
    this.todo.push(...namesOf(target))
  }
}

/** @param follow whether a symlink at the end of the path is followed */
export function walk(viewer: Viewer, path: string, follow: boolean): Walk {
  return new Walker(viewer, path).walk(follow)
}

/** The tree of a place, to write to. Throws EROFS. */
export function writable(place: Place): WritableTree {
  if (place.mount.readonly || !('create' in place.mount.tree)) throw new FileError('EROFS', place.path)
  return place.mount.tree as WritableTree
}
