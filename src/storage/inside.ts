// Finds its way by the names of an archive inside one directory of a tree, and never out of it.
import type { TarHeader } from '../codec/tar.ts'
import { ArchiveError } from './archive-error.ts'
import type { Tree, WritableTree } from './tree.ts'

/** as Linux */
const mostSymlinks = 40

/**
 * The parts of an entry's name without `.` and slashes; empty for the directory itself. Throws for a name that leads
 * out by `..`.
 */
export function cleanName(name: string): string[] {
  return cleaned(name) ?? refuse(`invalid entry name "${name}"`)
}

function cleaned(path: string): string[] | undefined {
  const names: string[] = []
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') names.push(name)
    else if (names.pop() === undefined) return undefined
  }
  return names
}

/** The directory at these names, made (with all before it) where there is none. Symlinks are followed inside `root`. */
export function openDirectory(
  tree: WritableTree,
  root: number,
  names: readonly string[],
  entry: TarHeader,
  mtime: number,
): number {
  return walk(tree, root, names, entry.name, (directory, name) =>
    tree.create(directory, name, { kind: 'directory', mode: 0o755, mtime }),
  )
}

/** The inode that a hard link of an archive names. */
export function findIn(tree: WritableTree, root: number, { name, linkname = '' }: TarHeader): number {
  const names = cleaned(linkname) ?? refuse(`invalid hardlink target "${linkname}"`)
  const missing = (): never => {
    throw new ArchiveError(`linkat ${linkname} ${name}: no such file or directory`, 'ENOENT')
  }
  const last = names.pop() ?? refuse(`linkat ${linkname} ${name}: operation not permitted`)
  const found = tree.lookup(walk(tree, root, names, name, missing), last) ?? missing()
  if (tree.stat(found).kind === 'directory') refuse(`linkat ${linkname} ${name}: operation not permitted`)
  return found
}

function walk(
  tree: Tree,
  root: number,
  names: readonly string[],
  entryName: string,
  absent: (directory: number, name: string) => number,
): number {
  const trail = [root]
  const left = [...names].reverse()
  let symlinks = 0
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      trail.pop()
      if (trail.length === 0) refuse(`statat ${names.join('/')}: path escapes from parent`)
      continue
    }
    const directory = trail.at(-1)!
    const ino = tree.lookup(directory, name) ?? absent(directory, name)
    const { kind, target = '' } = tree.stat(ino)
    if (kind === 'directory') {
      trail.push(ino)
    } else if (kind === 'symlink') {
      if (++symlinks > mostSymlinks) refuse(`statat ${names.join('/')}: too many levels of symbolic links`)
      if (target.startsWith('/')) trail.length = 1
      left.push(...target.split('/').reverse())
    } else {
      refuse(`openat ${entryName}: not a directory`)
    }
  }
  return trail.at(-1)!
}

function refuse(message: string): never {
  throw new ArchiveError(message)
}
