// Directories of a tree by path: found, or made on the way. Symlinks are followed inside the tree.
import { FileError } from '../storage/file-error.ts'
import type { Tree, WritableTree } from '../storage/tree.ts'

/** As many symlinks as Linux follows in one path. */
const MAX_LINKS = 40

const isWritable = (tree: Tree | WritableTree): tree is WritableTree => 'create' in tree

/**
 * The inode at `path` (absolute), or undefined if a part of it is missing. With `make` a missing part becomes a
 * directory with these attributes. Throws FileError ENOTDIR where something else is in the way, ELOOP on a circle.
 */
export function walk(
  tree: Tree | WritableTree,
  path: string,
  make?: { readonly mode: number; readonly uid?: number; readonly gid?: number; readonly mtime: number },
): number | undefined {
  let links = 0
  const parents: number[] = []
  let at = tree.root
  const rest = path.split('/').filter((part) => part !== '' && part !== '.')
  while (rest.length > 0) {
    const name = rest.shift()!
    if (name === '..') {
      at = parents.pop() ?? tree.root
      continue
    }
    if (tree.stat(at).kind !== 'directory') throw new FileError('ENOTDIR', path)
    let next = tree.lookup(at, name)
    if (next === undefined) {
      if (!make || !isWritable(tree)) return undefined
      next = tree.create(at, name, { kind: 'directory', ...make })
    }
    const inode = tree.stat(next)
    if (inode.kind === 'symlink') {
      if (++links > MAX_LINKS) throw new FileError('ELOOP', path)
      const target = inode.target ?? ''
      if (target.startsWith('/')) {
        parents.length = 0
        at = tree.root
      }
      rest.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'))
      continue
    }
    parents.push(at)
    at = next
  }
  return at
}

/** Copies what is in one directory into another: names, attributes, contents, links. */
export function copyDirectory(from: Tree, source: number, to: WritableTree, target: number): void {
  const copied = new Map<number, number>()
  const copyInto = (directory: number, into: number): void => {
    for (const [name, ino] of from.entries(directory)) {
      const known = copied.get(ino)
      if (known !== undefined) {
        to.link(into, name, known)
        continue
      }
      const { kind, mode, uid, gid, mtime, size, target: link, device, xattrs, links } = from.stat(ino)
      const made = to.create(into, name, {
        kind,
        mode,
        uid,
        gid,
        mtime,
        ...(link !== undefined && { target: link }),
        ...(device && { device }),
        ...(xattrs && { xattrs }),
      })
      if (kind === 'directory') copyInto(ino, made)
      else if (links > 1) copied.set(ino, made)
      if (kind === 'file') copyContent(from, ino, size, to, made)
      to.change(made, { mtime })
    }
  }
  copyInto(source, target)
  const { mode, uid, gid, mtime } = from.stat(source)
  to.change(target, { mode, uid, gid, mtime })
}

const PIECE = 1024 * 1024

function copyContent(from: Tree, source: number, size: number, to: WritableTree, target: number): void {
  for (let position = 0; position < size; position += PIECE) {
    to.write(target, position, from.read(source, position, PIECE))
  }
}
