// Paths without symlinks of which the last part, or more, may be missing.
import { FileError } from '../../storage/file-error.ts'
import type { Process } from '../process.ts'

/** The path without symlinks; its last part need not exist. Throws a FileError. */
export function resolved(process: Process, path: string, depth = 0): string {
  const { files } = process
  if (depth > 40) throw new FileError('ELOOP', path)
  try {
    return files.realpath(path)
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'ENOENT') throw error
    const whole = files.absolute(path)
    const slash = whole.lastIndexOf('/')
    const parent = files.realpath(whole.slice(0, slash) || '/')
    const place = `${parent === '/' ? '' : parent}/${whole.slice(slash + 1)}`
    let target: string
    try {
      target = files.readlink(place)
    } catch (missing) {
      if (missing instanceof FileError) return place
      throw missing
    }
    // a link that points nowhere: its target need not exist either
    return resolved(process, target.startsWith('/') ? target : `${parent}/${target}`, depth + 1)
  }
}
