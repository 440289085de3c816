// An archive that dockerd refuses to unpack.
import { type Errno, FileError } from './file-error.ts'

/** The message is the one that the client gets; `code` is there where a file was the reason. */
export class ArchiveError extends Error {
  readonly code: Errno | undefined
  constructor(message: string, code?: Errno) {
    super(message)
    this.name = 'ArchiveError'
    this.code = code
  }
}

/**
 * What is wrong with an archive that somebody sent, or undefined for a defect of ours. Readers of archives and of what
 * is compressed throw plain Errors.
 */
export function archiveProblem(error: unknown): string | undefined {
  const known = error instanceof ArchiveError || error instanceof FileError
  return known || (error instanceof Error && error.constructor === Error) ? error.message : undefined
}
