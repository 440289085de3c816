// Who may do what with a file: the plain Unix rules, and the capabilities that stand above them.
import type { Inode } from '../storage/tree.ts'
import { Capability, holds } from './capabilities.ts'
import type { Credentials } from './process.ts'

/** @param bits 4 read, 2 write, 1 execute (of a directory: search) */
export function mayAccess(node: Inode, bits: number, user: Credentials): boolean {
  const shift = node.uid === user.uid ? 6 : node.gid === user.gid || user.groups.includes(node.gid) ? 3 : 0
  if (((node.mode >> shift) & bits) === bits) return true
  if (holds(user, Capability.DAC_OVERRIDE)) {
    return (bits & 1) === 0 || node.kind === 'directory' || (node.mode & 0o111) !== 0
  }
  if (!holds(user, Capability.DAC_READ_SEARCH)) return false
  return bits === 4 || (node.kind === 'directory' && (bits & 2) === 0)
}

/** Whether a name may be taken out of a directory whose write permission is there: in /tmp only its owner may. */
export function mayUnlink(directory: Inode, node: Inode, user: Credentials): boolean {
  if ((directory.mode & 0o1000) === 0 || node.uid === user.uid || directory.uid === user.uid) return true
  return holds(user, Capability.FOWNER)
}
