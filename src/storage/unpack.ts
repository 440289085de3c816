// Unpacks a tar archive into a tree, as dockerd does: nothing gets out of the directory that it is unpacked into.

import { ByteSource } from '../codec/byte-source.ts'
import { readTar } from '../codec/read-tar.ts'
import type { TarEntry } from '../codec/tar.ts'
import { ArchiveError } from './archive-error.ts'
import type { FileBytes } from './bytes.ts'
import { type Errno, FileError } from './file-error.ts'
import { cleanName, findIn, openDirectory } from './inside.ts'
import { removeAll } from './remove.ts'
import { type StoredPiece, sparseBytes } from './sparse.ts'
import type { FileKind, NewInode, WritableTree } from './tree.ts'
import { UnpackLimits } from './unpack-limits.ts'
import { checkXattrs } from './xattrs.ts'

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
  /** Takes the bytes of a file somewhere else, or not (undefined). */
  readonly keep?: (bytes: AsyncIterable<Uint8Array>, size: number) => Promise<FileBytes> | undefined
  /** Sees every entry before it is placed, and gives what is placed: the same, or one whose bytes are watched. */
  readonly through?: (entry: TarEntry) => TarEntry
}

/** bytes, as Linux: PATH_MAX with its NUL */
const longestPath = 4095
/** bytes; as trees have it */
const largestFile = 16 * 1024 ** 4
/** lchown leaves the owner alone that is -1 */
const nobodySaid = 2 ** 32 - 1
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
  const limits = new UnpackLimits()
  for await (const entry of readTar(archive)) {
    limits.count(entry.name, entry.linkname, entry.xattrs)
    try {
      await place(job, options.through?.(entry) ?? entry)
    } catch (error) {
      throw named(error, entry, options)
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
  const names = cleanName(entry.name)
  const path = placeIn(options, names)
  if (Buffer.byteLength(path) > longestPath) throw new ArchiveError(`lstat ${path}: file name too long`)
  if (options.layer) once(job, names.join('/'))
  const name = names.pop()
  // the directory itself keeps its mode and owner, whatever the archive has for `./`
  if (name === undefined) return
  // differs: a layer is unpacked through the symlinks of the layers below; overlay2 does not see those and puts a
  // directory over them
  const directory = openDirectory(tree, job.into, names, entry, options.now ?? timeOf(entry))
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
      job.directories.set(existing, { directory, name, mtime: timeOf(entry) })
      return
    }
    if (options.keepKinds) refuseOtherKind(stays, entry, [...names, name].join('/'), options.path ?? '/')
    removeAll(tree, directory, name)
  }
  const made = entry.kind === 'link' ? link(job, directory, name, entry) : await make(job, directory, name, entry)
  job.made.add(made)
  if (entry.kind === 'directory') job.directories.set(made, { directory, name, mtime: timeOf(entry) })
  if (options.now !== undefined) tree.change(directory, { mtime: options.now })
}

/** As dockerd, gives the file the mode, owner and time that the entry of its second name has. */
function link(job: Job, directory: number, name: string, entry: TarEntry): number {
  const ino = findIn(job.tree, job.into, entry)
  job.tree.link(directory, name, ino)
  if (job.tree.stat(ino).kind !== 'symlink') setAttributes(job, ino, entry)
  return ino
}

async function make(job: Job, directory: number, name: string, entry: TarEntry): Promise<number> {
  const { tree, options } = job
  const { kind, linkname = '', device, size } = entry
  if (kind === 'symlink') checkTarget(linkname, entry)
  const owner = options.owner ?? entry
  const init: NewInode = {
    kind: kind as FileKind,
    mode: kind === 'symlink' ? 0o777 : entry.mode,
    uid: idOf(owner.uid),
    gid: idOf(owner.gid),
    mtime: options.now ?? timeOf(entry),
    ...(kind === 'symlink' && { target: linkname }),
    ...(device && { device }),
  }
  const content = kind === 'file' && size > 0 ? await storedContent(options, entry) : undefined
  const ino = tree.create(directory, name, content ? { ...init, content } : init)
  if (kind === 'file' && content === undefined) await writeBody(tree, ino, entry)
  setXattrs(job, ino, entry)
  // what breaks before this keeps the time of its making
  if (options.now !== undefined) tree.change(ino, { mtime: timeOf(entry) })
  return ino
}

