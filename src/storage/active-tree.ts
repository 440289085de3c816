// A tree being written: what it changes is its own, the committed layer below stays as it is.
import type { GoBack } from '../world/checkpoint.ts'
import type { Account } from './account.ts'
import type { Range } from './bytes.ts'
import { FileError } from './file-error.ts'
import { type Content, type Layer, type Node, whiteout } from './layer.ts'
import { type Layout, plainLayout } from './layout.ts'
import type { Disk } from './room.ts'
import type { Attributes, Inode, NewInode, WritableTree } from './tree.ts'
import { Upper } from './upper.ts'

/** bytes in UTF-8 */
const longestName = 255
/** bytes: as ext4 with blocks of 4 KiB */
const largestFile = 16 * 1024 ** 4

export interface ActiveOptions {
  /** of a plain file system if left out */
  readonly layout?: Layout
  /** bytes that it may hold */
  readonly size?: number | undefined
  /** Told before so many bytes are written; throws a FileError where they cannot be. */
  readonly guard?: (bytes: number) => void
}

/**
 * Costs next to nothing until something is written. A lower inode that is changed keeps its number; of a directory
 * only the names that differ are kept. Once sealed (committed or removed) it refuses writers with EROFS.
 * differs: overlay2 breaks a hard link when it copies a file up (dockerd mounts with index=off); here all its names
 * show the change.
 */
export class ActiveTree implements WritableTree {
  readonly root: number
  readonly #guard: ((bytes: number) => void) | undefined
  #upper: Upper
  #sealed = false
  #discarded = false
  /** A checkpoint has what is there now: it is copied before it is changed. */
  #shared = false

  constructor(disk: Disk, parent: Layer | undefined, options: ActiveOptions = {}) {
    this.#upper = new Upper(disk, parent, options.layout ?? plainLayout, options.size)
    this.#guard = options.guard
    this.root = parent?.root ?? this.#upper.make({ kind: 'directory', mode: 0o755, mtime: 0 })
  }

  get account(): Account {
    return this.#upper.account
  }

  /** bytes of the simulated disk that it takes */
  get taken(): number {
    return this.#upper.room.taken
  }

  /** What is in the tree. */
  get content(): Content {
    return this.#upper.content
  }

  /** The inodes that it holds over its parent, by number. */
  get nodes(): ReadonlyMap<number, Node> {
    return this.#upper.nodes
  }

  /** bytes of the files and symlinks that it made or changed */
  get usage(): number {
    return this.#upper.usage
  }

  stat(ino: number): Inode {
    return this.#upper.node(ino).inode
  }

  lookup(directory: number, name: string): number | undefined {
    const { account, parent, nodes, searchesBelow } = this.#upper
    account.lookups++
    account.layersSearched++
    const ino = nodes.get(directory)?.names?.get(name)
    if (ino !== undefined) return ino === whiteout ? undefined : ino
    this.#directory(directory)
    if (parent === undefined) return undefined
    const found = parent.lookup(directory, name)
    if (searchesBelow > 0) {
      const layers = found === undefined ? parent.depth : parent.depthOf(found)
      account.layersSearched += Math.min(searchesBelow, layers)
    }
    return found
  }

  entries(directory: number): Iterable<readonly [name: string, ino: number]> {
    const own = this.#directory(directory).names
    const below = this.#upper.below(directory)
    if (own === undefined || own.size === 0) return below ?? []
    const all = below === undefined ? own : new Map([...below, ...own])
    return [...all].filter(([, ino]) => ino !== whiteout)
  }

  read(ino: number, position: number, length: number): Uint8Array {
    const bytes = this.#file(ino).bytes!.read(position, length)
    this.#upper.account.bytesRead += bytes.length
    return bytes
  }

  stored(ino: number): readonly Range[] | undefined {
    return this.#file(ino).bytes!.stored?.()
  }

  create(directory: number, name: string, init: NewInode): number {
    this.#vacant(directory, name, sizeOf(init.content))
    const ino = this.#upper.make(init)
    this.#upper.name(directory, name, ino)
    if (init.kind === 'directory') this.#upper.addLinks(directory, 1)
    return ino
  }

  link(directory: number, name: string, ino: number): void {
    this.#vacant(directory, name)
    if (this.stat(ino).kind === 'directory') throw new FileError('EPERM')
    this.#upper.copyUp(ino)
    this.#upper.addLinks(ino, 1)
    this.#upper.name(directory, name, ino)
  }

