// Counts the blocks that a layer's data is put into, and what is copied because a block is written in part only.
import type { Account } from './account.ts'
import { BlockMap } from './block-map.ts'
import type { FileBytes } from './bytes.ts'
import { fileSystemBlock, type Layout } from './layout.ts'

/** The blocks of a file that is being written. */
export interface OwnBlocks {
  readonly map: BlockMap
  /** bytes of one */
  readonly unit: number
  /** bytes of the lower layer's file that still show, if it was not copied as a whole */
  old: number
}

/** Those of a file that has none of its own yet and shares all with a lower layer. */
export const sharedBlocks = (size: number, unit: number): OwnBlocks => ({ map: new BlockMap(), unit, old: size })

/** Those of a file with bytes of its own: without its holes, unless they were filled when it was copied (`whole`). */
export function ownBlocks(bytes: FileBytes, whole: boolean): OwnBlocks {
  const map = new BlockMap()
  for (const [begin, end] of (whole ? undefined : bytes.stored?.()) ?? [[0, bytes.size]]) {
    map.add(Math.floor(begin / fileSystemBlock), Math.ceil(end / fileSystemBlock))
  }
  return { map, unit: fileSystemBlock, old: 0 }
}

/** bytes of the disk that a file takes that is laid out anew */
export const diskOf = (bytes: FileBytes): number =>
  bytes.stored === undefined ? diskSize(bytes.size) : takenBy(ownBlocks(bytes, false))

/** bytes of the disk that a file without holes takes */
export const diskSize = (bytes: number): number => Math.ceil(bytes / fileSystemBlock) * fileSystemBlock

/** bytes of the disk that the layer's own blocks of a file take */
export const takenBy = ({ map, unit }: OwnBlocks): number => map.size * unit

/** bytes of the disk that a write would take in addition */
export function newlyTaken({ map, unit }: OwnBlocks, position: number, end: number): number {
  return map.missing(Math.floor(position / unit), Math.ceil(end / unit)) * unit
}

export const forkBlocks = ({ map, unit, old }: OwnBlocks): OwnBlocks => ({ map: map.fork(), unit, old })

export function cutBlocks(blocks: OwnBlocks, size: number): void {
  blocks.map.cut(Math.ceil(size / blocks.unit))
  blocks.old = Math.min(blocks.old, size)
}

export class BlockCount {
  readonly #layout: Layout
  readonly #account: Account
  /** bytes of new data, in blocks of the file system, that share the blocks of the driver */
  #packed = 0

  constructor(layout: Layout, account: Account) {
    this.#layout = layout
    this.#account = account
  }

  /** The same count that goes on in another account. */
  fork(account: Account): BlockCount {
    const fork = new BlockCount(this.#layout, account)
    fork.#packed = this.#packed
    return fork
  }

  /** New data: pieces of it share blocks. */
  allocate(bytes: number): void {
    const { blockSize } = this.#layout
    const before = Math.ceil(this.#packed / blockSize)
    this.#packed += diskSize(bytes)
    this.#account.blocksAllocated += Math.ceil(this.#packed / blockSize) - before
  }

  /** Data from `position` up to `end` of a file. */
  write(blocks: OwnBlocks, position: number, end: number): void {
    const { map, unit } = blocks
    const first = Math.floor(position / unit)
    const behind = Math.ceil(end / unit)
    const copied = this.#layout.rule === 'block' ? copiedBy(blocks, position, end) : 0
    const fresh = map.missing(first, behind)
    map.add(first, behind)
    if (unit === this.#layout.blockSize) this.#account.blocksAllocated += fresh
    else this.allocate(fresh * unit)
    this.#account.bytesCopied += copied
    this.#account.bytesSaved = Math.max(0, this.#account.bytesSaved - copied)
  }
}

/** bytes: blocks of the lower layer of which only a part is written; what is overwritten as a whole is not copied. */
function copiedBy({ map, unit, old }: OwnBlocks, position: number, end: number): number {
  let copied = 0
  for (const block of new Set([Math.floor(position / unit), Math.ceil(end / unit) - 1])) {
    const begin = block * unit
    const inPart = position > begin || end < Math.min(begin + unit, old)
    if (begin < old && inPart && !map.has(block)) copied += unit
  }
  return copied
}
