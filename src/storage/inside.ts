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
  const absent = (directory: number, path: readonly string[]): number =>
    tree.create(directory, path.at(-1)!, { kind: 'directory', mode: 0o755, mtime })
  return walk(tree, root, names, entry.name, absent).at(-1)!.ino
}

/** The inode that a hard link of an archive names. Refusals have the path without symlinks. */
export function findIn(tree: Tree, root: number, { name, linkname = '' }: TarHeader): number {
  const names = (linkname === '' ? undefined : cleaned(linkname)) ?? refuse(`invalid hardlink target "${linkname}"`)
  const call = (path: readonly string[]): string => `linkat ${path.join('/')} ${cleanName(name).join('/')}`
  const missing = (path: readonly string[]): never => {
    throw new ArchiveError(`${call(path)}: no such file or directory`, 'ENOENT')
  }
  const forbidden = (path: readonly string[]): never => refuse(`${call(path)}: operation not permitted`)
  const last = names.pop() ?? forbidden([])
  const way = walk(tree, root, names, name, (_, missed, rest) => missing([...missed, ...rest, last]))
  const path = [...pathOf(way), last]
  const found = tree.lookup(way.at(-1)!.ino, last) ?? missing(path)
  return tree.stat(found).kind === 'directory' ? forbidden(path) : found
}

/** A directory on the way. */
interface Step {
  readonly ino: number
  readonly name: string
}

const pathOf = (way: readonly Step[]): string[] => way.slice(1).map(({ name }) => name)

/**
 * The way to the directory at these names: from `root` on, without symlinks. `absent` is told what is not there (the
 * directory around it, its path, the names behind it) and may make it.
 */
function walk(
  tree: Tree,
  root: number,
  names: readonly string[],
  entryName: string,
  absent: (directory: number, path: readonly string[], rest: readonly string[]) => number,
): Step[] {
  const trail: Step[] = [{ ino: root, name: '' }]
  const left = [...names].reverse()
  let symlinks = 0
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      trail.pop()
      if (trail.length === 0) refuse(`statat ${names.join('/')}: path escapes from parent`)
      continue
    }
    const directory = trail.at(-1)!.ino
    const ino = tree.lookup(directory, name) ?? absent(directory, [...pathOf(trail), name], [...left].reverse())
    const { kind, target = '' } = tree.stat(ino)
    if (kind === 'directory') {
      trail.push({ ino, name })
    } else if (kind === 'symlink') {
      if (++symlinks > mostSymlinks) refuse(`statat ${names.join('/')}: too many levels of symbolic links`)
      if (target.startsWith('/')) trail.length = 1
      left.push(...target.split('/').reverse())
    } else {
      refuse(`openat ${entryName}: not a directory`)
    }
  }
  return trail
}

function refuse(message: string): never {
  throw new ArchiveError(message)
}
