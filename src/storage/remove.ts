// Takes away a name with everything below it.
import type { WritableTree } from './tree.ts'

/** As `rm -r`; throws what `unlink` throws. */
export function removeAll(tree: WritableTree, directory: number, name: string): void {
  const waiting: { directory: number; name: string; emptied: boolean }[] = [{ directory, name, emptied: false }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const ino = tree.lookup(next.directory, next.name)
    if (ino === undefined) continue
    if (next.emptied || tree.stat(ino).kind !== 'directory') {
      tree.unlink(next.directory, next.name)
      continue
    }
    waiting.push({ ...next, emptied: true })
    for (const [child] of tree.entries(ino)) waiting.push({ directory: ino, name: child, emptied: false })
  }
}
