// A snapshot out of a file, or out of what `export` of another daemon's gives.
import { open } from 'node:fs/promises'
import { uncompressed } from '../codec/compression.ts'
import { errorText } from '../codec/path-error.ts'
import { readPackedRoot, type UnpackedRoot } from '../storage/data-root/unpacked-root.ts'

/** A file, which may be compressed as images may be, or its bytes as they come. */
export type SnapshotSource = string | AsyncIterable<Uint8Array>

/** Rejects with a sentence for what is no snapshot. */
export async function loadSnapshot(source: SnapshotSource): Promise<UnpackedRoot> {
  try {
    const bytes = typeof source === 'string' ? (await open(source)).createReadStream() : source
    return await readPackedRoot(uncompressed(bytes))
  } catch (error) {
    throw new Error(
      `cannot begin with the snapshot${typeof source === 'string' ? ` ${source}` : ''}: ${errorText(error)}`,
    )
  }
}