/** The bytes of a file where they lie in the archive, or elsewhere, if somebody keeps it. */
function storedContent(
  { bytesAt, keep }: UnpackOptions,
  { offset, size, pieces, stored: body }: TarEntry,
): FileBytes | Promise<FileBytes> | undefined {
  if (keep && pieces === undefined) return keep(body, size)
  if (bytesAt === undefined || pieces === undefined) return bytesAt?.(offset, size)
  if (size > largestFile) throw new FileError('EFBIG')
  const stored: StoredPiece[] = []
  let position = offset
  for (const { at, length } of pieces) {
    if (length > 0) stored.push({ at, bytes: bytesAt(position, length) })
    position += length
  }
  return sparseBytes(stored, size)
}

/** Holes of a sparse file stay holes. */
async function writeBody(tree: WritableTree, ino: number, { stored, pieces, size }: TarEntry): Promise<void> {
  const bytes = new ByteSource(stored)
  for (const { at, length } of pieces ?? [{ at: 0, length: size }]) {
    for (let done = 0; done < length; ) {
      const chunk = await bytes.some(length - done)
      tree.write(ino, at + done, chunk)
      done += chunk.length
    }
  }
  if (pieces) tree.truncate(ino, size)
}

function setAttributes(job: Job, ino: number, entry: TarEntry): void {
  const owner = job.options.owner ?? entry
  job.tree.change(ino, { mode: entry.mode, uid: idOf(owner.uid), gid: idOf(owner.gid), mtime: timeOf(entry) })
  setXattrs(job, ino, entry)
}

function setXattrs({ tree, options }: Job, ino: number, { name, kind, xattrs }: TarEntry): void {
  // those of a symlink are asked of what it leads to, which dockerd then does not find
  if (xattrs === undefined || kind === 'symlink') return
  checkXattrs(xattrs, placeIn(options, cleanName(name)))
  tree.change(ino, { xattrs: { ...tree.stat(ino).xattrs, ...xattrs } })
}

function checkTarget(target: string, { name }: TarEntry): void {
  const refuse = (reason: string, code: Errno): never => {
    throw new ArchiveError(`symlinkat ${target} ${cleanName(name).join('/')}: ${reason}`, code)
  }
  if (target === '') refuse('no such file or directory', 'ENOENT')
  if (Buffer.byteLength(target) > longestPath) refuse('file name too long', 'ENAMETOOLONG')
}

/** ms since 1970; no time before it is kept (moby go-archive: boundTime) */
const timeOf = ({ mtime }: TarEntry): number => Math.max(0, mtime)

/** A 32-bit number, as the system call takes it. */
const idOf = (id: number): number => (id >>> 0 === nobodySaid ? 0 : id >>> 0)

/** Where the container has it. */
function placeIn({ path = '/' }: UnpackOptions, names: readonly string[]): string {
  return `${path === '/' ? '' : path}/${names.join('/')}`
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
function named(error: unknown, { name }: TarEntry, options: UnpackOptions): unknown {
  if (!(error instanceof FileError)) return error
  const { code } = error
  const plain = cleanName(name).join('/')
  // no file is as large as what a sparse one may say of itself
  if (code === 'ENOSPC' || code === 'EFBIG') {
    return new ArchiveError(`write ${placeIn(options, [plain])}: no space left on device`, 'ENOSPC')
  }
  if (code === 'EDQUOT') return new ArchiveError(`write ${placeIn(options, [plain])}: disk quota exceeded`, code)
  if (code === 'EBUSY') return new ArchiveError(`RemoveAll ${plain}: device or resource busy`, code)
  if (code === 'EROFS') return new ArchiveError(`openat ${plain}: read-only file system`, code)
  if (code === 'ENAMETOOLONG') return new ArchiveError(`openat ${plain}: file name too long`, code)
  return error
}
