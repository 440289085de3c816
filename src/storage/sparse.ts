// The bytes of a file that is stored in pieces, with zeros between them.
import { type FileBytes, readLimit } from './bytes.ts'

/** Bytes that are there, in the order of their places. */
export interface StoredPiece {
  /** bytes from the beginning of the file */
  readonly at: number
  readonly bytes: FileBytes
}

export interface SparseBytes extends FileBytes {
  readonly pieces: readonly StoredPiece[]
}

export function sparseBytes(pieces: readonly StoredPiece[], size: number): SparseBytes {
  return {
    size,
    pieces,
    stored: () => pieces.map(({ at, bytes }) => [at, at + bytes.size] as const),
    read(position, length) {
      const end = Math.min(size, position + Math.min(length, readLimit))
      const result = new Uint8Array(Math.max(0, end - position))
      for (const { at, bytes } of pieces) {
        const from = Math.max(position, at)
        const till = Math.min(end, at + bytes.size)
        if (from < till) result.set(bytes.read(from - at, till - from), from - position)
      }
      return result
    },
  }
}
