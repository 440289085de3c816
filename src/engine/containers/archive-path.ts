// How dockerd reads the paths of `docker cp`: Go's path/filepath, and moby's own rules for `/.` and `/` at the end.
import { FileError } from '../../storage/file-error.ts'
import type { Tree } from '../../storage/tree.ts'
import { walk } from '../directories.ts'
import { clean } from './mount-point.ts'

/** Go's filepath.Base. */
export function baseName(path: string): string {
  if (path === '') return '.'
  return path.replace(/\/+$/, '').split('/').at(-1) || '/'
}

/** The path from the root, with the `/.` or `/` that it ended in (moby go-archive: PreserveTrailingDotOrSeparator). */
export function absolutePath(path: string): string {
  let absolute = clean(path)
  if (baseName(path) === '.') absolute += absolute.endsWith('/') ? '.' : '/.'
  return path.endsWith('/') && !absolute.endsWith('/') ? `${absolute}/` : absolute
}

/** The inode at a path; only a path that ends in `/` or `.` follows a symlink at its end. Throws FileErrors. */
export function locate(tree: Tree, path: string): number {
  const missing = (): never => {
    throw new FileError('ENOENT', path)
  }
  const insideOf = (directory: string): number => {
    const ino = walk(tree, directory) ?? missing()
    if (tree.stat(ino).kind !== 'directory') throw new FileError('ENOTDIR', path)
    return ino
  }
  if (/(^|\/)\.{0,2}$/.test(path)) return insideOf(path)
  const cut = path.lastIndexOf('/') + 1
  return tree.lookup(insideOf(path.slice(0, cut)), path.slice(cut)) ?? missing()
}
