// A tree with an empty root that belongs to no driver: a tmpfs, a volume, a test.
import { ActiveTree } from './active-tree.ts'
import { tmpfsLayout } from './layout.ts'
import { newDisk } from './room.ts'

export interface MemoryTreeOptions {
  /** Whether it counts and shows sizes as a tmpfs does, and not as a directory on a disk. */
  readonly tmpfs?: boolean
  /** ms since 1970, of the root */
  readonly mtime?: number
  /** bytes that it may hold: `--tmpfs /run:size=64m` */
  readonly size?: number
  /** of the root; 0o755 if left out (tmpfs of Docker: 0o1777) */
  readonly mode?: number
}

export function memoryTree({ tmpfs = false, mtime, size, mode }: MemoryTreeOptions = {}): ActiveTree {
  const tree = new ActiveTree(newDisk(), undefined, { size, ...(tmpfs && { layout: tmpfsLayout }) })
  if (mode !== undefined || mtime !== undefined) {
    tree.change(tree.root, { ...(mode !== undefined && { mode }), ...(mtime !== undefined && { mtime }) })
  }
  return tree
}
