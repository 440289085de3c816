// Unpacks a tar archive into a tree, as dockerd does: nothing gets out of the directory that it is unpacked into.

import type { TarEntry } from '../codec/tar.ts'
import { readTar } from '../codec/tar.ts'
import { ArchiveError } from './archive-error.ts'
import type { FileBytes } from './bytes.ts'
import { FileError } from './file-error.ts'
import { cleanName, findIn, openDirectory } from './inside.ts'
import { removeAll } from './remove.ts'
import type { FileKind, NewInode, WritableTree } from './tree.ts'

export interface UnpackOptions {
  /** The directory to unpack into; the root if left out. Absolute symlinks in the archive begin here. */
  readonly into?: number
  /** The archive is a layer: `.wh.` entries delete, and a path that comes twice is refused. */
  readonly layer?: boolean
  /** Refuses to replace a directory by something else and the other way round: `noOverwriteDirNonDir` of the API. */
  readonly keepKinds?: boolean
  /** What that refusal calls the directory unpacked into; `/` if left out. */
  readonly path?: string
  /** Who owns everything, in place of whom the archive names. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** ms since 1970: of directories that the archive leaves out; those take the time of the entry if left out */
  readonly now?: number
  /** Gives the bytes of a file by their place in the archive; if left out they are written into the tree as they come. */
  readonly bytesAt?: (offset: number, size: number) => FileBytes
}

/** bytes, as Linux: PATH_MAX */
const longestPath = 4096
const whiteoutPrefix = '.wh.'
const metadataPrefix = '.wh..wh.'
const opaqueName = '.wh..wh..opq'

/**
 * Throws ArchiveErrors for what dockerd refuses and for a full disk, and errors of the archive itself. What was
 * unpacked before stays: who wants all or nothing unpacks into a layer of its own.
 */
export async function unpack(
  tree: WritableTree,
  archive: AsyncIterable<Uint8Array>,
  options: UnpackOptions = {},
): Promise<void> {
  const into = options.into ?? tree.root
  const job: Job = { tree, options, into, paths: new Set(), made: new Set(), directories: new Map() }
  for await (const entry of readTar(archive)) {
    try {
      await place(job, entry)
    } catch (error) {
      throw named(error, entry.name)
    }
  }
  if (options.now !== undefined) settleTimes(job)
}

/** Directories have the time of their entry, whatever was put into them after it. */
function settleTimes({ tree, directories }: Job): void {
  for (const [ino, { directory, name, mtime }] of directories) {
    try {
      if (tree.lookup(directory, name) === ino) tree.change(ino, { mtime })
    } catch (error) {
      // a later entry may have put something else in the place of the directory around it
      if (!(error instanceof FileError)) throw error
    }
  }
}

interface Job {
  readonly tree: WritableTree
  readonly options: UnpackOptions
  readonly into: number
  /** of a layer: what came already */
  readonly paths: Set<string>
  /** of a layer: what an opaque marker does not delete */
  readonly made: Set<number>
  /** those that have an entry: where they are, and ms since 1970 */
  readonly directories: Map<number, { readonly directory: number; readonly name: string; readonly mtime: number }>
}

async function place(job: Job, entry: TarEntry): Promise<void> {
  const { tree, options } = job
  if (Buffer.byteLength(entry.name) > longestPath) throw new FileError('ENAMETOOLONG')
  const names = cleanName(entry.name)
  if (options.layer) once(job, names.join('/'))
  const name = names.pop()
  // the directory itself keeps its mode and owner, whatever the archive has for `./`
  if (name === undefined) return
  // differs: a layer is unpacked through the symlinks of the layers below; overlay2 does not see those and puts a
  // directory over them
  const directory = openDirectory(tree, job.into, names, entry, options.now ?? entry.mtime)
  if (options.layer && name.startsWith(whiteoutPrefix)) {
    deleteFor(job, directory, name, entry.name)
    return
  }
  const existing = tree.lookup(directory, name)
  if (existing !== undefined) {
    const stays = tree.stat(existing).kind === 'directory'
    if (stays && entry.kind === 'directory') {
      setAttributes(job, existing, entry)
      job.made.add(existing)
      job.directories.set(existing, { directory, name, mtime: entry.mtime })
      return
    }
    if (options.keepKinds) refuseOtherKind(stays, entry, [...names, name].join('/'), options.path ?? '/')
    removeAll(tree, directory, name)
  }
  const made = entry.kind === 'link' ? link(job, directory, name, entry) : await make(job, directory, name, entry)
  job.made.add(made)
  if (entry.kind === 'directory') job.directories.set(made, { directory, name, mtime: entry.mtime })
  if (options.now !== undefined) tree.change(directory, { mtime: options.now })
}

