// Whom `--chown` means, by the files of the image (moby daemon/builder/dockerfile/internals_linux.go: parseChownFlag).
import { databaseLines } from '../../runtime/credentials.ts'
import { FileError } from '../../storage/file-error.ts'
import type { Tree } from '../../storage/tree.ts'
import { broken } from '../../world/refusal.ts'
import type { Owner } from './copied-tree.ts'
import { locate } from './source.ts'

export function ownerNamed(chown: string, tree: Tree): Owner {
  const refuse = (reason: string): Error => broken(`unable to convert uid/gid chown string to host mapping: ${reason}`)
  const [user = '', group = user, ...more] = chown.split(':')
  if (more.length > 0) throw refuse(`invalid chown string format: ${chown}`)
  const idOf = (name: string, file: string): number | undefined => {
    if (/^[+-]?\d+$/.test(name)) return Number(name)
    const entry = databaseLines((path) => textOf(tree, path), file).find((line) => line[0] === name)
    return entry ? Number(entry[2]) : undefined
  }
  const uid = idOf(user, '/etc/passwd')
  if (uid === undefined) throw refuse(`can't find uid for user ${user}: no such user: ${user}`)
  const gid = idOf(group, '/etc/group')
  if (gid === undefined) throw refuse(`can't find gid for group ${group}: no such group: ${group}`)
  return { uid, gid }
}

function textOf(tree: Tree, path: string): string {
  const { ino } = locate(tree, path)
  if (ino === undefined) throw new FileError('ENOENT', path)
  return Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString('utf8')
}
