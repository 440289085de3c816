// A container's files as `docker cp` sees them: its own tree with volumes and binds where they are mounted.
import { FileError } from '../../storage/file-error.ts'
import type { Attributes, Inode, NewInode, Tree, WritableTree } from '../../storage/tree.ts'
import { walk } from '../directories.ts'
import type { Container } from './container.ts'

interface Part {
  readonly tree: Tree | WritableTree
  readonly readonly: boolean
}

interface Mounted extends Part {
  readonly at: string
  readonly ino?: number
}

/** Numbers of inodes are told apart by this times the place of their tree in the list. */
const SPAN = 2 ** 40

/**
 * What dockerd mounts to look into a container, running or not: no tmpfs, nothing of the kernel's (moby
 * daemon/containerfs_linux.go: openContainerFS). Missing mount points are made, as there.
 * @param now ms since 1970, of mount points that are made
 */
export function archiveTree({ tree, mounts, etcFiles }: Container, now: number): ArchiveTree {
  const lying = [
    ...mounts.flatMap((mount) =>
      mount.type === 'tmpfs'
        ? []
        : [{ ...mount, at: mount.destination, readonly: !mount.writable || !('create' in mount.tree) }],
    ),
    ...etcFiles.map((mount) => ({ ...mount, readonly: mount.readonly ?? false })),
  ]
  return new ArchiveTree(tree, lying, now)
}

export class ArchiveTree implements WritableTree {
  readonly root: number
  readonly #parts: Part[]
  /** What is mounted over a name: `directory/name` -> inode. */
  readonly #mounted = new Map<string, number>()

  constructor(tree: WritableTree, mounts: readonly Mounted[], now: number) {
    this.root = tree.root
    this.#parts = [{ tree, readonly: false }]
    // what lies in another mount comes after it
    for (const mount of [...mounts].sort((a, b) => a.at.split('/').length - b.at.split('/').length)) {
      this.#mount(mount, now)
    }
  }

  /** Whether an inode belongs to the container itself and to no mount. */
  isOwn(ino: number): boolean {
    return ino < SPAN
  }

  /** Whether an inode is in a mount that must not be written to. */
  isReadonly(ino: number): boolean {
    return this.#part(ino).readonly
  }

  stat(ino: number): Inode {
    return this.#part(ino).tree.stat(ino % SPAN)
  }

  lookup(directory: number, name: string): number | undefined {
    const mounted = this.#mounted.get(`${directory}/${name}`)
    if (mounted !== undefined) return mounted
    const found = this.#part(directory).tree.lookup(directory % SPAN, name)
    return found === undefined ? undefined : this.#beside(directory, found)
  }

  *entries(directory: number): Iterable<readonly [string, number]> {
    for (const [name, ino] of this.#part(directory).tree.entries(directory % SPAN)) {
      yield [name, this.#mounted.get(`${directory}/${name}`) ?? this.#beside(directory, ino)]
    }
  }

  read(ino: number, position: number, length: number): Uint8Array {
    return this.#part(ino).tree.read(ino % SPAN, position, length)
  }

  create(directory: number, name: string, init: NewInode): number {
    return this.#beside(directory, this.#writable(directory).create(directory % SPAN, name, init))
  }

  link(directory: number, name: string, ino: number): void {
    this.#same(directory, ino).link(directory % SPAN, name, ino % SPAN)
  }

  unlink(directory: number, name: string): void {
    if (this.#mounted.has(`${directory}/${name}`)) throw new FileError('EBUSY', name)
    this.#writable(directory).unlink(directory % SPAN, name)
  }

  rename(from: number, name: string, to: number, newName: string): void {
    if (this.#mounted.has(`${from}/${name}`) || this.#mounted.has(`${to}/${newName}`)) throw new FileError('EBUSY')
    this.#same(from, to).rename(from % SPAN, name, to % SPAN, newName)
  }

  write(ino: number, position: number, bytes: Uint8Array): void {
    this.#writable(ino).write(ino % SPAN, position, bytes)
  }

  truncate(ino: number, size: number): void {
    this.#writable(ino).truncate(ino % SPAN, size)
  }

  change(ino: number, attributes: Attributes): void {
    this.#writable(ino).change(ino % SPAN, attributes)
  }

  hold(ino: number): void {
    const { tree } = this.#part(ino)
    if ('hold' in tree) tree.hold?.(ino % SPAN)
  }

  release(ino: number): void {
    const { tree } = this.#part(ino)
    if ('release' in tree) tree.release?.(ino % SPAN)
  }

  #mount({ at, tree, ino = tree.root, readonly }: Mounted, mtime: number): void {
    const cut = at.lastIndexOf('/')
    const directory = walk(this, at.slice(0, cut), { mode: 0o755, mtime })
    if (directory === undefined) throw new FileError('ENOENT', at)
    const name = at.slice(cut + 1)
    if (this.lookup(directory, name) === undefined) {
      const kind = tree.stat(ino).kind === 'directory' ? 'directory' : 'file'
      this.create(directory, name, { kind, mode: 0o755, mtime })
    }
    this.#mounted.set(`${directory}/${name}`, this.#parts.length * SPAN + ino)
    this.#parts.push({ tree, readonly })
  }

  #part(ino: number): Part {
    const part = this.#parts[Math.floor(ino / SPAN)]
    if (part === undefined) throw new FileError('EIO')
    return part
  }

  #writable(ino: number): WritableTree {
    const { tree, readonly } = this.#part(ino)
    if (readonly || !('create' in tree)) throw new FileError('EROFS')
    return tree
  }

  #same(one: number, other: number): WritableTree {
    if (this.#part(one) !== this.#part(other)) throw new FileError('EXDEV')
    return this.#writable(one)
  }

  /** The number here of an inode that is in the same tree as another one. */
  #beside(ino: number, inner: number): number {
    return ino - (ino % SPAN) + inner
  }
}