/** As dockerd, gives the file the mode, owner and time that the entry of its second name has. */
function link(job: Job, directory: number, name: string, entry: TarEntry): number {
  const ino = findIn(job.tree, job.into, entry)
  job.tree.link(directory, name, ino)
  if (job.tree.stat(ino).kind !== 'symlink') setAttributes(job, ino, entry)
  return ino
}

async function make({ tree, options }: Job, directory: number, name: string, entry: TarEntry): Promise<number> {
  const { bytesAt, owner } = options
  const init: NewInode = {
    kind: entry.kind as FileKind,
    mode: entry.kind === 'symlink' ? 0o777 : entry.mode,
    uid: owner?.uid ?? entry.uid,
    gid: owner?.gid ?? entry.gid,
    mtime: entry.mtime,
    ...(entry.kind === 'symlink' && { target: entry.linkname ?? '' }),
    ...(entry.device && { device: entry.device }),
    ...(entry.xattrs && { xattrs: entry.xattrs }),
  }
  if (entry.kind !== 'file' || entry.size === 0) return tree.create(directory, name, init)
  if (bytesAt) return tree.create(directory, name, { ...init, content: bytesAt(entry.offset, entry.size) })
  const ino = tree.create(directory, name, init)
  let position = 0
  for await (const chunk of entry.body) {
    tree.write(ino, position, chunk)
    position += chunk.length
  }
  return ino
}

function setAttributes({ tree, options }: Job, ino: number, entry: TarEntry): void {
  const { uid, gid } = options.owner ?? entry
  tree.change(ino, { mode: entry.mode, uid, gid, mtime: entry.mtime, ...(entry.xattrs && { xattrs: entry.xattrs }) })
}

/** What a whiteout says (OCI image specification, layer.md): one name is gone, or everything that was there before. */
function deleteFor({ tree, made }: Job, directory: number, name: string, entryName: string): void {
  if (name === opaqueName) {
    for (const [child, ino] of [...tree.entries(directory)]) if (!made.has(ino)) removeAll(tree, directory, child)
    return
  }
  if (name.startsWith(metadataPrefix)) return
  const gone = name.slice(whiteoutPrefix.length)
  if (gone === '' || gone === '.' || gone === '..') throw new ArchiveError(`invalid whiteout entry "${entryName}"`)
  removeAll(tree, directory, gone)
}

function once({ paths }: Job, path: string): void {
  if (paths.has(path)) throw new ArchiveError('duplicates of file paths not supported')
  paths.add(path)
}

function refuseOtherKind(directoryStays: boolean, entry: TarEntry, name: string, into: string): void {
  if (directoryStays) throw new ArchiveError(`cannot overwrite directory "${name}" with non-directory "${into}"`)
  if (entry.kind === 'directory') {
    throw new ArchiveError(`cannot overwrite non-directory "${name}" with directory "${into}"`)
  }
}

/** An error of the tree, in the words in which Go's os package has them. */
function named(error: unknown, name: string): unknown {
  if (!(error instanceof FileError)) return error
  if (error.code === 'ENOSPC') return new ArchiveError(`write ${name}: no space left on device`, error.code)
  if (error.code === 'EROFS')
    return new ArchiveError(`openat ${cleanName(name).join('/')}: read-only file system`, error.code)
  if (error.code === 'ENAMETOOLONG') return new ArchiveError(`openat ${name}: file name too long`, error.code)
  return error
}
