// What changes a directory: making, linking, removing and renaming, with every check that a kernel makes first.
import { FileError } from '../storage/file-error.ts'
import type { Attributes, Inode, NewInode, Tree, WritableTree } from '../storage/tree.ts'
import { Capability, holds } from './capabilities.ts'
import { join, type Place, type Viewer, type Walk, writable } from './path-walk.ts'
import { mayAccess, mayUnlink } from './permissions.ts'

/** Who changes something. */
export interface Changer extends Viewer {
  readonly umask: number
  now(): number
}

/** The directory's tree, if the changer may write there. Throws EROFS or EACCES. */
function directoryTree(who: Changer, directory: Place, path: string): WritableTree {
  if (!mayAccess(directory.node, 3, who.user)) throw new FileError('EACCES', path)
  return writable(directory)
}

/** Makes what is not there yet; the mode is cut by the umask. Returns the new place. Throws EEXIST, EROFS, EACCES. */
export function makeNode(
  who: Changer,
  found: Walk,
  path: string,
  init: Pick<NewInode, 'kind' | 'mode' | 'target' | 'content' | 'device'>,
): Place {
  if (found.place || found.open) throw new FileError('EEXIST', path)
  const { directory, name } = found
  const tree = directoryTree(who, directory, path)
  const inherits = (directory.node.mode & 0o2000) !== 0
  const mode = init.kind === 'symlink' ? init.mode : init.mode & ~who.umask
  const now = who.now()
  const ino = tree.create(directory.ino, name, {
    ...init,
    mode: inherits && init.kind === 'directory' ? mode | 0o2000 : mode,
    uid: who.user.uid,
    gid: inherits ? directory.node.gid : who.user.gid,
    mtime: now,
  })
  tree.change(directory.ino, { mtime: now })
  return { mount: directory.mount, ino, path: join(directory.path, name), node: tree.stat(ino) }
}

export function linkFile(who: Changer, existing: Place, found: Walk, path: string): void {
  if (found.place) throw new FileError('EEXIST', path)
  if (existing.node.kind === 'directory') throw new FileError('EPERM', path)
  const tree = directoryTree(who, found.directory, path)
  if (existing.mount !== found.directory.mount) throw new FileError('EXDEV', path)
  tree.link(found.directory.ino, found.name, existing.ino)
  tree.change(found.directory.ino, { mtime: who.now() })
}

/** The tree and the place of a name that may be taken away. */
function removable(who: Changer, found: Walk, path: string): { tree: WritableTree; place: Place } {
  const { directory, place } = found
  if (!place) throw new FileError('ENOENT', path)
  if (who.mounts.at(place.path)) throw new FileError('EBUSY', path)
  const tree = directoryTree(who, directory, path)
  if (!mayUnlink(directory.node, place.node, who.user)) throw new FileError('EPERM', path)
  return { tree, place }
}

export function unlinkFile(who: Changer, found: Walk, path: string): void {
  const { tree, place } = removable(who, found, path)
  if (place.node.kind === 'directory') throw new FileError('EISDIR', path)
  tree.unlink(found.directory.ino, found.name)
  tree.change(found.directory.ino, { mtime: who.now() })
}

export function removeDirectory(who: Changer, found: Walk, path: string): void {
  if (/(^|\/)\.\/*$/.test(path)) throw new FileError('EINVAL', path)
  if (/(^|\/)\.\.\/*$/.test(path)) throw new FileError('ENOTEMPTY', path)
  const { tree, place } = removable(who, found, path)
  if (place.node.kind !== 'directory') throw new FileError('ENOTDIR', path)
  if (!isEmpty(place.mount.tree, place.ino)) throw new FileError('ENOTEMPTY', path)
  tree.unlink(found.directory.ino, found.name)
  tree.change(found.directory.ino, { mtime: who.now() })
}

function isEmpty(tree: Tree, directory: number): boolean {
  for (const _ of tree.entries(directory)) return false
  return true
}

/** Removes a file, or a directory with all in it. What cannot be removed stops it, with what is gone by then gone. */
export function removeTree(who: Changer, found: Walk, path: string): void {
  const { tree, place } = removable(who, found, path)
  if (place.node.kind === 'directory') empty(who, tree, place, path)
  tree.unlink(found.directory.ino, found.name)
  tree.change(found.directory.ino, { mtime: who.now() })
}

function empty(who: Changer, tree: WritableTree, directory: Place, path: string): void {
  for (const [name, ino] of [...tree.entries(directory.ino)]) {
    const node = tree.stat(ino)
    const place: Place = { mount: directory.mount, ino, path: join(directory.path, name), node }
    const inner = join(path, name)
    removable(who, { directory, name, place, open: undefined }, inner)
    if (node.kind === 'directory') empty(who, tree, place, inner)
    tree.unlink(directory.ino, name)
  }
}

export function renameFile(who: Changer, from: Walk, to: Walk, oldPath: string, newPath: string): void {
  const { tree, place } = removable(who, from, oldPath)
  if (to.open) throw new FileError('EXDEV', newPath)
  directoryTree(who, to.directory, newPath)
  if (from.directory.mount !== to.directory.mount) throw new FileError('EXDEV', newPath)
  if (place.node.kind === 'directory' && `${to.directory.path}/`.startsWith(`${place.path}/`)) {
    throw new FileError('EINVAL', newPath)
  }
  if (to.place) {
    if (to.place.ino === place.ino) return
    checkReplacement(who, place.node, to, newPath)
  }
  const now = who.now()
  tree.rename(from.directory.ino, from.name, to.directory.ino, to.name)
  tree.change(from.directory.ino, { mtime: now })
  if (to.directory.ino !== from.directory.ino) tree.change(to.directory.ino, { mtime: now })
}

function checkReplacement(who: Changer, moved: Inode, to: Walk, path: string): void {
  const { place } = removable(who, to, path)
  if (place.node.kind === 'directory') {
    if (moved.kind !== 'directory') throw new FileError('EISDIR', path)
    if (!isEmpty(place.mount.tree, place.ino)) throw new FileError('ENOTEMPTY', path)
  } else if (moved.kind === 'directory') throw new FileError('ENOTDIR', path)
}

/** chmod, chown and touch: the owner may change mode, time and group, others need FOWNER and CHOWN. Throws EPERM, EACCES, EROFS. */
export function changeAttributes(who: Changer, place: Place, wanted: Attributes, path: string): void {
  const tree = writable(place)
  const { user } = who
  const { node } = place
  const owns = user.uid === node.uid
  const may = owns || holds(user, Capability.FOWNER)
  if ((wanted.mode !== undefined || wanted.xattrs !== undefined) && !may) throw new FileError('EPERM', path)
  if (!holds(user, Capability.CHOWN)) {
    if (wanted.uid !== undefined && (wanted.uid !== node.uid || !owns)) throw new FileError('EPERM', path)
    const joins = wanted.gid === node.gid || wanted.gid === user.gid || user.groups.includes(wanted.gid ?? -1)
    if (wanted.gid !== undefined && !(owns && joins)) throw new FileError('EPERM', path)
  }
  if (wanted.mtime !== undefined && !may && !mayAccess(node, 2, user)) throw new FileError('EACCES', path)
  tree.change(place.ino, wanted)
}
