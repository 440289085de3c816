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
  for (const wish of wishes) {
    const at = KERNELS.test(wish.at) ? wish.at : place(placed, wish, mtime)
    placed.set(at, { ...wish, at })
  }
  return [...placed.values()]
}

function place(placed: ReadonlyMap<string, Mount>, wish: MountWish, mtime: number): string {
  const { at, from, tree, ino = tree.root, type } = wish
  if (at === '/') return at
  const kind: Kind = tree.stat(ino).kind === 'directory' ? 'directory' : 'file'
  const found = resolve(placed, at, kind, mtime)
  const flags = type === 'tmpfs' ? '0xe' : '0x5000'
  if (found === undefined) throw obstructed(from, at, `open o_path procfd: open ${at}`)
  const isDirectory = found.node.kind === 'directory'
  if (isDirectory !== (kind === 'directory')) {
    throw obstructed(from, at, `mount ${from}:${at} (via /proc/self/fd/6), flags: ${flags}`)
  }
  return found.path || '/'
}

function obstructed(from: string, at: string, what: string): StartError {
  return new StartError(
    127,
    `error during container init: error mounting "${from}" to rootfs at "${at}": ${what}: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
  )
}

/** What lies at a path on the way, and what it is. */
interface Step extends Spot {
  readonly path: string
  readonly node: Inode
}

/** Undefined when a part of the path is no directory. */
function resolve(placed: ReadonlyMap<string, Mount>, wanted: string, kind: Kind, mtime: number): Step | undefined {
  const left = wanted.split('/').filter(Boolean).reverse()
  const way: Step[] = [stepTo('', spotOf(placed.get('/')!))]
  let links = 0
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === '.') continue
    if (name === '..') {
      if (way.length > 1) way.pop()
      continue
    }
    const here = way.at(-1)!
    if (here.node.kind !== 'directory') return undefined
    const path = `${here.path}/${name}`
    const mount = placed.get(path)
    const made = left.length === 0 ? kind : 'directory'
    const found = mount ? spotOf(mount) : (childOf(here, name) ?? makeChild(here, name, made, mtime))
    if (!found) return undefined
    const next = stepTo(path, found)
    if (next.node.kind !== 'symlink') {
      way.push(next)
      continue
    }
    if (++links > MAX_LINKS) return undefined
    const target = next.node.target ?? ''
    if (target.startsWith('/')) way.length = 1
    left.push(...target.split('/').filter(Boolean).reverse())
  }
  return way.at(-1)!
}

const stepTo = (path: string, { tree, ino }: Spot): Step => ({ path, tree, ino, node: tree.stat(ino) })

function childOf({ tree, ino }: Spot, name: string): Spot | undefined {
  const child = tree.lookup(ino, name)
  return child === undefined ? undefined : { tree, ino: child }
}

/** Undefined in what cannot be written. */
function makeChild({ tree, ino }: Spot, name: string, kind: Kind, mtime: number): Spot | undefined {
  if (!('create' in tree)) return undefined
  const made = tree.create(ino, name, { kind, mode: MODE, mtime })
  tree.change(ino, { mtime })
  return { tree, ino: made }
}

const spotOf = ({ tree, ino = tree.root }: Mount): Spot => ({ tree, ino })
