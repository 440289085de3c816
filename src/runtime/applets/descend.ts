// Does something to a file and, when asked, to all below it.
import type { Inode } from '../../storage/tree.ts'
import type { Process } from '../process.ts'
import { complain, reason } from './report.ts'

/** Visits `path` (before what is in it), never through symlinks below it; false if something failed. */
export async function descend(
  process: Process,
  path: string,
  recursive: boolean,
  visit: (path: string, inode: Inode) => Promise<void> | void,
  quiet = false,
): Promise<boolean> {
  try {
    const inode = process.files.lstat(path)
    await visit(path, inode)
    if (!recursive || inode.kind !== 'directory') return true
    let good = true
    const prefix = path.endsWith('/') ? path : `${path}/`
    for (const name of process.files.list(path)) {
      good = (await descend(process, prefix + name, true, visit, quiet)) && good
    }
    await process.tick()
    return good
  } catch (error) {
    const words = reason(error)
    if (!quiet) await complain(process, `${path}: ${words}`)
    return false
  }
}
