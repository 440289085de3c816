// How a storage driver lays files out, as far as it makes a difference to who uses them.

/**
 * What is copied of a lower layer's file before its first change:
 * - `file`: all of it, also for a change of its mode or owner only (overlay2 without metacopy, aufs)
 * - `block`: the blocks of which a part is written (devicemapper)
 * - `extent`: nothing, new data is written elsewhere (btrfs, zfs)
 * - `none`: nothing, the layer began with a copy of everything (vfs)
 */
export type CopyRule = 'file' | 'block' | 'extent' | 'none'

export interface Layout {
  readonly rule: CopyRule
  /** bytes that the driver allocates at once when a file of a lower layer changes */
  readonly blockSize: number
  /** In how many directories, one after the other, a name is looked for at most; 1: layers are whole trees. */
  readonly searches: number
  /**
   * What a directory's count of links tells: 2 and one for each directory in it (`usual`), the same but 1 where it is
   * merged from several layers (overlayfs), or always 1 (btrfs).
   */
  readonly directoryLinks: 'usual' | 'merged' | 'one'
  /** bytes that `ls` shows of a directory: of an empty one, and for each name of so many bytes; 4096 if left out */
  readonly directorySize?: { readonly empty: number; perName(length: number): number }
  /** bytes of a `size` that an inode and its name take; if left out, so many that empty files fill a disk, too */
  readonly inodeSize?: number
  /** What a `size` holds: all that is in the tree, or only what the layer itself has. */
  readonly counts: 'all' | 'own'
  /** how a write over the size ends */
  readonly overSize: 'ENOSPC' | 'EDQUOT'
}

/** bytes: of ext4, xfs, btrfs; new small files of every driver share its larger blocks in pieces of this size */
export const fileSystemBlock = 4096

export const overlayLayout: Layout = {
  rule: 'file',
  blockSize: fileSystemBlock,
  searches: Number.POSITIVE_INFINITY,
  directoryLinks: 'merged',
  counts: 'own',
  overSize: 'ENOSPC',
}

/** One directory tree on ext4: vfs, a volume. */
export const plainLayout: Layout = {
  rule: 'none',
  blockSize: fileSystemBlock,
  searches: 1,
  directoryLinks: 'usual',
  counts: 'own',
  overSize: 'ENOSPC',
}

/** In memory: the kernel limits how many inodes there are apart from how much they hold (mm/shmem.c). */
export const tmpfsLayout: Layout = {
  ...plainLayout,
  directorySize: { empty: 40, perName: () => 20 },
  inodeSize: 0,
}
