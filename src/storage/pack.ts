// Trees as tar archives: all of one, a part of it, or what a layer changed. Equal trees give equal bytes.
import type { TarFile } from '../codec/tar.ts'
import { writeTar } from '../codec/write-tar.ts'
import { FileError } from './file-error.ts'
import type { Inode, Tree, WritableTree } from './tree.ts'

/** bytes that a file is read at a time */
const chunkSize = 1024 * 1024

/** Everything below the root, as `docker export` gives it: sorted, directories before what is in them. */
export function packTree(tree: Tree): AsyncIterable<Uint8Array> {
  return writeTar(treeEntries(tree))
}

export function treeEntries(tree: Tree): Iterable<TarFile> {
  return entriesBelow(tree, tree.root, '', new Map())
}

/** One inode under a name of its own, with everything below it. `.` stands for the content of a directory. */
export function* packedEntries(tree: Tree, ino: number, name: string): Iterable<TarFile> {
  const links = new Map<number, string>()
  const inode = tree.stat(ino)
  yield* fileEntry(tree, ino, inode, name, links)
  if (inode.kind === 'directory') yield* entriesBelow(tree, ino, `${name}/`, links)
}

/**
 * The layer that makes `now` out of `old`: what is new or was touched with the directories on the way, `.wh.` entries
 * for what is gone (OCI image specification, layer.md). As overlay2, it has files whose change left them the same.
 */
export function packLayer(old: Tree | undefined, now: Tree): AsyncIterable<Uint8Array> {
  return writeTar(changedBelow({ old, now, links: new Map() }, old?.root, now.root, ''))
}

interface Comparison {
  readonly old: Tree | undefined
  readonly now: Tree
  readonly links: Map<number, string>
}

function* entriesBelow(tree: Tree, directory: number, path: string, links: Map<number, string>): Iterable<TarFile> {
  for (const [name, ino] of sorted(tree.entries(directory))) {
    const inode = present(tree, ino)
    if (inode === undefined) continue
    yield* fileEntry(tree, ino, inode, path + name, links)
    if (inode.kind === 'directory') yield* entriesBelow(tree, ino, `${path}${name}/`, links)
  }
}

function* changedBelow(
  both: Comparison,
  oldDirectory: number | undefined,
  directory: number,
  path: string,
): Iterable<TarFile> {
  const { old, now, links } = both
  const before = new Map(old === undefined || oldDirectory === undefined ? [] : old.entries(oldDirectory))
  const after = new Map(now.entries(directory))
  for (const [name] of sorted(new Map([...before, ...after]))) {
    const ino = after.get(name)
    const oldIno = before.get(name)
    if (ino === undefined) {
      yield marker(`${path}.wh.${name}`, now.stat(directory).mtime)
      continue
    }
    const inode = present(now, ino)
    if (inode === undefined) continue
    const same = oldIno === ino
    if (inode.kind !== 'directory') {
      // trees give the same value for what nobody has touched
      if (!same || old!.stat(ino) !== inode) yield* fileEntry(now, ino, inode, path + name, links)
      continue
    }
    const below = changedBelow(both, same ? oldIno : undefined, ino, `${path}${name}/`)[Symbol.iterator]()
    const first = below.next()
    if (same && first.done && old!.stat(ino) === inode) continue
    yield* fileEntry(now, ino, inode, path + name, links)
    if (oldIno !== undefined && !same) yield marker(`${path}${name}/.wh..wh..opq`, 0)
    for (let next = first; !next.done; next = below.next()) yield next.value
  }
}

/** An empty file that deletes something when the layer is unpacked. */
function marker(name: string, mtime: number): TarFile {
  return { name, kind: 'file', mode: 0o600, uid: 0, gid: 0, mtime, size: 0 }
}

/** One entry, or none for a socket, which no archive can hold. */
function* fileEntry(
  tree: Tree,
  ino: number,
  inode: Inode,
  name: string,
  links: Map<number, string>,
): Iterable<TarFile> {
  const { kind, mode, uid, gid, mtime, size, xattrs } = inode
  if (kind === 'socket') return
  const header = { name, mode, uid, gid, mtime, size: 0, xattrs: packedXattrs(xattrs) }
  if (kind === 'directory') {
    yield { ...header, name: `${name}/`, kind }
    return
  }
  const first = links.get(ino)
  if (first !== undefined) {
    yield { ...header, kind: 'link', linkname: first }
    return
  }
  if (inode.links > 1) links.set(ino, name)
  if (kind === 'symlink') yield { ...header, kind, linkname: inode.target }
  else if (kind !== 'file') yield { ...header, kind, device: inode.device }
  else yield* heldFile(tree, ino, { ...header, kind, size, body: content(tree, ino, size) })
}

const capability = 'security.capability'

/** dockerd's archives have this one extended attribute and no other (moby go-archive: ReadSecurityXattrToTarHeader). */
function packedXattrs(xattrs: Inode['xattrs']): Inode['xattrs'] {
  const value = xattrs?.[capability]
  return value === undefined ? undefined : { [capability]: value }
}

/** The file stays readable until the next entry is asked for, even if a process of the container deletes it. */
function* heldFile(
  tree: Tree & Pick<WritableTree, 'hold' | 'release'>,
  ino: number,
  entry: TarFile,
): Iterable<TarFile> {
  tree.hold?.(ino)
  try {
    yield entry
  } finally {
    tree.release?.(ino)
  }
}

/** A container may be running: what it deleted since the directory was read is left out. */
function present(tree: Tree, ino: number): Inode | undefined {
  try {
    return tree.stat(ino)
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

/** Exactly `size` bytes, with zeros for what was cut off meanwhile. */
function* content(tree: Tree, ino: number, size: number): Iterable<Uint8Array> {
  for (let position = 0; position < size; ) {
    const wanted = Math.min(chunkSize, size - position)
    const bytes = tree.read(ino, position, wanted)
    yield bytes.length > 0 ? bytes : new Uint8Array(wanted)
    position += bytes.length > 0 ? bytes.length : wanted
  }
}

/** By the bytes of the names; UTF-16 has another order than UTF-8 for what is rare. */
function sorted(entries: Iterable<readonly [string, number]>): (readonly [string, number])[] {
  const list = [...entries]
  if (list.some(([name]) => /[\ud800-\uffff]/.test(name))) {
    return list.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  }
  return list.sort(([a], [b]) => (a < b ? -1 : 1))
}