  unlink(directory: number, name: string): void {
    const ino = this.#existing(directory, name)
    this.#writable()
    if (this.stat(ino).kind === 'directory') {
      for (const _ of this.entries(ino)) throw new FileError('ENOTEMPTY')
    }
    this.#upper.name(directory, name, whiteout)
    this.#lose(directory, ino)
  }

  rename(from: number, name: string, to: number, newName: string): void {
    const ino = this.#existing(from, name)
    const replaced = this.lookup(to, newName)
    if (replaced === ino) return
    this.#writable()
    validate(newName)
    this.#upper.copyUpAll(ino)
    this.#upper.name(from, name, whiteout)
    this.#upper.name(to, newName, ino)
    if (replaced !== undefined) this.#lose(to, replaced)
    if (from === to || this.stat(ino).kind !== 'directory') return
    this.#upper.addLinks(from, -1)
    this.#upper.addLinks(to, 1)
  }

  write(ino: number, position: number, bytes: Uint8Array): void {
    this.#writable(bytes.length)
    this.#file(ino)
    if (position + bytes.length > largestFile) throw new FileError('EFBIG')
    if (bytes.length > 0) this.#upper.write(this.#upper.ownFile(ino), position, bytes)
  }

  truncate(ino: number, size: number): void {
    this.#writable()
    this.#file(ino)
    if (size > largestFile) throw new FileError('EFBIG')
    this.#upper.truncate(this.#upper.ownFile(ino, size === 0), size)
  }

  change(ino: number, attributes: Attributes): void {
    this.#writable()
    const node = this.#upper.copyUp(ino)
    node.inode = { ...node.inode, ...attributes }
  }

  /** Whether somebody has anything of it open. */
  get isHeld(): boolean {
    return this.#upper.isHeld
  }

  /** Goes back to what is in the tree now, but not to who has what open. */
  checkpoint(): GoBack {
    const upper = this.#upper
    const discarded = this.#discarded
    const sealed = this.#sealed
    this.#shared = true
    return () => {
      this.#upper = upper
      this.#sealed = sealed
      this.#shared = true
      if (this.#discarded && !discarded) upper.room.comeBack()
      this.#discarded = discarded
    }
  }

  hold(ino: number): void {
    this.#upper.hold(ino)
  }

  release(ino: number): void {
    if (!this.#upper.release(ino)) return
    this.#unshare()
    this.#upper.drop(ino)
  }

  /** Ends the writing; what there is becomes a layer, `shared` by many containers or made for one. */
  commit(shared = true): Layer {
    this.#open()
    this.#sealed = true
    return this.#upper.freeze(this.root, shared)
  }

  /** Gives the room back that it takes, or that the layer made of it takes. */
  discard(): void {
    this.#sealed = true
    this.#discarded = true
    this.#upper.room.leave()
  }

  #directory(ino: number): Node {
    const node = this.#upper.node(ino)
    if (node.inode.kind !== 'directory') throw new FileError('ENOTDIR')
    return node
  }

  #file(ino: number): Node {
    const node = this.#upper.node(ino)
    if (node.inode.kind === 'directory') throw new FileError('EISDIR')
    if (node.bytes === undefined) throw new FileError('EINVAL')
    return node
  }

  #existing(directory: number, name: string): number {
    const ino = this.lookup(directory, name)
    if (ino === undefined) throw new FileError('ENOENT')
    return ino
  }

  #vacant(directory: number, name: string, bytes = 0): void {
    this.#writable(bytes)
    validate(name)
    if (this.lookup(directory, name) !== undefined) throw new FileError('EEXIST')
  }

  /** A name in `directory` is gone that meant this inode. */
  #lose(directory: number, ino: number): void {
    if (this.stat(ino).kind === 'directory') this.#upper.addLinks(directory, -1)
    this.#upper.lose(ino)
  }

  /** @param bytes that it will have more */
  #writable(bytes = 0): void {
    this.#open()
    this.#guard?.(bytes)
  }

  #open(): void {
    if (this.#sealed) throw new FileError('EROFS')
    this.#unshare()
  }

  #unshare(): void {
    if (this.#shared) this.#upper = this.#upper.fork()
    this.#shared = false
  }
}

const sizeOf = (content: NewInode['content']): number =>
  content === undefined ? 0 : content instanceof Uint8Array ? content.length : content.size

function validate(name: string): void {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new FileError('EINVAL')
  }
  if (name.length * 3 > longestName && Buffer.byteLength(name) > longestName) throw new FileError('ENAMETOOLONG')
}
