// How much a volume holds.
import type { Tree } from '../../storage/tree.ts'

/** bytes of everything in a tree that is no directory; a file with several names counts once (moby pkg/directory: Size) */
export function treeSize(tree: Tree): number {
  const seen = new Set<number>()
  const sizeBelow = (directory: number): number => {
    let sum = 0
    for (const [, ino] of tree.entries(directory)) {
      if (seen.has(ino)) continue
      seen.add(ino)
      const { kind, size } = tree.stat(ino)
      sum += kind === 'directory' ? sizeBelow(ino) : size
    }
    return sum
  }
  return sizeBelow(tree.root)
}
