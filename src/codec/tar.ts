// The entries of tar archives, as read-tar.ts reads and write-tar.ts writes them.
import type { Piece } from './tar-sparse.ts'

export type TarKind = 'file' | 'directory' | 'symlink' | 'link' | 'character' | 'block' | 'fifo'

export interface TarHeader {
  /** As the archive has it: not cleaned, a directory may end in a slash. */
  readonly name: string
  readonly kind: TarKind
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** ms since 1970 */
  readonly mtime: number
  /** bytes of a file; 0 for all else */
  readonly size: number
  /** of a symlink where it points, of a link the name of the entry that is the same file */
  readonly linkname?: string | undefined
  /** major and minor number */
  readonly device?: readonly [number, number] | undefined
  /** Values are bytes, one character each. */
  readonly xattrs?: Readonly<Record<string, string>> | undefined
}

/** An entry that was read. */
export interface TarEntry extends TarHeader {
  /** The mode with all that the archive has there: some writers put the kind of the file in front. */
  readonly wholeMode: number
  /** Where in the archive the bytes begin. */
  readonly offset: number
  /** Of a sparse file where its bytes belong; the archive has them one after the other. */
  readonly pieces?: readonly Piece[] | undefined
  /** The bytes that the archive has. To be read before the next entry is asked for; what is left over is left out. */
  readonly stored: AsyncIterable<Uint8Array>
  /** The same with zeros for the holes of a sparse file. */
  readonly body: AsyncIterable<Uint8Array>
}

/** An entry to write; the body of a file gives exactly `size` bytes. */
export interface TarFile extends TarHeader {
  readonly body?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  /** Names of the owners, which most archives leave out. */
  readonly uname?: string
  readonly gname?: string
}

/** Extended attributes are PAX records with this before their name. */
export const xattrPrefix = 'SCHILY.xattr.'
