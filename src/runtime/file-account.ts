// What the programs of a machine read and wrote, and what of it the kernel still holds in memory.
import { FileError } from '../storage/file-error.ts'
import type { Tree } from '../storage/tree.ts'
import type { MountPoint } from './mount-table.ts'

/** How much of a file is in memory, in bytes from its beginning; and whether it was asked for again. */
interface Held {
  bytes: number
  active: boolean
}

/** Bytes of files in memory. */
export interface PageCache {
  /** of files on a disk that were read or written once, and of those that were read again */
  readonly inactive: number
  readonly active: number
  /** of files that are nowhere but in memory: a tmpfs */
  readonly shared: number
}

/** Of more files than these the oldest ones are forgotten, as if the memory had been taken back. */
const MOST_FILES = 1024
/** bytes that the kernel asks a disk for at most at once */
const REQUEST = 131_072

/** How much is read from and written to the disk of the host. differs: a write goes to the disk at once. */
export class FileAccount {
  readBytes = 0
  reads = 0
  writtenBytes = 0
  writes = 0
  private held: Map<Tree, Map<number, Held>> | undefined
  private readonly inMemory: Set<Tree> = new Set()
  private files = 0
  private muted = false

  /** Counts nothing of what is read meanwhile: that is the runtime's, before a program begins. */
  aside<Result>(act: () => Result): Result {
    this.muted = true
    try {
      return act()
    } finally {
      this.muted = false
    }
  }

  /** Bytes that a program was given of a file: those that were not in memory yet came from the disk. */
  read({ tree, type }: MountPoint, ino: number, position: number, length: number): void {
    const where = placeOf(type)
    if (where === 'nowhere' || length === 0 || this.muted) return
    const file = this.fileOf(tree, ino)
    const missing = position + length - Math.max(position, file.bytes)
    if (missing <= 0) {
      file.active = true
      return
    }
    file.bytes = position + length
    if (where === 'memory') {
      this.inMemory.add(tree)
      return
    }
    this.readBytes += missing
    this.reads += Math.ceil(missing / REQUEST)
  }

  wrote({ tree, type }: MountPoint, ino: number, position: number, length: number): void {
    const where = placeOf(type)
    if (where === 'nowhere' || length === 0) return
    const file = this.fileOf(tree, ino)
    file.bytes = Math.max(file.bytes, position + length)
    if (where === 'memory') {
      this.inMemory.add(tree)
      return
    }
    this.writtenBytes += length
    this.writes += Math.ceil(length / REQUEST)
  }

  private fileOf(tree: Tree, ino: number): Held {
    const held = (this.held ??= new Map())
    let files = held.get(tree)
    if (!files) held.set(tree, (files = new Map()))
    const known = files.get(ino)
    if (known) return known
    if (this.files >= MOST_FILES) this.forgetOne(held)
    const fresh: Held = { bytes: 0, active: false }
    files.set(ino, fresh)
    this.files++
    return fresh
  }

  private forgetOne(held: Map<Tree, Map<number, Held>>): void {
    for (const files of held.values()) {
      const [oldest] = files.keys()
      if (oldest === undefined) continue
      files.delete(oldest)
      this.files--
      return
    }
  }

  /** What is in memory now: files that are gone, or have become shorter, hold nothing more. */
  cached(): PageCache {
    const cache = { inactive: 0, active: 0, shared: 0 }
    for (const [tree, files] of this.held ?? []) {
      for (const [ino, file] of files) {
        file.bytes = Math.min(file.bytes, sizeOf(tree, ino))
        if (file.bytes === 0) {
          files.delete(ino)
          this.files--
        } else cache[this.inMemory.has(tree) ? 'shared' : file.active ? 'active' : 'inactive'] += pages(file.bytes)
      }
    }
    return cache
  }
}

const PAGE = 4096
const pages = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE

function sizeOf(tree: Tree, ino: number): number {
  try {
    const { size, links } = tree.stat(ino)
    return links > 0 ? size : 0
  } catch (error) {
    if (error instanceof FileError) return 0
    throw error
  }
}

const nowhere: readonly string[] = ['proc', 'sysfs', 'cgroup', 'cgroup2', 'devpts', 'mqueue']

function placeOf(type: string): 'disk' | 'memory' | 'nowhere' {
  if (nowhere.includes(type)) return 'nowhere'
  return type === 'tmpfs' ? 'memory' : 'disk'
}
