// Copies files out of a container and into it, running or not (moby daemon/archive_unix.go).
import { Buffer } from 'node:buffer'
import { uncompressed } from '../../codec/compression.ts'
import { withOldHeaders } from '../../codec/old-tar-header.ts'
import type { TarFile } from '../../codec/tar.ts'
import { writeTar } from '../../codec/write-tar.ts'
import { accountOf } from '../../runtime/credentials.ts'
import { StartError } from '../../runtime/machine.ts'
import { ArchiveError, archiveProblem } from '../../storage/archive-error.ts'
import { FileError } from '../../storage/file-error.ts'
import { unpacking } from '../../storage/late.ts'
import { packedEntries, treeEntries } from '../../storage/pack.ts'
import { broken, invalid, missing, Refusal } from '../../world/refusal.ts'
import { walk } from '../directories.ts'
import { followed } from '../followed.ts'
import { absolutePath, baseName, locate } from './archive-path.ts'
import { type ArchiveTree, archiveTree } from './archive-tree.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { saveFiles } from './keep.ts'
import { clean } from './mount-point.ts'
import { type PathStat, pathStat } from './path-stat.ts'

export interface Archives {
  /** @param reference what the client called the container; errors name it so */
  stat(container: Container, reference: string, path: string): PathStat
  pack(
    container: Container,
    reference: string,
    path: string,
  ): { readonly stat: PathStat; readonly chunks: AsyncIterable<Uint8Array> }
  /** All files of the container itself: what is mounted is left out. */
  export(container: Container): AsyncIterable<Uint8Array>
  extract(
    container: Container,
    reference: string,
    path: string,
    archive: AsyncIterable<Uint8Array>,
    options: ExtractOptions,
  ): Promise<void>
}

export interface ExtractOptions {
  /** Refuses to put a directory in the place of something else, and the other way round. */
  readonly keepKinds: boolean
  /** Everything belongs to the user that the container runs as. */
  readonly ownedByUser: boolean
}

export function createArchives(context: ContainerContext): Archives {
  const open = (container: Container): ArchiveTree => archiveTree(container, context.world.clock.now())
  const written = (files: Iterable<TarFile>): AsyncIterable<Uint8Array> =>
    writeTar(context.differences.has('archives-name-owners') ? withOldHeaders(files) : files)
  const rootOf = ({ id }: Container): string =>
    context.differences.has('copied-paths-name-the-host') ? (context.driver.describe(id).MergedDir ?? '') : ''
  return {
    stat(container, reference, path) {
      const tree = open(container)
      return finding(reference, path, () => statOf(tree, path), rootOf(container))
    },
    pack(container, reference, path) {
      const tree = open(container)
      const absolute = absolutePath(path)
      const look = () => ({ stat: statOf(tree, absolute), ino: locate(tree, absolute) })
      const found = finding(reference, path, look, rootOf(container))
      const name = found.stat.name === '/' ? '' : found.stat.name
      publish(context, container, 'archive-path')
      return { stat: found.stat, chunks: written(packedEntries(tree, found.ino, name)) }
    },
    export(container) {
      publish(context, container, 'export')
      return written(treeEntries(container.tree))
    },
    async extract(container, reference, path, archive, options) {
      const tree = open(container)
      const into = finding(reference, path, () => extractionPoint(context, tree, path))
      const readonly = context.differences.has('read-only-is-forbidden') ? forbidden : invalid
      if (tree.isReadonly(into)) throw readonly('mounted volume is marked read-only')
      if (tree.isOwn(into) && container.hostConfig.ReadonlyRootfs) {
        throw readonly('container rootfs is marked read-only')
      }
      const owner = options.ownedByUser ? ownerOf(tree, container.config.User) : undefined
      const { unpack } = await unpacking.load()
      await extracting(context, { reference, path }, () =>
        unpack(tree, uncompressed(archive), {
          into,
          keepKinds: options.keepKinds,
          path: followed(tree, clean(path)),
          now: context.world.clock.now(),
          ...(owner && { owner }),
        }),
      )
      saveFiles(context, container)
      publish(context, container, 'extract-to-dir')
    },
  }
}

const forbidden = (message: string): Refusal => new Refusal('forbidden', message)

function statOf(tree: ArchiveTree, path: string): PathStat {
  const inode = tree.stat(locate(tree, path))
  return pathStat(inode, baseName(path), inode.kind === 'symlink' ? followed(tree, path) : '')
}

/** The directory to unpack into; symlinks are followed to the last. */
function extractionPoint({ differences }: ContainerContext, tree: ArchiveTree, path: string): number {
  const ino = found(tree, clean(path))
  if (tree.stat(ino).kind !== 'directory') {
    if (absolutePath(path) !== clean(path)) throw broken(`lstat ${absolutePath(path)}: not a directory`)
    throw (differences.has('no-directory-is-a-failure') ? broken : invalid)('extraction point is not a directory')
  }
  return ino
}

function found(tree: ArchiveTree, path: string): number {
  try {
    const ino = walk(tree, path)
    if (ino !== undefined) return ino
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOTDIR') throw broken('not a directory')
    throw error
  }
  throw new FileError('ENOENT', path)
}

/** Runs what looks for a path; what is in its way is told in Go's words. `root`: where the host has the container's. */
function finding<Found>(reference: string, path: string, find: () => Found, root = ''): Found {
  try {
    return find()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.code === 'ENOENT') throw missing(`Could not find the file ${path} in container ${reference}`)
    if (error.code !== 'ELOOP') throw broken(`lstat ${root}${path}: ${error.message.toLowerCase()}`)
    // a link that leads to itself is found in two ways
    if (path.endsWith('/')) throw broken(`lstat ${root}${path}: too many levels of symbolic links`)
    throw broken(`evalSymlinksInScope: too many links in ${root}${path}`)
  }
}

interface Asked {
  readonly reference: string
  readonly path: string
}

/**
 * What is wrong with an archive, and what a tree refuses, is the client's to hear. Since dockerd unpacks in its own
 * process, a link to a file that is not there is taken for a path that is not there.
 */
async function extracting(
  { words }: ContainerContext,
  { reference, path }: Asked,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    const problem = archiveProblem(error)
    if (problem === undefined) throw error
    const told = words.unpackFailed(problem)
    const absent = error instanceof ArchiveError && error.code === 'ENOENT' && told === problem
    throw absent ? missing(`Could not find the file ${path} in container ${reference}`) : broken(told)
  }
}

/** Whom everything belongs to when the client asks for it; a container of root takes the archive's word. */
function ownerOf(tree: ArchiveTree, user: string): { readonly uid: number; readonly gid: number } | undefined {
  if (user === '') return undefined
  try {
    return accountOf(user, (path) => readText(tree, path)).user
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    const reason = error.message.replace(/^unable to find \w+ \S+: /, '')
    throw invalid(`failed to look up user "${user}" in container: ${reason}`)
  }
}

function readText(tree: ArchiveTree, path: string): string {
  const ino = walk(tree, path)
  if (ino === undefined) throw new FileError('ENOENT', path)
  return Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString('utf8')
}
