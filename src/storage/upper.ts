// What an active layer holds over its parent: nodes of its own, made when something is first changed.
import { type Account, type CopyRule, newAccount } from './account.ts'
import { type FileBytes, heldBytes, pageSize, WrittenBytes } from './bytes.ts'
import { FileError } from './file-error.ts'
import { Layer, type Node, whiteout } from './layer.ts'
import { type Disk, Room } from './room.ts'
import type { Inode, NewInode } from './tree.ts'

/** bytes that an inode and its name count as, so that empty files fill a disk too */
const inodeCost = 256
/** bytes, as ext4 shows a directory */
const directorySize = 4096
const noBytes = heldBytes(new Uint8Array(0))

/** A file with bytes that can be written. */
export interface OwnFile {
  readonly node: Node
  readonly written: WrittenBytes
}

/** Throws FileErrors: EIO for an unknown inode, ENOSPC when the room is full; then nothing has changed. */
export class Upper {
  readonly parent: Layer | undefined
  readonly account: Account = newAccount()
  readonly nodes: Map<number, Node> = new Map()
  /** bytes of the files and symlinks that the layer made or changed */
  usage = 0
  readonly room: Room
  readonly #rule: CopyRule
  readonly #holds = new Map<number, number>()

  constructor(disk: Disk, parent: Layer | undefined, rule: CopyRule, limit: number | undefined) {
    this.parent = parent
    this.room = new Room(disk, limit)
    this.#rule = rule
  }

  node(ino: number): Node {
    const node = this.nodes.get(ino) ?? this.parent?.node(ino)
    if (node === undefined) throw new FileError('EIO')
    return node
  }

  /** The names that the layers below have in a directory; undefined for a directory that is new. */
  below(directory: number): ReadonlyMap<string, number> | undefined {
    return this.parent === undefined || directory >= this.parent.end ? undefined : this.parent.names(directory)
  }

  make(init: NewInode): number {
    const directory = init.kind === 'directory'
    const bytes = init.kind === 'file' ? bytesOf(init.content) : undefined
    const size = directory ? directorySize : (bytes?.size ?? Buffer.byteLength(init.target ?? ''))
    this.room.take(inodeCost, inodeCost + (bytes?.size ?? 0))
    const ino = this.room.disk.nextInode++
    const inode: Inode = {
      ino,
      kind: init.kind,
      mode: init.mode & 0o7777,
      uid: init.uid ?? 0,
      gid: init.gid ?? 0,
      mtime: init.mtime,
      size,
      links: directory ? 2 : 1,
      target: init.target,
      device: init.device,
      xattrs: init.xattrs,
    }
    const node: Node = { inode, changed: true }
    if (bytes !== undefined) node.bytes = bytes
    if (directory) node.names = new Map()
    else this.usage += size
    this.nodes.set(ino, node)
    return ino
  }

  /**
   * Before the first change of a lower inode: what the driver copies, is copied, but not bytes that the change cuts
   * off (`emptied`). Returns the layer's own node.
   */
  copyUp(ino: number, emptied = false): Node {
    const node = this.#own(ino)
    if (node.changed) return node
    const { kind, size } = node.inode
    const copied = kind === 'file' && this.#rule === 'file' && !emptied ? size : 0
    this.room.take(inodeCost, inodeCost + copied)
    if (kind === 'file' && this.#rule === 'file') {
      this.account.filesCopied++
      this.account.bytesCopied += copied
    }
    if (kind !== 'directory') this.usage += size
    node.changed = true
    return node
  }

  /**
   * Copies everything in a moved directory up.
   * differs: overlay2 refuses to rename a directory of a lower layer (EXDEV), and `mv` copies it; here the rename does.
   */
  copyUpAll(ino: number): void {
    const waiting = [ino]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { inode, names } = this.copyUp(next)
      if (inode.kind !== 'directory' || this.#rule !== 'file') continue
      for (const child of names?.values() ?? []) if (child !== whiteout) waiting.push(child)
      for (const [name, child] of this.below(next) ?? []) if (!names?.has(name)) waiting.push(child)
    }
  }

