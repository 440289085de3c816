// What the data of an active layer's files takes of the simulated disk.
import { diskOf, diskSize, type OwnBlocks, ownBlocks, sharedBlocks, takenBy } from './block-count.ts'
import type { WrittenBytes } from './bytes.ts'
import type { Node } from './layer.ts'
import type { Layout } from './layout.ts'
import type { Inode } from './tree.ts'

/** The blocks of a file that begins to be written; `isLower` if a lower layer has it. */
export function firstBlocks(layout: Layout, isLower: boolean, written: WrittenBytes): OwnBlocks {
  if (isLower && sharesData(layout)) return sharedBlocks(written.size, layout.blockSize)
  return ownBlocks(written, isLower && layout.rule === 'none')
}

/** bytes of the disk that the data of an inode takes in a layer that has changed it */
export function diskUse(layout: Layout, isLower: boolean, { inode, blocks, bytes }: Node): number {
  if (blocks !== undefined) return takenBy(blocks)
  if (bytes === undefined || (isLower && sharesData(layout))) return 0
  return isLower && layout.rule === 'none' ? wholeDisk(inode) : diskOf(bytes)
}

/** Whether a lower layer's file keeps its bytes there, but for what is written. */
const sharesData = ({ rule }: Layout): boolean => rule === 'block' || rule === 'extent'

/** bytes of the disk: all that shows of a file, holes too, and nothing of anything else */
export const wholeDisk = ({ kind, size }: Inode): number => (kind === 'file' ? diskSize(size) : 0)
