// Puts files of one tree into another as dockerd's archiver does: with mode and times, bytes shared and not copied.
import type { FileBytes } from '../../storage/bytes.ts'
import { FileError } from '../../storage/file-error.ts'
import { removeAll } from '../../storage/remove.ts'
import type { Inode, Tree, WritableTree } from '../../storage/tree.ts'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

export interface CopyTarget {
  readonly tree: WritableTree
  /** Who owns what is copied; the owners of the source if left out. */
  readonly owner: Owner | undefined
  /** ms since 1970: of directories that are changed on the way */
  readonly now: number
}

/** One file, in the place of what has its name; what leads there are directories. */
export function copyFile(from: Tree, ino: number, to: CopyTarget, directory: number, name: string): void {
  place(from, ino, to, directory, name, new Map())
  to.tree.change(directory, { mtime: to.now })
}

/** What is in one directory into another; directories that are there on both sides are joined. */
export function copyInto(from: Tree, source: number, to: CopyTarget, target: number): void {
  const links = new Map<number, number>()
  const copy = (directory: number, into: number): void => {
    const entries = [...from.entries(directory)].sort(([one], [other]) => (one < other ? -1 : 1))
    for (const [name, ino] of entries) {
      const made = place(from, ino, to, into, name, links)
      if (made === undefined || from.stat(ino).kind !== 'directory') continue
      copy(ino, made)
      to.tree.change(made, { mtime: from.stat(ino).mtime })
    }
    if (entries.length > 0) to.tree.change(into, { mtime: to.now })
  }
  copy(source, target)
}

/** undefined for a socket, which no archive can hold. */
function place(
  from: Tree,
  ino: number,
  { tree, owner }: CopyTarget,
  directory: number,
  name: string,
  links: Map<number, number>,
): number | undefined {
  const inode = from.stat(ino)
  if (inode.kind === 'socket') return undefined
  const { uid, gid } = owner ?? inode
  const existing = tree.lookup(directory, name)
  if (existing !== undefined) {
    if (inode.kind === 'directory' && tree.stat(existing).kind === 'directory') {
      tree.change(existing, { mode: inode.mode, uid, gid, mtime: inode.mtime })
      return existing
    }
    removeAll(tree, directory, name)
  }
  const first = links.get(ino)
  if (first !== undefined) {
    tree.link(directory, name, first)
    return first
  }
  const made = tree.create(directory, name, {
    ...attributesOf(inode),
    uid,
    gid,
    ...(inode.kind === 'file' && inode.size > 0 && { content: bytesOf(from, ino, inode.size) }),
  })
  if (inode.links > 1 && inode.kind !== 'directory') links.set(ino, made)
  return made
}

const capability = 'security.capability'

function attributesOf({ kind, mode, mtime, target, device, xattrs }: Inode) {
  const value = xattrs?.[capability]
  return {
    kind,
    mode,
    mtime,
    ...(target !== undefined && { target }),
    ...(device && { device }),
    ...(value !== undefined && { xattrs: { [capability]: value } }),
  }
}

/** The bytes stay where they are: neither tree may be changed in them before the layer has been packed. */
const bytesOf = (tree: Tree, ino: number, size: number): FileBytes => ({
  size,
  read: (position, length) => tree.read(ino, position, Math.max(0, Math.min(length, size - position))),
})

/** The directory at a path, made with those on the way that are missing; they belong to the owner. */
export function directoryAt({ tree, owner, now }: CopyTarget, path: string): number {
  let at = tree.root
  for (const name of path.split('/').filter((part) => part !== '')) {
    if (tree.stat(at).kind !== 'directory') throw new FileError('ENOTDIR', path)
    const found = tree.lookup(at, name)
    if (found !== undefined) {
      at = found
      continue
    }
    const { uid = 0, gid = 0 } = owner ?? {}
    const made = tree.create(at, name, { kind: 'directory', mode: 0o755, mtime: now, uid, gid })
    tree.change(at, { mtime: now })
    at = made
  }
  if (tree.stat(at).kind !== 'directory') throw new FileError('ENOTDIR', path)
  return at
}
