// What an active layer holds over its parent: nodes of its own, made when something is first changed.
import { type Account, newAccount } from './account.ts'
import {
  BlockCount,
  cutBlocks,
  diskOf,
  diskSize,
  forkBlocks,
  newlyTaken,
  type OwnBlocks,
  takenBy,
} from './block-count.ts'
import { type FileBytes, heldBytes, WrittenBytes } from './bytes.ts'
import { diskUse, firstBlocks, wholeDisk } from './disk-use.ts'
import { FileError } from './file-error.ts'
import { Holds } from './holds.ts'
import { type Content, Layer, type Node, whiteout } from './layer.ts'
import type { Layout } from './layout.ts'
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
  readonly blocks: OwnBlocks
}

/** bytes of the disk that a whole tree takes */
export const sizeOf = ({ inodes, disk }: Content): number => inodes * inodeCost + disk

/** Throws FileErrors: EIO for an unknown inode, ENOSPC when the room is full; then nothing has changed. */
export class Upper {
  readonly parent: Layer | undefined
  readonly account: Account = newAccount()
  readonly nodes: Map<number, Node> = new Map()
  /** bytes of the files and symlinks that the layer made or changed */
  usage = 0
  readonly room: Room
  readonly #layout: Layout
  #holds: Holds | undefined
  /** what is in the tree */
  #inodes = 0
  #bytes = 0
  #disk = 0
  /** made when they are first needed, as many trees are made and never written to */
  #blocks: BlockCount | undefined

