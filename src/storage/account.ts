// The account of what a layer's work costs: where storage drivers differ.

/** Plain counters, from the making of an active layer on. */
export interface Account {
  /** names looked up */
  lookups: number
  bytesRead: number
  bytesWritten: number
  /** files of lower layers that were copied before a first change, and bytes copied for it */
  filesCopied: number
  bytesCopied: number
}

export function newAccount(): Account {
  return { lookups: 0, bytesRead: 0, bytesWritten: 0, filesCopied: 0, bytesCopied: 0 }
}

/**
 * What is copied of a lower layer's file before its first change:
 * - `file`: all of it, also for a change of its mode or owner only (overlay2 without metacopy, aufs)
 * - `block`: the blocks that are written to (devicemapper)
 * - `extent`: nothing, new data is written elsewhere (btrfs, zfs), or the file was copied long ago (vfs)
 */
export type CopyRule = 'file' | 'block' | 'extent'
