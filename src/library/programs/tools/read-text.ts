// Files of a container that may not be there.
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'

/** The text of a file; undefined if it cannot be read. */
export function readText(process: Process, path: string): string | undefined {
  try {
    return process.files.readText(path)
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}
