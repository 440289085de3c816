// Where COPY and ADD take files from: the build context, or the tree of an image or an earlier stage.
import { posix } from 'node:path'
import type { Tree } from '../../storage/tree.ts'
import { broken } from '../../world/refusal.ts'
import { followed } from '../followed.ts'
import { treeSum } from './tarsum.ts'

export interface Source {
  readonly tree: Tree
  /** The sum of what is at a path, symlinks followed; of a path that the source does not know, the path. */
  hash(path: string): string
}

/** What is where a path leads, inside the tree. */
export interface Found {
  /** from the root, without symlinks */
  readonly path: string
  /** undefined if there is nothing */
  readonly ino: number | undefined
}

/** Throws `forbidden path outside the build context` for one that leads out by `..`. */
export function locate(tree: Tree, path: string): Found {
  const joined = posix.join('/root', path)
  if (joined !== '/root' && !joined.startsWith('/root/')) {
    throw broken(`forbidden path outside the build context: ${path} ()`)
  }
  const place = followed(tree, joined.slice('/root'.length))
  let ino: number | undefined = tree.root
  for (const name of place.split('/').filter((part) => part !== '')) {
    ino = ino !== undefined && tree.stat(ino).kind === 'directory' ? tree.lookup(ino, name) : undefined
  }
  return { path: place, ino }
}

/** The files of an image: sums are made when they are asked for. */
export function treeSource(tree: Tree): Source {
  return {
    tree,
    hash(path) {
      const found = locate(tree, path)
      const relative = found.path.slice(1)
      return found.ino === undefined ? relative : treeSum(tree, found.ino, relative || '.')
    },
  }
}

/** Everything below an inode with its path, names in the order of Go's filepath.WalkDir; first the inode itself. */
export function* walkBelow(tree: Tree, ino: number, path: string): Iterable<readonly [path: string, ino: number]> {
  yield [path, ino]
  if (tree.stat(ino).kind !== 'directory') return
  const entries = [...tree.entries(ino)].sort(([one], [other]) => (one < other ? -1 : 1))
  for (const [name, child] of entries) yield* walkBelow(tree, child, path === '' ? name : `${path}/${name}`)
}
