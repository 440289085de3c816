// Puts the files of COPY and ADD where they belong in a new layer (moby daemon/builder/dockerfile/copy.go).
import { posix } from 'node:path'
import { uncompressed } from '../../codec/compression.ts'
import { readTar } from '../../codec/read-tar.ts'
import { archiveProblem } from '../../storage/archive-error.ts'
import { FileError } from '../../storage/file-error.ts'
import type { Tree } from '../../storage/tree.ts'
import { unpack } from '../../storage/unpack.ts'
import { broken } from '../../world/refusal.ts'
import { type CopyTarget, copyFile, copyInto, directoryAt } from './copied-tree.ts'
import type { CopySource } from './copy-sources.ts'
import { locate } from './source.ts'

export interface Copying {
  readonly from: Tree
  readonly to: CopyTarget
  /** absolute; a slash at its end says that it is a directory */
  readonly destination: string
  /** where the host has the new layer, for messages */
  readonly root: string
  /** Archives are unpacked. */
  readonly unpacks: boolean
}

/** Throws `failed to copy files: …`. */
export async function copySource(source: CopySource, copying: Copying): Promise<void> {
  try {
    await copyOne(source, copying)
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOTDIR')
      throw broken(`failed to copy files: ${notThere(source, copying)}`)
    const problem = archiveProblem(error)
    throw problem === undefined ? error : broken(`failed to copy files: ${problem}`)
  }
}

/** What dockerd says when something else is where a directory is to be. */
function notThere({ path }: CopySource, { from, root, destination }: Copying): string {
  const place = root + posix.join('/', destination)
  const { ino } = locate(from, path)
  const isDirectory = ino !== undefined && from.stat(ino).kind === 'directory'
  if (isDirectory) return `failed to copy directory: mkdir ${place}: not a directory`
  return `lstat ${place}: not a directory`
}

async function copyOne({ path }: CopySource, { from, to, destination, unpacks }: Copying): Promise<void> {
  const { ino } = locate(from, path)
  if (ino === undefined) throw new Error('source path not found')
  const target = locate(to.tree, destination)
  const isDirectory = target.ino !== undefined && to.tree.stat(target.ino).kind === 'directory'
  const { kind } = from.stat(ino)
  if (kind === 'directory') {
    const into = directoryAt({ ...to, owner: undefined }, target.path)
    copyInto(from, ino, to, into)
    // what was there keeps its owner
    if (target.ino === undefined && to.owner) to.tree.change(into, to.owner)
    return
  }
  if (unpacks && kind === 'file' && (await isArchive(bytesOf(from, ino)))) {
    const into = directoryAt({ ...to, owner: undefined }, target.path)
    await unpack(to.tree, uncompressed(bytesOf(from, ino)), { into, now: to.now, path: target.path })
    return
  }
  const place = isDirectory || destination.endsWith('/') ? posix.join(target.path, posix.basename(path)) : target.path
  copyFile(from, ino, to, directoryAt(to, posix.dirname(place)), posix.basename(place))
}

const chunkSize = 256 * 1024

async function* bytesOf(tree: Tree, ino: number): AsyncGenerator<Uint8Array> {
  const { size } = tree.stat(ino)
  for (let at = 0; at < size; ) {
    const bytes = tree.read(ino, at, chunkSize)
    yield bytes
    at += bytes.length
  }
}

/** Whether it begins with an entry of a tar archive, once it is unpacked (moby go-archive: IsArchivePath). */
async function isArchive(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  try {
    for await (const _ of readTar(uncompressed(bytes))) return true
    return false
  } catch {
    return false
  }
}
