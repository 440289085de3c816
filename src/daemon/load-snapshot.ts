// A snapshot out of a file, or out of what `export` of another daemon's gives.
import { createReadStream } from 'node:fs'
import { uncompressed } from '../codec/compression.ts'
import { readPackedRoot, type UnpackedRoot } from '../storage/data-root/unpacked-root.ts'

/** A file, which may be compressed as images may be, or its bytes as they come. */
export type SnapshotSource = string | AsyncIterable<Uint8Array>

/** Rejects with a sentence for what is no snapshot. */
export async function loadSnapshot(source: SnapshotSource): Promise<UnpackedRoot> {
  const bytes = typeof source === 'string' ? (createReadStream(source) as AsyncIterable<Uint8Array>) : source
  try {
    return await readPackedRoot(uncompressed(bytes))
  } catch (error) {
    throw new Error(
      `cannot begin with the snapshot${typeof source === 'string' ? ` ${source}` : ''}: ${(error as Error).message}`,
    )
  }
}
