// How dockerd reads the paths of `docker cp`: Go's path/filepath, and moby's own rules for `/.` and `/` at the end.
import { FileError } from '../../storage/file-error.ts'
import type { Tree } from '../../storage/tree.ts'
import { walk } from '../directories.ts'
import { clean } from './mount-point.ts'

/** moby/sys/symlink */
const MOST_LINKS = 255

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
