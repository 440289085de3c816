// The files of the host, as far as a data root changes them: the few steps that saving consists of.
import { type FileHandle, open, rename, rm } from 'node:fs/promises'

/** Bytes, or a number of them that are zero: a hole. */
export type Piece = Uint8Array | number

/** Nothing lasts before it was synced: a file's bytes by `sync`, its name by `syncFolder`. */
export interface HostFiles {
  /** Makes a file; one of that name loses what it held. */
  write(path: string, pieces: AsyncIterable<Piece> | Iterable<Piece>): Promise<void>
  append(path: string, bytes: Uint8Array): Promise<void>
  sync(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
  /** Puts a file in the place of another in one step. */
  rename(from: string, to: string): Promise<void>
  /** Also when there is none. */
  remove(path: string): Promise<void>
}

const mode = 0o600

export const hostFiles: HostFiles = {
  write: (path, pieces) =>
    using(path, 'w', async (file) => {
      let position = 0
      for await (const piece of pieces) {
        if (typeof piece === 'number') position += piece
        else position = await writeAll(file, piece, position)
      }
      await file.truncate(position)
    }),
  append: (path, bytes) => using(path, 'a', (file) => file.appendFile(bytes)),
  sync: (path) => using(path, 'r+', (file) => file.datasync()),
  // Windows opens no folders, and keeps names by itself
  syncFolder: async (path) => {
    if (process.platform !== 'win32') await using(path, 'r', (file) => file.sync())
  },
  rename,
  remove: (path) => rm(path, { force: true }),
}

async function using(path: string, flags: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, mode)
  try {
    await work(file)
  } finally {
    await file.close()
  }
}

/** Gives the position behind what was written. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
  return position + done
}
