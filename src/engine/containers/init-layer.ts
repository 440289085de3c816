// The layer between an image and a container's own: mount points and empty files that runc mounts over, so that they
// are neither the image's nor a change of the container (moby daemon/initlayer/setup_unix.go).
import type { WritableTree } from '../../storage/tree.ts'
import { walk } from '../directories.ts'

const directories = ['dev/pts', 'dev/shm', 'proc', 'sys', 'etc']
const files = ['.dockerenv', 'etc/resolv.conf', 'etc/hosts', 'etc/hostname', 'dev/console']
const mode = 0o755

/** @param mtime ms since 1970, of what is made */
export const prepareInitLayer =
  (mtime: number) =>
  (tree: WritableTree): void => {
    for (const path of directories) walk(tree, path, { mode, mtime })
    for (const path of files) {
      const cut = path.lastIndexOf('/')
      const directory = walk(tree, path.slice(0, Math.max(cut, 0)))!
      const name = path.slice(cut + 1)
      const existing = tree.lookup(directory, name)
      if (existing !== undefined && tree.stat(existing).kind === 'directory') continue
      // what the image has there is not to be seen: dockerd takes it away first
      if (existing !== undefined) tree.unlink(directory, name)
      tree.create(directory, name, { kind: 'file', mode, mtime })
    }
    const etc = walk(tree, 'etc')!
    if (tree.lookup(etc, 'mtab') === undefined) {
      tree.create(etc, 'mtab', { kind: 'symlink', mode: 0o777, mtime, target: '/proc/mounts' })
    }
  }
