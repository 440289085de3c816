// Files and directories of a tree, opened.
import { FileError } from '../storage/file-error.ts'
import type { Inode, Tree, WritableTree } from '../storage/tree.ts'
import type { FileAccount } from './file-account.ts'
import { type Caller, OpenFile } from './open-file.ts'
import type { Place } from './path-walk.ts'
import type { OpenMode } from './process.ts'

/** ms between two notes of the time in a file that is written to all the time */
const TOUCH = 1000

/** O_LARGEFILE and O_APPEND */
const LARGE_FILE = 0o100000
const APPEND = 0o2000

export class TreeFile extends OpenFile {
  private position = 0
  private readonly place: Place
  private readonly mode: OpenMode
  private readonly now: () => number
  private readonly account: FileAccount
  private touched = Number.NEGATIVE_INFINITY

  /**
   * @param now the clock, for the time of the last change
   * @param account where reading and writing is noted down
   */
  constructor(place: Place, mode: OpenMode, now: () => number, account: FileAccount) {
    super()
    this.place = place
    this.mode = mode
    this.now = now
    this.account = account
    this.tree.hold?.(place.ino)
  }

  override get condition(): { readonly position: number; readonly flags: number } {
    const { read, write, append } = this.mode
    const access = write || append ? (read ? 2 : 1) : 0
    return { position: this.position, flags: LARGE_FILE | access | (append ? APPEND : 0) }
  }

  private get tree(): Tree & Partial<WritableTree> {
    return this.place.mount.tree
  }

  /** A file without a name left ends here. */
  protected override closed(): void {
    this.tree.release?.(this.place.ino)
  }

  get path(): string {
    return this.place.path
  }

  override read(_caller: Caller, max: number): Uint8Array | undefined {
    if (!this.mode.read) throw new FileError('EBADF')
    const bytes = this.place.mount.tree.read(this.place.ino, this.position, max)
    this.account.read(this.place.mount, this.place.ino, this.position, bytes.length)
    this.position += bytes.length
    return bytes.length ? bytes : undefined
  }

  override write(_caller: Caller, bytes: Uint8Array): undefined {
    if (!this.mode.write && !this.mode.append) throw new FileError('EBADF')
    const tree = this.place.mount.tree as WritableTree
    if (this.mode.append) this.position = tree.stat(this.place.ino).size
    tree.write(this.place.ino, this.position, bytes)
    this.account.wrote(this.place.mount, this.place.ino, this.position, bytes.length)
    this.position += bytes.length
    const now = this.now()
    if (now - this.touched >= TOUCH) {
      this.touched = now
      tree.change(this.place.ino, { mtime: now })
    }
  }

  override unread(bytes: Uint8Array): void {
    this.position -= bytes.length
  }

  override seek(position: number): void {
    this.position = position
  }

  override inode(): Inode {
    return this.place.mount.tree.stat(this.place.ino)
  }
}

/** A directory may be opened, but not read as a file. */
export class DirectoryFile extends OpenFile {
  private readonly place: Place
  constructor(place: Place) {
    super()
    this.place = place
  }

  get path(): string {
    return this.place.path
  }

  override read(): never {
    throw new FileError('EISDIR')
  }

  override inode(): Inode {
    return this.place.mount.tree.stat(this.place.ino)
  }
}

/** Bytes that are all there at the opening: files of /proc, here-documents. */
export class BytesFile extends OpenFile {
  private position = 0
  private readonly bytes: Uint8Array
  readonly path: string
  private readonly node: () => Inode
  constructor(bytes: Uint8Array, path: string, node: () => Inode) {
    super()
    this.bytes = bytes
    this.path = path
    this.node = node
  }

  override read(_caller: Caller, max: number): Uint8Array | undefined {
    if (this.position >= this.bytes.length) return undefined
    const part = this.bytes.subarray(this.position, this.position + max)
    this.position += part.length
    return part
  }

  override unread(bytes: Uint8Array): void {
    this.position -= bytes.length
  }

  override seek(position: number): void {
    this.position = position
  }

  override inode(): Inode {
    return this.node()
  }
}
