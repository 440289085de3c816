// A directory of the real host, to be read and never written: for `--host-mount`. Nothing of it is kept, all is looked
// up when it is asked for.
import { Buffer } from 'node:buffer'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs'
import { dirname } from 'node:path'
import { type Errno, FileError } from '../storage/file-error.ts'
import type { FileKind, Inode, Tree } from '../storage/tree.ts'

const MOST_AT_ONCE = 16 * 1024 * 1024
/** The first inode; below are those of the trees that the engine makes. */
const FIRST = 2 ** 39
/** Between the inodes of two directories. */
const STEP = 2 ** 32

/**
 * The tree of one directory. Symlinks are shown, and followed by nobody here: where they lead is decided among the files
 * of the simulated host or of a container. An entry is read only while every directory above it is a directory.
 */
export class HostDirectory implements Tree {
  readonly root: number
  readonly #top: string
  /** Paths by inode and the other way round, as they were given out; '' is the directory itself. */
  readonly #paths: string[] = ['']
  readonly #numbers = new Map<string, number>([['', 0]])

  /**
   * @param path of a directory that is there; throws Node's error if it is not
   * @param index of this directory among those of the daemon
   */
  constructor(path: string, index: number) {
    this.#top = realpathSync.native(path)
    this.root = FIRST + index * STEP
    if (!lstatSync(this.#top).isDirectory()) throw new FileError('ENOTDIR', path)
  }

  stat(ino: number): Inode {
    const path = this.#path(ino)
    const stats = asked(() => lstatSync(this.#inside(path)))
    const kind = kindOf(stats)
    const target = kind === 'symlink' ? asked(() => readlinkSync(this.#inside(path))) : undefined
    return {
      ino,
      kind,
      mode: stats.mode & 0o7777,
      uid: stats.uid,
      gid: stats.gid,
      mtime: Math.floor(stats.mtimeMs),
      size: target === undefined ? stats.size : Buffer.byteLength(target),
      links: stats.nlink,
      ...(target !== undefined && { target }),
      ...((kind === 'character' || kind === 'block') && { device: deviceOf(stats.rdev) }),
    }
  }

  lookup(directory: number, name: string): number | undefined {
    if (name === '' || name === '.' || name === '..' || name.includes('/')) return undefined
    const path = `${this.#path(directory)}/${name}`
    try {
      asked(() => lstatSync(this.#inside(path)))
    } catch (error) {
      if (error instanceof FileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
      throw error
    }
    return this.#number(path)
  }

  entries(directory: number): Iterable<readonly [name: string, ino: number]> {
    const path = this.#path(directory)
    const names = asked(() => readdirSync(this.#inside(`${path}/.`)))
    this.#inside(`${path}/.`)
    return names.sort().map((name) => [name, this.#number(`${path}/${name}`)] as const)
  }

  read(ino: number, position: number, length: number): Uint8Array {
    const path = this.#path(ino)
    // neither a symlink nor what would keep the opener waiting
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    const file = asked(() => openSync(this.#inside(path), flags))
    try {
      const opened = fstatSync(file)
      if (!opened.isFile()) throw new FileError(opened.isDirectory() ? 'EISDIR' : 'ENXIO')
      const named = asked(() => lstatSync(this.#inside(path)))
      if (opened.dev !== named.dev || opened.ino !== named.ino) throw new FileError('EIO')
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, MOST_AT_ONCE, opened.size - position)))
      let done = 0
      while (done < bytes.length) {
        const count = readSync(file, bytes, done, bytes.length - done, position + done)
        if (count === 0) break
        done += count
      }
      return bytes.subarray(0, done)
    } finally {
      closeSync(file)
    }
  }

  /** Where a path really is. Throws ENOENT when a part of it before the last is none of the directory's own any more. */
  #inside(path: string): string {
    if (path === '') return this.#top
    const full = `${this.#top === '/' ? '' : this.#top}${path}`
    const above = path.endsWith('/.') ? full.slice(0, -2) || '/' : dirname(full)
    if (asked(() => realpathSync.native(above)) !== above) throw new FileError('ENOENT')
    return full
  }

  #path(ino: number): string {
    const path = this.#paths[ino - this.root]
    if (path === undefined) throw new FileError('EIO')
    return path
  }

  #number(path: string): number {
    let number = this.#numbers.get(path)
    if (number === undefined) {
      number = this.#paths.push(path) - 1
      this.#numbers.set(path, number)
    }
    return this.root + number
  }
}

const known: readonly string[] = [
  'EACCES',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
]

/** The same in FileErrors: EIO for what they do not know. */
function asked<Value>(ask: () => Value): Value {
  try {
    return ask()
  } catch (error) {
    if (error instanceof FileError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new FileError(known.includes(code) ? (code as Errno) : 'EIO')
  }
}

function kindOf(stats: Stats): FileKind {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  if (stats.isSymbolicLink()) return 'symlink'
  if (stats.isCharacterDevice()) return 'character'
  if (stats.isBlockDevice()) return 'block'
  return stats.isFIFO() ? 'fifo' : 'socket'
}

/** Major and minor number, as Linux packs them. */
const deviceOf = (rdev: number): readonly [number, number] => [
  Math.floor(rdev / 2 ** 8) % 2 ** 12,
  (rdev % 2 ** 8) + Math.floor(rdev / 2 ** 20) * 2 ** 8,
]
