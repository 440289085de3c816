// Files told as a list: the quick way to fill a tree or to make a layer of an image.
import { FileError } from './file-error.ts'
import { removeAll } from './remove.ts'
import type { NewInode, WritableTree } from './tree.ts'

/** One entry; what is left out is a file of root with mode 0644 (0755 for a directory, 0777 for a symlink). */
export interface Entry extends Partial<Omit<NewInode, 'content'>> {
  /** `/etc/passwd`; a leading slash may be missing. Directories on the way are made where they are missing. */
  readonly path: string
  readonly content?: NewInode['content'] | string
  /** Another path of the same list that is the same file (a hard link). */
  readonly linkTo?: string
}

/** Adds them in their order; what is at a path already is replaced, except that a directory stays with what is in it. */
export function addEntries(tree: WritableTree, entries: Iterable<Entry>): void {
  for (const entry of entries) addEntry(tree, entry)
}

function addEntry(tree: WritableTree, entry: Entry): void {
  const { path, linkTo, content, ...given } = entry
  const names = path.split('/').filter((name) => name !== '')
  const name = names.pop()
  const init: NewInode = {
    ...given,
    kind: given.kind ?? 'file',
    mode: given.mode ?? usualMode(given.kind),
    mtime: given.mtime ?? 0,
    ...(content !== undefined && { content: typeof content === 'string' ? Buffer.from(content) : content }),
  }
  if (name === undefined) {
    setAttributes(tree, tree.root, init)
    return
  }
  const directory = makeDirectories(tree, names, init.mtime)
  const existing = tree.lookup(directory, name)
  if (existing !== undefined && init.kind === 'directory' && tree.stat(existing).kind === 'directory') {
    setAttributes(tree, existing, init)
    return
  }
  if (existing !== undefined) removeAll(tree, directory, name)
  if (linkTo === undefined) tree.create(directory, name, init)
  else tree.link(directory, name, findPath(tree, linkTo))
}

/** The directory at a path of names; missing ones are made with mode 0755. */
export function makeDirectories(tree: WritableTree, names: readonly string[], mtime: number): number {
  let directory = tree.root
  for (const name of names) {
    directory = tree.lookup(directory, name) ?? tree.create(directory, name, { kind: 'directory', mode: 0o755, mtime })
  }
  return directory
}

function findPath(tree: WritableTree, path: string): number {
  let ino: number | undefined = tree.root
  for (const name of path.split('/').filter((part) => part !== '')) {
    ino = tree.lookup(ino, name)
    if (ino === undefined) throw new FileError('ENOENT', path)
  }
  return ino
}

function setAttributes(tree: WritableTree, ino: number, init: NewInode): void {
  const { mode, uid = 0, gid = 0, mtime, xattrs } = init
  tree.change(ino, { mode, uid, gid, mtime, ...(xattrs && { xattrs }) })
}

function usualMode(kind: NewInode['kind'] | undefined): number {
  if (kind === 'symlink') return 0o777
  return kind === 'directory' ? 0o755 : 0o644
}
