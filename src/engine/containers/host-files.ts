// The files of the simulated host: those that binds have made, and real directories where they are mounted.
import { FileError } from '../../storage/file-error.ts'
import type { Tree, WritableTree } from '../../storage/tree.ts'
import { checkpointOfMap, type GoBack, together } from '../../world/checkpoint.ts'
import { walk } from '../directories.ts'

/** A directory of the real host, read-only, at a path of the simulated one. */
export interface HostMount {
  /** absolute and clean */
  readonly at: string
  readonly tree: Tree
}

/** A place in one of the trees. */
export interface HostSpot {
  readonly tree: Tree | WritableTree
  readonly ino: number
}

interface Making {
  readonly mode: number
  /** ms since 1970 */
  readonly mtime: number
}

/** as Linux */
const MOST_LINKS = 40

export class HostFiles {
  readonly #files: WritableTree
  readonly #mounts: ReadonlyMap<string, Tree>
  /** Directories that are missing in a mounted one, by path. */
  readonly #made = new Map<string, HostSpot>()

  /** @param files what is writable; the mount points are made in it */
  constructor(files: WritableTree, mounts: readonly HostMount[], now: number) {
    this.#files = files
    this.#mounts = new Map(mounts.map(({ at, tree }) => [at, tree]))
    for (const { at } of mounts) walk(files, at, { mode: 0o755, mtime: now })
  }

  /**
   * What is at a path (absolute). With `make` missing directories are made. Throws FileError ENOTDIR where something else
   * is in the way, ELOOP on a circle of symlinks.
   */
  find(path: string, make?: Making): HostSpot | undefined {
    const top = this.#mountedAt('/') ?? { tree: this.#files, ino: this.#files.root }
    let trail: { readonly name: string; readonly spot: HostSpot }[] = []
    const left = path.split('/').reverse()
    let links = 0
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      if (name === '' || name === '.') continue
      if (name === '..') {
        trail.pop()
        continue
      }
      const here = trail.at(-1)?.spot ?? top
      if (here.tree.stat(here.ino).kind !== 'directory') throw new FileError('ENOTDIR', path)
      const at = `/${[...trail.map((step) => step.name), name].join('/')}`
      const spot = this.#mountedAt(at) ?? below(here, name) ?? (make && this.#make(at, here, name, make))
      if (!spot) return undefined
      const { kind, target = '' } = spot.tree.stat(spot.ino)
      if (kind !== 'symlink') {
        trail.push({ name, spot })
        continue
      }
      if (++links > MOST_LINKS) throw new FileError('ELOOP', path)
      if (target.startsWith('/')) trail = []
      left.push(...target.split('/').reverse())
    }
    return trail.at(-1)?.spot ?? top
  }

  checkpoint(): GoBack {
    return together(checkpointOfMap(this.#made), this.#files.checkpoint?.() ?? (() => {}))
  }

  /** Whether there is anything at a path. */
  has(path: string): boolean {
    try {
      return this.find(path) !== undefined
    } catch (error) {
      if (error instanceof FileError) return false
      throw error
    }
  }

  /** What is mounted below a path, and where from there: `-v /home:/home` brings it along. */
  *mountedBelow(path: string): Generator<{ readonly rest: string; readonly tree: Tree }> {
    const start = path === '/' ? '/' : `${path}/`
    for (const [at, tree] of this.#mounts) {
      if (at !== path && at.startsWith(start)) yield { rest: at.slice(start.length), tree }
    }
  }

  #mountedAt(path: string): HostSpot | undefined {
    const tree = this.#mounts.get(path)
    return tree ? { tree, ino: tree.root } : this.#made.get(path)
  }

  /** differs: what is missing in a real directory is made on the simulated host only. */
  #make(at: string, { tree, ino }: HostSpot, name: string, make: Making): HostSpot | undefined {
    if ('create' in tree) return { tree, ino: tree.create(ino, name, { kind: 'directory', ...make }) }
    const made = walk(this.#files, at, make)
    if (made === undefined) return undefined
    const spot = { tree: this.#files, ino: made }
    this.#made.set(at, spot)
    return spot
  }
}

function below({ tree, ino }: HostSpot, name: string): HostSpot | undefined {
  const found = tree.lookup(ino, name)
  return found === undefined ? undefined : { tree, ino: found }
}
