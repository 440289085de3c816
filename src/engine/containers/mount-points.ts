// Where mounts lie in a container's files: symlinks followed, and what is missing made, as runc does at every start.
import { StartError } from '../../runtime/machine.ts'
import type { Mount } from '../../runtime/mounts.ts'
import type { Inode, Tree, WritableTree } from '../../storage/tree.ts'

/** The kernel's own: what lies in them is no part of the container's files. */
const KERNELS = /^\/(dev|proc|sys)(\/|$)/
const MAX_LINKS = 40
const MODE = 0o755

/** A mount, and what runc calls that which is mounted. */
export interface MountWish extends Mount {
  readonly from: string
}

interface Spot {
  readonly tree: Tree | WritableTree
  readonly ino: number
}

type Kind = 'file' | 'directory'

/**
 * Puts every mount (the root first) where it really lies and makes missing directories, or empty files under files.
 * Throws a StartError where something else is in the way.
 * @param mtime ms since 1970, of what is made
 */
export function placeMounts(wishes: readonly MountWish[], mtime: number): Mount[] {
  const placed = new Map<string, Mount>()
  for (const { from, ...mount } of wishes) {
    const at = KERNELS.test(mount.at) ? mount.at : place(placed, mount, from, mtime)
    placed.set(at, { ...mount, at })
  }
  return [...placed.values()]
}

function place(placed: ReadonlyMap<string, Mount>, mount: Mount, from: string, mtime: number): string {
  const { at, tree, ino = tree.root, type } = mount
  if (at === '/') return at
  const kind: Kind = tree.stat(ino).kind === 'directory' ? 'directory' : 'file'
  const found = resolve(placed, at, kind, mtime)
  const flags = type === 'tmpfs' ? '0xe' : '0x5000'
  if (found === undefined) throw obstructed(from, at, `open o_path procfd: open ${at}`)
  const isDirectory = found.node.kind === 'directory'
  if (isDirectory !== (kind === 'directory')) {
    throw obstructed(from, at, `mount ${from}:${at} (via /proc/self/fd/6), flags: ${flags}`)
  }
  return found.path
}

function obstructed(from: string, at: string, what: string): StartError {
  return new StartError(
    127,
    `error during container init: error mounting "${from}" to rootfs at "${at}": ${what}: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
  )
}

/** Undefined when a part of the path is no directory. */
function resolve(
  placed: ReadonlyMap<string, Mount>,
  wanted: string,
  kind: Kind,
  mtime: number,
): { path: string; node: Inode } | undefined {
  const names = wanted.split('/').filter(Boolean)
  let path: string[] = []
  let links = 0
  const spot = (at: readonly string[]): Spot | undefined => {
    let here = spotOf(placed.get('/')!)
    for (let depth = 1; depth <= at.length; depth++) {
      const mount = placed.get(`/${at.slice(0, depth).join('/')}`)
      const ino = mount ? undefined : here.tree.lookup(here.ino, at[depth - 1]!)
      if (mount) here = spotOf(mount)
      else if (ino === undefined) return undefined
      else here = { tree: here.tree, ino }
    }
    return here
  }
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '.') continue
    if (name === '..') {
      path.pop()
      continue
    }
    const here = spot(path)!
    if (here.tree.stat(here.ino).kind !== 'directory') return undefined
    const next = [...path, name]
    let there = spot(next)
    if (!there) {
      if (!('create' in here.tree)) return undefined
      const made = names.length === 0 ? kind : 'directory'
      there = { tree: here.tree, ino: here.tree.create(here.ino, name, { kind: made, mode: MODE, mtime }) }
      here.tree.change(here.ino, { mtime })
    }
    const node = there.tree.stat(there.ino)
    if (node.kind !== 'symlink') {
      path = next
      continue
    }
    if (++links > MAX_LINKS) return undefined
    const target = node.target ?? ''
    if (target.startsWith('/')) path = []
    names.unshift(...target.split('/').filter(Boolean))
  }
  const end = spot(path)!
  return { path: `/${path.join('/')}`, node: end.tree.stat(end.ino) }
}

const spotOf = ({ tree, ino = tree.root }: Mount): Spot => ({ tree, ino })
