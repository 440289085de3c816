// Extended attributes of an archive's entries: what a file system takes, and its refusals.
import { Buffer } from 'node:buffer'
import { ArchiveError } from './archive-error.ts'

/** Of Linux's attributes these kinds can be set by a daemon that is root. */
const knownKinds = ['security.', 'system.', 'trusted.', 'user.']
/** bytes of a name, as Linux */
const longestName = 255
/** bytes of a value, as Linux */
const longestValue = 64 * 1024
/** bytes of names and values of one file, as ext4 with inodes of 256 bytes: one block beside the inode */
const largestAll = 4000

/** Throws what lsetxattr refuses; `path` is where the file is in the container. */
export function checkXattrs(xattrs: Readonly<Record<string, string>>, path: string): void {
  let all = 0
  for (const [name, value] of Object.entries(xattrs)) {
    const refuse = (reason: string): never => {
      throw new ArchiveError(`lsetxattr ${path}: xattr ${JSON.stringify(name)}: ${reason}`)
    }
    const length = Buffer.byteLength(name)
    if (length > longestName) refuse('numerical result out of range')
    if (value.length > longestValue) refuse('argument list too long')
    if (!knownKinds.some((kind) => name.startsWith(kind))) refuse('operation not supported')
    all += length + value.length
    if (all > largestAll) refuse('no space left on device')
  }
}