  /** The bytes of a file, made ready to be written; `emptied` if the first change is to cut them all off. */
  ownFile(ino: number, emptied = false): OwnFile {
    const fresh = this.nodes.get(ino)?.changed !== true
    const node = this.copyUp(ino, emptied)
    if (node.written === undefined) {
      const counted = this.#rule === 'file' || this.parent?.node(ino) === undefined
      node.written = new WrittenBytes(fresh && emptied ? noBytes : (node.bytes ?? noBytes), counted)
      node.bytes = node.written
    }
    return { node, written: node.written }
  }

  write(file: OwnFile, position: number, bytes: Uint8Array): void {
    const { written } = file
    const after = written.takenAfter(position, bytes.length)
    this.room.take(after.memory - written.taken.memory, after.quota - written.taken.quota)
    const copied = written.write(position, bytes)
    if (this.#rule === 'block') this.account.bytesCopied += Math.ceil(copied / pageSize) * pageSize
    this.account.bytesWritten += bytes.length
    this.#resized(file)
  }

  truncate(file: OwnFile, size: number): void {
    const { written } = file
    const before = written.taken
    written.truncate(size)
    this.room.take(written.taken.memory - before.memory, written.taken.quota - before.quota)
    this.#resized(file)
  }

  /** Lets a name of a directory mean an inode, or nothing (`whiteout`). */
  name(directory: number, name: string, ino: number): void {
    const node = this.#own(directory)
    node.names ??= new Map()
    node.names.delete(name)
    if (ino !== whiteout || this.parent?.lookup(directory, name) !== undefined) node.names.set(name, ino)
  }

  addLinks(ino: number, count: number): void {
    const node = this.#own(ino)
    if (node.inode.kind === 'directory' && node.inode.links < 2) return
    node.inode = { ...node.inode, links: node.inode.links + count }
  }

  /** An inode has one name less; without a name, and not held, it is forgotten. */
  lose(ino: number): void {
    const { links, kind } = this.node(ino).inode
    const held = this.#holds.has(ino)
    const left = kind === 'directory' ? 0 : links - 1
    if (left === 0 && !held) {
      this.#drop(ino)
      return
    }
    const node = this.#own(ino)
    node.inode = { ...node.inode, links: left }
  }

  hold(ino: number): void {
    this.#holds.set(ino, (this.#holds.get(ino) ?? 0) + 1)
  }

  release(ino: number): void {
    const count = this.#holds.get(ino) ?? 0
    if (count > 1) {
      this.#holds.set(ino, count - 1)
      return
    }
    if (!this.#holds.delete(ino)) return
    if (this.nodes.get(ino)?.inode.links === 0) this.#drop(ino)
  }

  /** The layer as it is from now on. What is held but has no name is not in it. */
  freeze(root: number, remembers: boolean): Layer {
    for (const [ino, node] of this.nodes) if (node.inode.links === 0) this.#drop(ino)
    return new Layer(root, this.nodes, this.room.disk.nextInode, this.parent, remembers)
  }

  #own(ino: number): Node {
    const existing = this.nodes.get(ino)
    if (existing !== undefined) return existing
    const { inode, bytes } = this.node(ino)
    // overlayfs gives a directory that is merged from several layers one link, whatever is in it
    const merged = this.#rule === 'file' && inode.kind === 'directory' && inode.links > 1
    const node: Node = { inode: merged ? { ...inode, links: 1 } : inode, changed: false }
    if (bytes !== undefined) node.bytes = bytes
    this.nodes.set(ino, node)
    return node
  }

  #resized({ node, written }: OwnFile): void {
    this.usage += written.size - node.inode.size
    if (written.size !== node.inode.size) node.inode = { ...node.inode, size: written.size }
  }

  #drop(ino: number): void {
    const node = this.nodes.get(ino)
    if (node === undefined) return
    this.nodes.delete(ino)
    if (!node.changed) return
    const { kind, size } = node.inode
    if (kind !== 'directory') this.usage -= size
    const counted = kind === 'file' && (this.#rule === 'file' || this.parent?.node(ino) === undefined)
    const taken = node.written?.taken ?? { memory: 0, quota: counted ? size : 0 }
    this.room.take(-inodeCost - taken.memory, -inodeCost - taken.quota)
  }
}

function bytesOf(content: NewInode['content']): FileBytes {
  if (content === undefined) return noBytes
  return content instanceof Uint8Array ? heldBytes(content) : content
}
