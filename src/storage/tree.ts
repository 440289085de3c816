// The file tree that drivers give and everybody else uses: inodes by number, no paths, no permissions.
import type { GoBack } from '../world/checkpoint.ts'
// Paths, mounts and permissions are the business of runtime/ (files.ts); cost and copy-up that of a driver. A tree has
// no clock either: who adds or takes away a name sets the times of the directory with `change`.
import type { FileBytes, Range } from './bytes.ts'

export type FileKind = 'file' | 'directory' | 'symlink' | 'character' | 'block' | 'fifo' | 'socket'

/** What `stat` tells. A value: it does not change when the file does. */
export interface Inode {
  readonly ino: number
  readonly kind: FileKind
  /** Permission bits with setuid, setgid, sticky: 0o7777 at most. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** ms since 1970 */
  readonly mtime: number
  /** bytes; of a symlink the length of its target */
  readonly size: number
  readonly links: number
  /** where a symlink points */
  readonly target?: string | undefined
  /** major and minor number of a device */
  readonly device?: readonly [number, number] | undefined
  /** extended attributes; values are bytes, one character each */
  readonly xattrs?: Readonly<Record<string, string>> | undefined
}

/** What a new inode begins with. */
export interface NewInode {
  readonly kind: FileKind
  readonly mode: number
  readonly uid?: number
  readonly gid?: number
  readonly mtime: number
  readonly target?: string
  readonly device?: readonly [number, number]
  readonly xattrs?: Readonly<Record<string, string>>
  /** The bytes of a file. The tree keeps the array (or reads what gives the bytes): nobody may write to it afterwards. */
  readonly content?: Uint8Array | FileBytes
}

export type Attributes = Partial<Pick<Inode, 'mode' | 'uid' | 'gid' | 'mtime' | 'xattrs'>>

/** A tree that can be read. Numbers of inodes are unique over all trees of one store. */
export interface Tree {
  readonly root: number
  /** Throws a FileError EIO for a number that the tree never gave. */
  stat(ino: number): Inode
  lookup(directory: number, name: string): number | undefined
  /** Names and inodes of a directory in the order of their making, without `.` and `..`. */
  entries(directory: number): Iterable<readonly [name: string, ino: number]>
  /**
   * The bytes from `position`, as many as are there up to `length`, and never more than 16 MiB at once; empty at the
   * end. The array must not be written to.
   */
  read(ino: number, position: number, length: number): Uint8Array
  /** Where a file has bytes that were written; between them are zeros. Everywhere if it does not tell. */
  stored?(ino: number): readonly Range[] | undefined
}

/** A tree that can be changed. Every call changes all of what it says or throws a FileError and changes nothing. */
export interface WritableTree extends Tree {
  /** Makes an entry that is not there yet (the caller has looked) and returns its inode. */
  create(directory: number, name: string, init: NewInode): number
  /** One more name for a file. */
  link(directory: number, name: string, ino: number): void
  /**
   * Takes a name away: of a file, or of a directory that is empty (the caller has looked). What has no name left is
   * forgotten unless it is held.
   */
  unlink(directory: number, name: string): void
  /** Moves a name; what stood under the new name is gone (the caller has looked whether it may). */
  rename(from: number, name: string, to: number, newName: string): void
  /** Writes at `position`, filling a gap with zeros. The bytes are copied. */
  write(ino: number, position: number, bytes: Uint8Array): void
  truncate(ino: number, size: number): void
  change(ino: number, attributes: Attributes): void
  /** Somebody opens the inode (or is in the directory): without a name left it lives on until as many releases. */
  hold?(ino: number): void
  release?(ino: number): void
  /** Goes back to what is in the tree now, but not to who has what open. */
  checkpoint?(): GoBack
}

/** `docker diff`'s kinds (moby pkg/archive: ChangeModify, ChangeAdd, ChangeDelete). */
export const Changed = { modified: 0, added: 1, deleted: 2 } as const
export interface Change {
  readonly path: string
  readonly kind: 0 | 1 | 2
}