  /**
   * Throws ENOSPC where everything is copied and there is no room for it. With `original` it is a copy of that one, as
   * large as its inodes are many; bytes of files are shared until one of the two writes them.
   */
  constructor(disk: Disk, parent: Layer | undefined, layout: Layout, limit: number | undefined, original?: Upper) {
    this.parent = parent
    this.#layout = layout
    if (original !== undefined) {
      this.room = original.room.fork()
      this.#take(original)
      return
    }
    const lower = parent === undefined ? 0 : sizeOf(parent.content)
    const left = limit !== undefined && layout.counts === 'all' ? limit - lower : limit
    this.room = new Room(disk, left, layout.overSize)
    if (parent === undefined) return
    this.#inodes = parent.content.inodes
    this.#bytes = parent.content.bytes
    this.#disk = parent.content.disk
    if (layout.rule !== 'none') return
    this.room.take(0, lower)
    this.account.filesAtCreate = this.#inodes
    this.account.bytesAtCreate = this.#bytes
    this.account.blocksAllocated = Math.ceil(this.#disk / layout.blockSize)
  }

  get content(): Content {
    return { inodes: this.#inodes, bytes: this.#bytes, disk: this.#disk }
  }

  /** In how many directories below its own one a name is looked for at most. */
  get searchesBelow(): number {
    return this.#layout.searches - 1
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
    const size = directory
      ? (this.#layout.directorySize?.empty ?? directorySize)
      : (bytes?.size ?? Buffer.byteLength(init.target ?? ''))
    this.room.take(inodeCost, this.#inodeSize + (bytes ? diskOf(bytes) : 0))
    const ino = this.room.disk.nextInode++
    const inode = newInode(ino, init, size, directory ? (this.#layout.directoryLinks === 'one' ? 1 : 2) : 1)
    const node: Node = { inode, changed: true }
    if (bytes !== undefined) node.bytes = bytes
    if (directory) node.names = new Map()
    else this.usage += size
    this.nodes.set(ino, node)
    this.#inodes++
    this.#bytes += bytes?.size ?? 0
    this.#disk += diskSize(bytes?.size ?? 0)
    if (bytes !== undefined && bytes.size > 0) this.#counted().allocate(bytes.size)
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
    const { rule } = this.#layout
    const kept = kind === 'file' && !emptied ? size : 0
    if (rule === 'none') this.room.take(inodeCost, diskSize(kept) - wholeDisk(node.inode))
    else this.room.take(inodeCost, inodeCost + (rule === 'file' && kept > 0 ? diskOf(node.bytes!) : 0))
    if (kind === 'file' && rule === 'file') {
      this.account.filesCopied++
      this.account.bytesCopied += kept
      this.#counted().allocate(kept)
    } else if (rule !== 'none') {
      this.account.bytesSaved += kept
    }
    if (kind !== 'directory') this.usage += size
    node.changed = true
    return node
  }

  /**
   * Everything in a moved directory counts as the layer's own; with `file` it is copied.
   * differs: overlay2 refuses to rename a directory of a lower layer (EXDEV), and `mv` copies it; here the rename does.
   */
  copyUpAll(ino: number): void {
    const waiting = [ino]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { inode, names } = this.copyUp(next)
      if (inode.kind !== 'directory') continue
      for (const child of names?.values() ?? []) if (child !== whiteout) waiting.push(child)
      for (const [name, child] of this.below(next) ?? []) if (!names?.has(name)) waiting.push(child)
    }
  }

  /** The bytes of a file, made ready to be written; `emptied` if the first change is to cut them all off. */
  ownFile(ino: number, emptied = false): OwnFile {
    const fresh = this.nodes.get(ino)?.changed !== true
    const node = this.copyUp(ino, emptied)
    if (node.written === undefined) {
      node.written = new WrittenBytes(fresh && emptied ? noBytes : (node.bytes ?? noBytes))
      node.bytes = node.written
    }
    node.blocks ??= firstBlocks(this.#layout, this.#isLower(ino), node.written)
    return { node, written: node.written, blocks: node.blocks }
  }

  write(file: OwnFile, position: number, bytes: Uint8Array): void {
    const { written } = file
    const end = position + bytes.length
    const memory = written.takenAfter(position, bytes.length) - written.taken
    this.room.take(memory, newlyTaken(file.blocks, position, end))
    written.write(position, bytes)
    this.account.bytesWritten += bytes.length
    this.#counted().write(file.blocks, position, end)
    this.#resized(file)
  }

  truncate(file: OwnFile, size: number): void {
    const { written, blocks } = file
    const before = { memory: written.taken, disk: takenBy(blocks) }
    written.truncate(size)
    cutBlocks(blocks, size)
    this.room.take(written.taken - before.memory, takenBy(blocks) - before.disk)
    this.#resized(file)
  }

  /** Lets a name of a directory mean an inode, or nothing (`whiteout`). */
  name(directory: number, name: string, ino: number): void {
    const node = this.#own(directory)
    this.#countName(directory, node, name, ino !== whiteout)
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
    const held = this.#holds?.has(ino)
    const left = kind === 'directory' ? 0 : links - 1
    if (left === 0 && !held) {
      this.drop(ino)
      return
    }
    const node = this.#own(ino)
    node.inode = { ...node.inode, links: left }
  }

  get isHeld(): boolean {
    return this.#holds?.any === true
  }

  hold(ino: number): void {
    this.#holds ??= new Holds()
    this.#holds.add(ino)
  }

  /** Returns whether nothing keeps the inode any more: it has no name either, and is to be dropped. */
  release(ino: number): boolean {
    return this.#holds?.end(ino) === true && this.nodes.get(ino)?.inode.links === 0
  }

  /** The layer as it is from now on. What is held but has no name is not in it. */
  freeze(root: number, remembers: boolean): Layer {
    for (const [ino, node] of this.nodes) if (node.inode.links === 0) this.drop(ino)
    return new Layer(root, this.nodes, this.room.disk.nextInode, this.content, this.parent, remembers)
  }

  /** The same, to be changed on its own. What is held is held in both. */
  fork(): Upper {
    return new Upper(this.room.disk, this.parent, this.#layout, undefined, this)
  }

  #take(original: Upper): void {
    Object.assign(this.account, original.account)
    for (const [ino, node] of original.nodes) this.nodes.set(ino, forkNode(node))
    this.usage = original.usage
    this.#holds = original.#holds
    this.#inodes = original.#inodes
    this.#bytes = original.#bytes
    this.#disk = original.#disk
    this.#blocks = original.#blocks?.fork(this.account)
  }

  #own(ino: number): Node {
    const existing = this.nodes.get(ino)
    if (existing !== undefined) return existing
    const { inode, bytes } = this.node(ino)
    // overlayfs gives a directory that is merged from several layers one link, whatever is in it
    const merged = this.#layout.directoryLinks === 'merged' && inode.kind === 'directory' && inode.links > 1
    const node: Node = { inode: merged ? { ...inode, links: 1 } : inode, changed: false }
    if (bytes !== undefined) node.bytes = bytes
    this.nodes.set(ino, node)
    return node
  }

  /** Where a directory is as large as its names, another name or one less changes it. */
  #countName(directory: number, node: Node, name: string, isThere: boolean): void {
    const { directorySize } = this.#layout
    if (directorySize === undefined) return
    const old = node.names?.get(name) ?? this.parent?.lookup(directory, name) ?? whiteout
    if ((old !== whiteout) === isThere) return
    const change = directorySize.perName(Buffer.byteLength(name)) * (isThere ? 1 : -1)
    node.inode = { ...node.inode, size: node.inode.size + change }
  }

  #resized({ node, written }: OwnFile): void {
    const grown = written.size - node.inode.size
    if (grown === 0) return
    this.usage += grown
    this.#bytes += grown
    this.#disk += diskSize(written.size) - diskSize(node.inode.size)
    node.inode = { ...node.inode, size: written.size }
  }

  #counted(): BlockCount {
    this.#blocks ??= new BlockCount(this.#layout, this.account)
    return this.#blocks
  }

  #isLower(ino: number): boolean {
    return this.parent?.node(ino) !== undefined
  }

  /** Nothing names it any more, and nobody holds it. */
  drop(ino: number): void {
    const { inode } = this.node(ino)
    const own = this.nodes.get(ino)
    this.nodes.delete(ino)
    const data = wholeDisk(inode)
    this.#inodes--
    this.#disk -= data
    if (inode.kind === 'file') this.#bytes -= inode.size
    const { rule } = this.#layout
    if (!own?.changed) {
      if (rule === 'none') this.room.take(0, -inodeCost - data)
      return
    }
    if (inode.kind !== 'directory') this.usage -= inode.size
    const use = this.#inodeSize + diskUse(this.#layout, this.#isLower(ino), own)
    this.room.take(-inodeCost - (own.written?.taken ?? 0), -use)
  }

  get #inodeSize(): number {
    return this.#layout.inodeSize ?? inodeCost
  }
}

function forkNode(node: Node): Node {
  const { written, blocks, names } = node
  const fork: Node = { ...node }
  if (names !== undefined) fork.names = new Map(names)
  if (blocks !== undefined) fork.blocks = forkBlocks(blocks)
  if (written === undefined) return fork
  fork.written = written.fork()
  fork.bytes = fork.written
  return fork
}

function bytesOf(content: NewInode['content']): FileBytes {
  if (content === undefined) return noBytes
  return content instanceof Uint8Array ? heldBytes(content) : content
}

function newInode(ino: number, init: NewInode, size: number, links: number): Inode {
  const { kind, mode, uid = 0, gid = 0, mtime, target, device, xattrs } = init
  return { ino, kind, mode: mode & 0o7777, uid, gid, mtime, size, links, target, device, xattrs }
}
