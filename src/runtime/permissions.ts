// Who may do what with a file: the plain Unix rules, with root as Docker's root (CAP_DAC_OVERRIDE, no more).
import type { Inode } from '../storage/tree.ts'
import type { Credentials } from './process.ts'

/** @param bits 4 read, 2 write, 1 execute (of a directory: search) */
export function mayAccess(node: Inode, bits: number, user: Credentials): boolean {
  if (user.uid === 0) return (bits & 1) === 0 || node.kind === 'directory' || (node.mode & 0o111) !== 0
  const shift = node.uid === user.uid ? 6 : node.gid === user.gid || user.groups.includes(node.gid) ? 3 : 0
  return ((node.mode >> shift) & bits) === bits
}

/** Whether a name may be taken out of a directory whose write permission is there: in /tmp only its owner may. */
export function mayUnlink(directory: Inode, node: Inode, user: Credentials): boolean {
  return (directory.mode & 0o1000) === 0 || user.uid === 0 || node.uid === user.uid || directory.uid === user.uid
}
