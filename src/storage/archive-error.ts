// An archive that dockerd refuses to unpack.
import type { Errno } from './file-error.ts'

/** The message is the one that the client gets; `code` is there where a file was the reason. */
export class ArchiveError extends Error {
  readonly code: Errno | undefined
  constructor(message: string, code?: Errno) {
    super(message)
    this.name = 'ArchiveError'
    this.code = code
  }
}
