// The lines of a configuration file that say something.
import { FileError } from '../storage/file-error.ts'
import type { Process } from './process.ts'

/** Without comments and blanks around them; none if the file cannot be read. */
export function statements(process: Process, path: string): string[] {
  try {
    const lines = process.files.readText(path).split('\n')
    return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '')
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
