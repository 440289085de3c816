// What a client is told of a path in a container before it copies from or to it.
import { rfc3339 } from '../../codec/timestamp.ts'
import type { FileKind, Inode } from '../../storage/tree.ts'

/** The keys are the wire's, in the order of dockerd. */
export interface PathStat {
  readonly name: string
  readonly size: number
  /** Go's os.FileMode */
  readonly mode: number
  readonly mtime: string
  /** Where a symlink leads in the end, from the root. */
  readonly linkTarget: string
}

/** Bits of Go's io/fs.FileMode. */
const kinds: Readonly<Record<FileKind, number>> = {
  file: 0,
  directory: 2 ** 31,
  symlink: 2 ** 27,
  block: 2 ** 26,
  character: 2 ** 26 + 2 ** 21,
  fifo: 2 ** 25,
  socket: 2 ** 24,
}

const special = [
  [0o4000, 2 ** 23],
  [0o2000, 2 ** 22],
  [0o1000, 2 ** 20],
] as const

export function pathStat(inode: Inode, name: string, linkTarget: string): PathStat {
  const { size, kind, mode, mtime } = inode
  let goMode = kinds[kind] + (mode & 0o777)
  for (const [bit, goBit] of special) if ((mode & bit) !== 0) goMode += goBit
  return { name, size, mode: goMode, mtime: rfc3339(mtime), linkTarget }
}
