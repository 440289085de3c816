// What the data of an active layer's files takes of the simulated disk.
import { diskOf, diskSize, type OwnBlocks, ownBlocks, sharedBlocks, takenBy } from './block-count.ts'
import type { WrittenBytes } from './bytes.ts'
import type { Layer, Node } from './layer.ts'
import type { Layout } from './layout.ts'
import type { Inode } from './tree.ts'

export class DiskUse {
  readonly #layout: Layout
  readonly #parent: Layer | undefined

  constructor(layout: Layout, parent: Layer | undefined) {
    this.#layout = layout
    this.#parent = parent
  }

  /** The blocks of a file that begins to be written. */
  blocksOf(ino: number, written: WrittenBytes): OwnBlocks {
    return this.#sharesData(ino)
      ? sharedBlocks(written.size, this.#layout.blockSize)
      : ownBlocks(written, this.#wasCopiedWhole(ino))
  }

  /** bytes of the disk that the data of an inode takes in this layer, once the layer has changed it */
  of(ino: number, { inode, blocks, bytes }: Node): number {
    if (blocks !== undefined) return takenBy(blocks)
    if (bytes === undefined || this.#sharesData(ino)) return 0
    return this.#wasCopiedWhole(ino) ? wholeDisk(inode) : diskOf(bytes)
  }

  /** Whether its bytes are, but for what is written here, those of a lower layer. */
  #sharesData(ino: number): boolean {
    const { rule } = this.#layout
    return (rule === 'block' || rule === 'extent') && this.#isLower(ino)
  }

  #wasCopiedWhole(ino: number): boolean {
    return this.#layout.rule === 'none' && this.#isLower(ino)
  }

  #isLower(ino: number): boolean {
    return this.#parent?.node(ino) !== undefined
  }
}

/** bytes of the disk: all that shows of a file, holes too, and nothing of anything else */
export const wholeDisk = ({ kind, size }: Inode): number => (kind === 'file' ? diskSize(size) : 0)
