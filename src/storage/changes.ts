// What differs between two trees, as `docker diff` tells it.
import { type Change, Changed, type Inode, type Tree } from './tree.ts'

/**
 * Compares as dockerd's drivers do (moby pkg/archive, ChangesDirs): by kind, mode, owner, device, capability and, but
 * not for directories, size and time of modification. The content is not read, so a file that keeps size and time has
 * not changed. A directory that changed or in which something did comes before what is in it; in a directory what was
 * deleted comes last. dockerd leaves the order of siblings to chance, here they are sorted.
 */
export function changesBetween(old: Tree | undefined, now: Tree): Change[] {
  const changes: Change[] = []
  compareDirectories(old, old?.root, now, now.root, '', changes)
  return changes
}

function compareDirectories(
  old: Tree | undefined,
  oldDirectory: number | undefined,
  now: Tree,
  directory: number,
  path: string,
  changes: Change[],
): void {
  const before = new Map(old === undefined || oldDirectory === undefined ? [] : old.entries(oldDirectory))
  for (const [name, ino] of sorted(now.entries(directory))) {
    const inode = now.stat(ino)
    const oldIno = before.get(name)
    const oldInode = oldIno === undefined ? undefined : old!.stat(oldIno)
    before.delete(name)
    if (inode === oldInode && inode.kind !== 'directory') continue
    const childPath = `${path}/${name}`
    const place = changes.length
    if (oldInode === undefined) changes.push({ path: childPath, kind: Changed.added })
    else if (differs(oldInode, inode)) changes.push({ path: childPath, kind: Changed.modified })
    if (inode.kind !== 'directory') continue
    const told = changes.length > place
    const oldChild = oldInode?.kind === 'directory' ? oldIno : undefined
    compareDirectories(old, oldChild, now, ino, childPath, changes)
    if (!told && changes.length > place) changes.splice(place, 0, { path: childPath, kind: Changed.modified })
  }
  for (const [name] of sorted(before)) changes.push({ path: `${path}/${name}`, kind: Changed.deleted })
}

function differs(old: Inode, now: Inode): boolean {
  if (old === now) return false
  if (old.kind !== now.kind || old.mode !== now.mode || old.uid !== now.uid || old.gid !== now.gid) return true
  if (old.device?.[0] !== now.device?.[0] || old.device?.[1] !== now.device?.[1]) return true
  if (old.xattrs?.[capability] !== now.xattrs?.[capability]) return true
  return now.kind !== 'directory' && (old.size !== now.size || !sameTime(old.mtime, now.mtime))
}

const capability = 'security.capability'

/** A time without a fraction, as tars have it, is the same as any within its second. */
function sameTime(a: number, b: number): boolean {
  if (a === b) return true
  return Math.floor(a / 1000) === Math.floor(b / 1000) && (a % 1000 === 0 || b % 1000 === 0)
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
}
