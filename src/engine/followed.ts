// Where a path leads when its symlinks are followed inside a tree, whether there is anything or not.
import { FileError } from '../storage/file-error.ts'
import type { Tree } from '../storage/tree.ts'

/** moby/sys/symlink */
const MOST_LINKS = 255

/** Where a symlink leads in the end, or would if all of it were there (moby/sys/symlink: FollowSymlinkInScope). */
export function followed(tree: Tree, path: string): string {
  const names: string[] = []
  const left = path.split('/').reverse()
  let links = 0
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      names.pop()
      continue
    }
    const ino = plainLookup(tree, [...names, name])
    const inode = ino === undefined ? undefined : tree.stat(ino)
    if (inode?.kind !== 'symlink') {
      names.push(name)
      continue
    }
    if (++links > MOST_LINKS) throw new FileError('ELOOP', path)
    const target = inode.target ?? ''
    if (target.startsWith('/')) names.length = 0
    left.push(...target.split('/').reverse())
  }
  return `/${names.join('/')}`
}

function plainLookup(tree: Tree, names: readonly string[]): number | undefined {
  let ino: number | undefined = tree.root
  for (const name of names) {
    if (ino === undefined || tree.stat(ino).kind !== 'directory') return undefined
    ino = tree.lookup(ino, name)
  }
  return ino
}
