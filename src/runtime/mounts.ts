// A mount: a tree at a path of a machine.
import type { Tree, WritableTree } from '../storage/tree.ts'

export interface Mount {
  /** Where it lies: absolute, clean, `/` for the root. */
  readonly at: string
  readonly tree: Tree | WritableTree
  /** The directory (or file, for a bind of one file) of the tree that is seen there; the tree's root if left out. */
  readonly ino?: number
  readonly readonly?: boolean
  /** As /proc/mounts names it: `overlay`, `proc`, `tmpfs`. */
  readonly type: string
  /** What is mounted, as /proc/mounts names it; the type if left out. */
  readonly source?: string
  /** The options there, after `rw` or `ro`; `relatime` if left out. */
  readonly options?: string
}
