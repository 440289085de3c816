// A tree with an empty root that belongs to no driver: a tmpfs, a volume, a test.
import { ActiveTree } from './active-tree.ts'
import { newDisk } from './room.ts'

export interface MemoryTreeOptions {
  /** bytes that it may hold: `--tmpfs /run:size=64m` */
  readonly size?: number
  /** of the root; 0o755 if left out (tmpfs of Docker: 0o1777) */
  readonly mode?: number
}

export function memoryTree(options: MemoryTreeOptions = {}): ActiveTree {
  const tree = new ActiveTree(newDisk(), undefined, { size: options.size })
  if (options.mode !== undefined) tree.change(tree.root, { mode: options.mode })
  return tree
}
